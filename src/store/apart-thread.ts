// The thread of apart.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf, systemCodeOf } from '../base/errors.ts'
import type { Done, Task } from './apart.ts'
import { copySqlite, problemsOf } from './sqlite-copy.ts'

const task: Task = workerData

async function done(): Promise<Done> {
  try {
    if (task.kind === 'copy') return { kind: 'copied', copy: await copySqlite(task) }
    return { kind: 'checked', problems: problemsOf(task.file, task) }
  } catch (error) {
    return { kind: 'failed', code: systemCodeOf(error) ?? '', message: messageOf(error) }
  }
}

parentPort?.postMessage(await done())
