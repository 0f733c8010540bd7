// One side in a process of its own, which lives on from visit to visit as a service does. Told a task ("poll", "publish"), it says what that
// took. Plain JavaScript, so that ours runs as it is built: a loader of TypeScript takes 35 MB.
import { on, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

const [{ script, table, ...place }] = await once(process, 'message')
const tasks = on(process, 'message', { close: ['disconnect'] })
const side = await opened(await import(script))
// Left on by a loader they make each error dear.
process.setSourceMapsEnabled(false)
process.send('open')
for await (const [task] of tasks) process.send({ spent: await measured(side[task]), entries: counted(side.file) })
await side.close()

/** A script is one function of feeds and database. */
async function opened({ open, poll }) {
  if (open !== undefined) return open(place)
  const file = join(place.dir, 'feeds.sqlite')
  return { file, poll: () => poll(place.urls, file), close: () => {} }
}

async function measured(work) {
  globalThis.gc()
  const cpu = cpuMs()
  const startedAt = performance.now()
  await work()
  return { cpuMs: cpuMs() - cpu, wallMs: performance.now() - startedAt, peakMb: peakMb() }
}

/** Of this process and those that it started. Linux counts theirs in hundredths of a second. */
function cpuMs() {
  const { user, system } = process.cpuUsage()
  const hundredths = [...timesOf('self').slice(2), ...children().flatMap(timesOf)]
  return (user + system) / 1000 + hundredths.reduce((sum, ticks) => sum + ticks * 10, 0)
}

/** utime, stime, and those of ended children (proc_pid_stat(5)); the name that stands before may hold spaces. */
function timesOf(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').slice(11, 15).map(Number)
}

/** Each at its own peak; these may not have been at the same time. */
function peakMb() {
  const peaks = ['self', ...children()].map((pid) => /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  return peaks.reduce((sum, kilobytes) => sum + Number(kilobytes) / 1024, 0)
}

/** Of the main thread: the loader's helper is none of the side's. */
function children() {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
}

function counted(file) {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(`select count(*) from ${table}`).pluck().get()
  } finally {
    db.close()
  }
}
