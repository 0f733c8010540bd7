#!/usr/bin/env node
// Start here: argv → command → exit code. The only process.exit and signal handlers.
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { main } from './cli/index.ts'

/** What still runs this long after SIGTERM is given up: within the 10 s of design §4. */
const drainMs = 9_000

// V8 lets the heap grow to four times what lives in it before it looks; twice costs a twentieth of the work and saves a quarter of the memory
// (2,000 new feeds: 365 MB instead of 500).
setFlagsFromString('--heap-growing-percent=80')

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping.abort(signal)
    setTimeout(() => process.exit(0), drainMs).unref()
  })
}
// A reader that closes the pipe early (`| head`) is no error of ours.
process.stdout.on('error', () => process.exit(0))

const code = await main(process.argv.slice(2), {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  roomForOut: async () => void (process.stdout.writableNeedDrain && (await once(process.stdout, 'drain'))),
  input: () => process.stdin,
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? null,
  onHangup: (told) => {
    // Under nohup messages go to a file.
    const inTerminal = process.stderr.isTTY === true && hasTerminal()
    const hungUp = () => {
      if (!inTerminal || hasTerminal()) return told()
      // Somebody has closed the terminal: without us the signal ends the program, as if it had never been heard.
      process.off('SIGHUP', hungUp)
      process.kill(process.pid, 'SIGHUP')
    }
    process.on('SIGHUP', hungUp)
  },
  signal: stopping.signal,
})
process.exitCode = code

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}
