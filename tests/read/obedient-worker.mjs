// Stands in for src/read/worker.ts: does with each document what its text says. Notes its process beside itself.
import { appendFileSync, readFileSync } from 'node:fs'

const note = (name) => appendFileSync(new URL(name, import.meta.url), `${process.pid}\n`)

const orders = {
  spin: () => {
    for (;;);
  },
  fill: () => {
    const kept = []
    for (;;) kept.push({ at: kept.length })
  },
  // A table that doubles: one allocation goes far past the cap.
  leap: () => {
    const kept = new Map()
    for (;;) kept.set(kept.size, kept.size)
  },
  leave: () => process.exit(3),
  fault: () => process.kill(process.pid, 'SIGSEGV'),
  'stopped from outside, once': () => {
    if (
      readFileSync(new URL('begun', import.meta.url), 'utf8')
        .trim()
        .includes('\n')
    )
      answer('read at the second try')
    else process.kill(process.pid, 'SIGTERM')
  },
}

function answer(title) {
  process.send({ kind: 'read', title, drafts: [], warnings: [], ttlMs: null, skipHours: [], isCut: false, uses: [] })
}

note('started')
process.on('message', ({ body }) => {
  note('begun')
  const text = new TextDecoder().decode(body.bytes)
  if (Object.hasOwn(orders, text)) orders[text]()
  else answer(text)
})
process.send('ready')
