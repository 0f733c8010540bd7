// Loaded into the program under test with `--import`: notes at its end how much memory it and its child processes ever held.
import { ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

/** Peak bytes of children by process number, read before they are killed: afterwards nobody knows. */
const children = new Map()
const { kill } = ChildProcess.prototype

ChildProcess.prototype.kill = function killAfterNoting(signal) {
  if (this.pid !== undefined && this.exitCode === null) children.set(this.pid, peakOf(this.pid) ?? children.get(this.pid) ?? 0)
  return kill.call(this, signal)
}

process.on('exit', () => {
  const own = peakOf('self') ?? process.resourceUsage().maxRSS * 1024
  writeFileSync(process.env.PEAK_MEMORY_FILE, String([...children.values()].reduce((sum, peak) => sum + peak, own)))
})

/** Linux counts a process's maxRSS from before it became another program; VmHWM starts with the program. Null on other systems. */
function peakOf(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  } catch {
    return null
  }
}
