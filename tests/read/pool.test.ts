import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../src/base/log.ts'
import type { Recipe } from '../../src/model/source.ts'
import { type PoolOptions, poolReader } from '../../src/read/pool.ts'
import type { Body, Reader } from '../../src/read/reader.ts'
import { readerContract } from '../contract/reader.ts'
import { endAll, type Running, start } from '../support/program.ts'

readerContract('The reader in a process of its own', () => poolReader({ log: silentLogger }))

afterEach(endAll)

const recipe: Recipe = {
  kind: 'json',
  timezone: 'UTC',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules: [],
  json: { items: '$.items', fields: { title: [{ kind: 'path', path: '$.title', pattern: null }] } },
  page: null,
  maxEntries: 1000,
}

function bodyOf(text: string, url = 'https://news.example/list'): Body {
  return { bytes: new TextEncoder().encode(text), contentType: null, url, fetchedAt: 0 }
}

interface Obedient {
  readonly reader: Reader
  /** The worker's. */
  readonly file: URL
  /** The title of what is read, or the message of what is not. */
  readonly order: (text: string) => Promise<string | null>
  /** Process numbers of the workers that were started, and of those that began with a document, in order. */
  readonly started: () => readonly number[]
  readonly begun: () => readonly number[]
}

/** A reader whose worker does as its documents say. */
function obedient(options: Partial<PoolOptions> = {}): Obedient {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-read-'))
  const file = pathToFileURL(join(dir, 'worker.mjs'))
  copyFileSync(new URL('obedient-worker.mjs', import.meta.url), file)
  const reader = poolReader({ log: silentLogger, file, ...options })
  onTestFinished(async () => {
    await reader.close()
    rmSync(dir, { recursive: true })
  })
  const noted = (name: string) => (existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8').trim().split('\n').map(Number) : [])
  return {
    reader,
    file,
    order: async (text) => {
      const reading = await reader.read(bodyOf(text), recipe)
      return reading.kind === 'read' ? reading.title : `${reading.code}: ${reading.message}`
    },
    started: () => noted('started'),
    begun: () => noted('begun'),
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const untilGone = (pid: number | undefined) => expect.poll(() => isAlive(pid), { timeout: 25_000, interval: 10 }).toBe(false)

test('no process starts before there is a document, and one reads them all', async () => {
  const { order, started } = obedient()
  expect(started()).toEqual([])
  expect(await Promise.all([order('a'), order('b')])).toEqual(['a', 'b'])
  expect(await order('c')).toBe('c')
  expect(started()).toHaveLength(1)
})

test('what was read is not kept', async () => {
  const { reader } = obedient()
  const read = async () => new WeakRef(await reader.read(bodyOf('a'), recipe))
  const first = await read()
  await read()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const isKept = () => {
    collect()
    return first.deref() !== undefined
  }
  await expect.poll(isKept, { timeout: 25_000, interval: 10 }).toBe(false)
})

test('an idle process ends, and the next document starts another', async () => {
  const { order, started } = obedient({ idleMs: 1 })
  await order('a')
  await untilGone(started()[0])
  expect(await order('b')).toBe('b')
  expect(started()).toHaveLength(2)
})

test('a full heap is a value, in small steps and at a leap, and the next document is read', async () => {
  const { order, started } = obedient({ heapMb: 40 })
  expect(await Promise.all([order('fill'), order('leap'), order('next')])).toEqual([
    'limits: reading the document of 4 bytes takes more than 40 MB of memory; point the source to a shorter document, or switch it off with "enabled: false"',
    expect.stringMatching(/^limits: .* takes more than 40 MB of memory;/),
    'next',
  ])
  expect(started()).toHaveLength(3)
})

test('the deadline is each document’s own: those behind two slow ones are read', async () => {
  // Who reads is not idle, however long it takes.
  const { order, started } = obedient({ deadlineMs: 1000, idleMs: 100 })
  expect(await Promise.all([order('a'), order('spin'), order('spin'), order('b')])).toEqual([
    'a',
    'limits: reading the document of 4 bytes takes longer than 1 s; point the source to a shorter document, or switch it off with "enabled: false"',
    expect.stringMatching(/^limits: .* takes longer than 1 s;/),
    'b',
  ])
  expect(started()).toHaveLength(3)
})

test('a document that ends the process otherwise is a value too', async () => {
  const { order } = obedient()
  expect(await Promise.all([order('leave'), order('fault'), order('next')])).toEqual([
    expect.stringMatching(/^limits: .* ends the process that reads it \(exit code 3\);/),
    expect.stringMatching(/^limits: .* ends the process that reads it \(SIGSEGV\);/),
    'next',
  ])
})

test('a process that is stopped from outside does not cost the document its poll', async () => {
  const { order, started } = obedient()
  expect(await order('stopped from outside, once')).toBe('read at the second try')
  expect(started()).toHaveLength(2)
})

test('what was given up is told once, by its host, without secrets', async () => {
  const warned: unknown[] = []
  const { reader } = obedient({ log: { ...silentLogger, warn: (facts, message) => void warned.push({ ...facts, message }) } })
  await reader.read(bodyOf('leave', 'https://me:secret@news.example:8443/list?token=secret'), recipe)
  await reader.read(bodyOf('a'), recipe)
  expect(warned).toEqual([
    { host: 'news.example:8443', bytes: 5, why: 'ends the process that reads it (exit code 3)', message: 'a document was given up' },
  ])
})

test('closing ends what is being read and what waits; nothing is read afterwards', async () => {
  const { reader, order, started, begun } = obedient()
  const waiting = [order('spin'), order('a')]
  const ends = Promise.allSettled(waiting)
  // This process goes on meanwhile.
  while (begun().length === 0) await wait(5)
  expect(isAlive(started()[0])).toBe(true)
  await reader.close()
  expect(isAlive(started()[0])).toBe(false)
  const closed = { status: 'rejected', reason: expect.objectContaining({ name: 'AbortError', message: 'the reader was closed' }) }
  expect(await ends).toEqual([closed, closed])
  await expect(order('b')).rejects.toThrow('the reader was closed')
  expect(started()).toHaveLength(1)
})

test('closing while the process starts ends it', async () => {
  const { reader, order } = obedient()
  const ends = Promise.allSettled([order('a')])
  await reader.close()
  expect(await ends).toMatchObject([{ status: 'rejected', reason: { name: 'AbortError' } }])
})

for (const { name, file } of [
  { name: 'a worker that is not there', file: new URL('missing.mjs', import.meta.url) },
  { name: 'a process that cannot be started', file: new URL('file:///nowhere/at/all.mjs') },
]) {
  test(`${name} is our fault, not the document’s`, async () => {
    const { order } = obedient({ file })
    const failure = { code: 'internal', message: expect.stringContaining('could not be started') }
    for (const text of ['a', 'b']) await expect(order(text)).rejects.toMatchObject(failure)
  })
}

test('a process that was killed while it had nothing to read is replaced', async () => {
  const { order, started } = obedient()
  await order('a')
  process.kill(started()[0] ?? 0, 'SIGKILL')
  await untilGone(started()[0])
  expect(await order('b')).toBe('b')
})

test('a real bomb is stopped, and the next document is read', async () => {
  const reader = poolReader({ log: silentLogger, heapMb: 100 })
  onTestFinished(() => reader.close())
  const bomb = `{"items":[{"title":"a"}],"more":[${'{},'.repeat(2_500_000)}0]}`
  expect(await reader.read(bodyOf(bomb), recipe)).toMatchObject({
    kind: 'unreadable',
    code: 'limits',
    message: expect.stringContaining('100 MB'),
  })
  expect(await reader.read(bodyOf('{"items":[{"title":"a"}]}'), recipe)).toMatchObject({ kind: 'read', drafts: [{ title: 'a' }] })
})

test('a small document that turns into a huge answer is not taken', async () => {
  const reader = poolReader({ log: silentLogger })
  onTestFinished(() => reader.close())
  const swelling: Recipe = {
    ...recipe,
    json: { items: '$.items', fields: { content: [{ kind: 'path', path: '$.text', pattern: null }] } },
    page: null,
    rules: [{ kind: 'replace', field: 'content', pattern: 'x', with: 'y'.repeat(70_000) }],
  }
  const small = JSON.stringify({ items: Array.from({ length: 1000 }, () => ({ text: 'x' })) })
  expect(await reader.read(bodyOf(small), swelling)).toMatchObject({
    code: 'limits',
    message: expect.stringContaining('the limit is 50000000'),
  })
})

/** A program that reads one document and does not close its reader by itself. */
function careless(file: URL, andThen: string): Running {
  const pool = new URL('../../src/read/pool.ts', import.meta.url)
  const code = `import { poolReader } from '${pool}'
    const reader = poolReader({ file: new URL('${file}') })
    const { title } = await reader.read({ bytes: Buffer.from('read'), url: '' }, {})
    console.error(title)
    ${andThen}`
  const root = new URL('../..', import.meta.url).pathname
  return start(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], { cwd: root })
}

test('a reader that nobody closes keeps no program alive', async () => {
  const { file, started } = obedient()
  expect(await careless(file, '').ended).toMatchObject({ code: 0, stderr: 'read\n' })
  await untilGone(started()[0])
})

test('closing a reader with nothing to do is waited for', async () => {
  const { file } = obedient()
  expect(await careless(file, 'await reader.close(); console.error("closed")').ended).toMatchObject({ code: 0, stderr: 'read\nclosed\n' })
})

test('the process does not outlive a program that is killed', async () => {
  const { file, started } = obedient()
  const program = careless(file, 'setInterval(() => {}, 1000)')
  await program.said(/read/)
  expect(isAlive(started()[0])).toBe(true)
  program.kill('SIGKILL')
  await untilGone(started()[0])
})
