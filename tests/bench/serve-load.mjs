// Readers with open connections, each asking for the next document when it has the last. Told what to ask, it says how long that took.
// In a process of its own: what readers cost counts for nobody.
import { connect } from 'node:net'
import { pseudoRandom } from './pseudo-random.mjs'

process.on('message', async (load) => process.send(await run(load)))
process.once('disconnect', () => process.exit())

/** `paths` are asked for at random, always the same way; `lines` are the request's headers; between two requests a reader rests. */
async function run({ port, paths, lines, readers, requests, restMs = 0 }) {
  const asked = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('\r\n')}\r\n\r\n`))
  const random = pseudoRandom(1)
  const told = { statuses: {}, bytes: 0, times: [], left: requests, restMs }
  const next = () => asked[Math.floor(random() * asked.length)]
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: readers }, () => reader(port, next, told)))
  const times = Float64Array.from(told.times).sort()
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { statuses: told.statuses, bytes: told.bytes, wallMs: performance.now() - startedAt, p99Ms: at(0.99), mostMs: at(1) }
}

function reader(port, next, told) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let missing = 0
    let head = ''
    let startedAt = 0
    const ask = () => {
      if (told.left === 0) return socket.destroy()
      told.left -= 1
      startedAt = performance.now()
      socket.write(next())
    }
    const count = (status) => {
      told.statuses[status] = (told.statuses[status] ?? 0) + 1
    }
    const ended = () => {
      told.times.push(performance.now() - startedAt)
      if (told.restMs === 0) ask()
      else setTimeout(ask, told.restMs * (0.5 + Math.random()))
    }
    socket.once('connect', ask)
    socket.once('error', () => count('reset'))
    socket.once('close', resolve)
    socket.on('data', (chunk) => {
      told.bytes += chunk.length
      if (missing > 0) {
        missing -= chunk.length
        if (missing === 0) ended()
        return
      }
      head += chunk.latin1Slice(0, Math.min(chunk.length, 4_096))
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return
      const status = head.slice(9, 12)
      count(status)
      const length = status === '304' ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
      missing = length - (chunk.length - (end + 4))
      head = ''
      if (missing === 0) ended()
    })
  })
}
