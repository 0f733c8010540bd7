import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireLock } from '../../src/store/lock.ts'
import { endAll, start } from '../support/program.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-lock-'))
  file = join(dir, 'made', 'publish.lock')
})
afterEach(async () => {
  await endAll()
  await rm(dir, { recursive: true, force: true })
})

const purpose = 'writing the published files'

test('one holds it; another is refused until it is released, and is told who holds what', async () => {
  const lock = await acquireLock(file, { waitMs: 0, purpose })
  await expect(acquireLock(file, { waitMs: 0, purpose })).rejects.toMatchObject({
    code: 'in-use',
    message: `Another newsstand is ${purpose} (lock ${file})`,
  })
  await expect(acquireLock(file, { waitMs: 200, purpose })).rejects.toMatchObject({ message: expect.stringContaining('waited 0.2 s') })
  lock.release()
  const next = await acquireLock(file, { waitMs: 0, purpose })
  next.release()
})

test('who waits gets it when it is released', async () => {
  const lock = await acquireLock(file, { waitMs: 0, purpose })
  const waiting = acquireLock(file, { waitMs: 20_000, purpose })
  lock.release()
  const next = await waiting
  next.release()
})

test('locks of two names do not meet', async () => {
  const one = await acquireLock(file, { waitMs: 0, purpose })
  const other = await acquireLock(`${file}.other`, { waitMs: 0, purpose })
  one.release()
  other.release()
})

test('a process that is killed leaves no lock behind', async () => {
  const module = fileURLToPath(new URL('../../dist/store/lock.js', import.meta.url))
  const script = `const { acquireLock } = await import(${JSON.stringify(module)})
globalThis.held = await acquireLock(${JSON.stringify(file)}, { waitMs: 0, purpose: 'x' })
console.error('held')
setInterval(() => {}, 1000)`
  const holder = start(process.execPath, ['--input-type=module', '--eval', script], { cwd: dir })
  await holder.said(/held/)
  await expect(acquireLock(file, { waitMs: 0, purpose })).rejects.toMatchObject({ code: 'in-use' })
  holder.kill('SIGKILL')
  await holder.ended
  const lock = await acquireLock(file, { waitMs: 0, purpose })
  lock.release()
})

test('where nothing can be written there is no lock', async () => {
  await writeFile(join(dir, 'file'), '')
  await expect(acquireLock(join(dir, 'file', 'x.lock'), { waitMs: 0, purpose })).rejects.toMatchObject({ code: 'cannot-write' })
  await writeFile(join(dir, 'text.lock'), 'This is no lock of ours. '.repeat(100))
  await expect(acquireLock(join(dir, 'text.lock'), { waitMs: 0, purpose })).rejects.toMatchObject({ code: 'cannot-write' })
})

test.runIf(process.platform === 'linux')('where no folder can be made it says so', async () => {
  await expect(acquireLock('/proc/none/publish.lock', { waitMs: 0, purpose })).rejects.toMatchObject({ code: 'cannot-write' })
})
