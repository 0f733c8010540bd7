import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { breathe, takeTurn } from '../../src/base/breathe.ts'

const open: Socket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
})

function work(): void {
  for (const until = performance.now() + 30; performance.now() < until; );
}

test('fifty who connect at once are taken in after a few breaths of long work', async () => {
  let taken = 0
  const server = createServer((socket) => {
    taken += 1
    open.push(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  for (let n = 0; n < 50; n++) open.push(connect(port, '127.0.0.1'))
  let breaths = 0
  for (; taken < 50 && breaths < 50; breaths++) {
    work()
    await breathe()
  }
  server.close()
  expect(taken).toBe(50)
  expect(breaths).toBeLessThan(10)
})

test('works that begin at the same time get no longer together than anything else', async () => {
  work()
  let waited = 0
  const others = setInterval(() => (waited += 1), 0)
  const seen = await Promise.all(
    Array.from({ length: 5 }, async () => {
      await takeTurn()
      const before = waited
      work()
      return before
    }),
  )
  clearInterval(others)
  expect(new Set(seen).size).toBe(5)
})

test('what is in the middle of its work goes on before what has not begun', async () => {
  const order: string[] = []
  work()
  const beginning = Array.from({ length: 3 }, async (_, n) => {
    await takeTurn()
    work()
    order.push(`begins ${n}`)
  })
  await breathe()
  order.push('goes on')
  await Promise.all(beginning)
  expect(order).toEqual(['goes on', 'begins 0', 'begins 1', 'begins 2'])
})

test('short work goes on at once', async () => {
  work()
  await breathe()
  let isOthersTurn = false
  setImmediate(() => {
    isOthersTurn = true
  })
  await breathe()
  expect(isOthersTurn).toBe(false)
})
