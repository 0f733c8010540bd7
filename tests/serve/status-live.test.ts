import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { silentLogger } from '../../src/base/log.ts'
import type { RouteEnv } from '../../src/serve/routes.ts'
import type { RunningServer } from '../../src/serve/server.ts'
import { type Live, type LiveOptions, liveStatus } from '../../src/serve/status-live.ts'
import { until } from '../support/service.ts'
import { startTestServer } from '../support/test-server.ts'

let server: RunningServer | null = null
let live: Live

afterEach(async () => {
  live.close()
  await server?.close()
  server = null
})

interface Looked {
  pulse: string
  looks: number
}

async function start(options: Partial<LiveOptions> = {}): Promise<Looked> {
  const looked: Looked = { pulse: 'one', looks: 0 }
  live = liveStatus({
    pulse: async () => {
      looked.looks++
      return looked.pulse
    },
    log: silentLogger,
    lookMs: 1,
    ...options,
  })
  const routes = new Hono<RouteEnv>()
  routes.get('/status/events', (context) => {
    const stream = live.listen()
    return stream === null ? context.text('', 503) : context.body(stream)
  })
  server = await startTestServer({ routes: [routes] })
  return looked
}

interface Hearing {
  readonly status: number
  /** All that was said until now. */
  readonly heard: () => string
  readonly isOver: () => boolean
  leave(): void
}

async function listen(): Promise<Hearing> {
  const leaving = new AbortController()
  const answer = await fetch(`${server?.url}status/events`, { signal: leaving.signal })
  let heard = ''
  let isOver = false
  const read = async () => {
    for await (const bytes of answer.body ?? []) heard += new TextDecoder().decode(bytes)
  }
  read()
    .catch(() => {})
    .finally(() => {
      isOver = true
    })
  return { status: answer.status, heard: () => heard, isOver: () => isOver, leave: () => leaving.abort() }
}

test('who listens is told what is shown now, and whenever that is otherwise', async () => {
  const looked = await start()
  const one = await listen()
  await until(one.heard).toContain('event: pulse\ndata: one\n\n')
  looked.pulse = 'two'
  await until(one.heard).toContain('event: pulse\ndata: two\n\n')
  const other = await listen()
  await until(other.heard).toContain('data: two\n\n')
  expect(other.heard()).not.toContain('data: one')
  expect(one.heard().match(/data: two/g)).toHaveLength(1)
})

test('the store is looked at while somebody listens, and not before or after', async () => {
  const looked = await start()
  expect(looked.looks).toBe(0)
  const one = await listen()
  await until(() => looked.looks).toBeGreaterThan(2)
  one.leave()
  let before = -1
  await until(() => {
    const isQuiet = looked.looks === before
    before = looked.looks
    return isQuiet
  }).toBe(true)
})

test('who hears nothing for a while is told that somebody is there', async () => {
  await start({ beatMs: 0 })
  const one = await listen()
  await until(one.heard).toContain(': still here\n\n')
})

test('no more listen than may; who leaves makes room', async () => {
  await start({ most: 1 })
  const one = await listen()
  expect((await listen()).status).toBe(503)
  one.leave()
  await until(async () => (await listen()).status).toBe(200)
})

test('streams end with the server, and none begins any more', async () => {
  await start()
  const one = await listen()
  live.close()
  await until(one.isOver).toBe(true)
  expect((await listen()).status).toBe(503)
})

test('a store that cannot be looked at ends nothing', async () => {
  let isBroken = true
  await start({ pulse: async () => (isBroken ? Promise.reject(new Error('locked')) : 'well') })
  const one = await listen()
  isBroken = false
  await until(one.heard).toContain('data: well')
  expect(one.isOver()).toBe(false)
})
