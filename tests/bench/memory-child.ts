// One reader and one document in a process of their own; says the peak of its resident set in megabytes.
import { readFile } from 'node:fs/promises'
import { readers } from './readers.ts'

const [side = '', file = '', task = ''] = process.argv.slice(2)
const read = await readers[side]?.()
const bytes = await readFile(file)
if (read === undefined) throw new Error(`there is no reader "${side}"`)
if (task === 'read' && (await read(bytes)) === 0) throw new Error(`${side} read nothing`)
process.stdout.write(String((await peakKilobytes()) / 1024))

/** Where Linux tells it: what `getrusage` says there begins with the peak of the process that started this one. */
async function peakKilobytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS)
}
