import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { commandRunner } from '../../src/publish/command.ts'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'newsstand-command-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const runner = (deadlineMs?: number) => {
  const made = commandRunner({ folder, ...(deadlineMs === undefined ? {} : { deadlineMs }) })
  onTestFinished(() => made.close())
  return made
}
const node = (script: string, ...args: string[]) => [process.execPath, '-e', script, ...args]
const put = async (name: string, text: string) => {
  await writeFile(join(folder, name), text)
  await chmod(join(folder, name), 0o755)
  return join(folder, name)
}

/** Tells its arguments, surroundings and input in a file. */
const witness = `const { readFileSync, writeFileSync } = require('node:fs')
writeFileSync('seen', JSON.stringify({ args: process.argv.slice(1), cwd: process.cwd(), env: Object.keys(process.env).sort(), input: readFileSync(0, 'utf8') }))`

test('a program gets its arguments as they are, the input, and an environment without anything of ours', async () => {
  expect(await runner().run(node(witness, '--', '--x', '$HOME; `id`', '*'), '{"a":"新闻"}')).toEqual({ kind: 'done' })
  expect(JSON.parse(await readFile(join(folder, 'seen'), 'utf8'))).toEqual({
    args: ['--x', '$HOME; `id`', '*'],
    cwd: folder,
    env: ['LANG', 'PATH'],
    input: '{"a":"新闻"}',
  })
})

test('a program without a slash is looked for where the system keeps its own', async () => {
  expect(await runner().run(['true'], '')).toEqual({ kind: 'done' })
})

test('a program need not read what it is told', async () => {
  expect(await runner().run(['true'], 'x'.repeat(1_000_000))).toEqual({ kind: 'done' })
})

test('one that ends badly is a failure, with the beginning of its complaint on one line', async () => {
  const script = await put('bad', '#!/bin/sh\necho "no  mail\nhere" >&2\nexit 3\n')
  expect(await runner().run([script], '')).toEqual({ kind: 'failed', message: `${script} ended with 3: no mail here` })
  const flood = await put('flood', '#!/bin/sh\nyes complaint | head -c 1000000 >&2\nexit 1\n')
  const told = await runner().run([flood], '')
  expect(told).toMatchObject({ kind: 'failed' })
  expect('message' in told && told.message.length).toBeLessThan(600)
})

test('one that a signal ended is a failure', async () => {
  const script = await put('gone', '#!/bin/sh\nkill -TERM $$\n')
  expect(await runner().run([script], '')).toEqual({ kind: 'failed', message: `${script} ended with SIGTERM` })
})

for (const { name, program, says } of [
  { name: 'that is not there', program: '/nowhere/at/all', says: 'ENOENT' },
  { name: 'that is a folder', program: tmpdir(), says: 'EACCES' },
])
  test(`a program ${name} is a failure`, async () => {
    const message = `${program} cannot be run (${says}); see that it is there and may be run`
    expect(await runner().run([program], '')).toEqual({ kind: 'failed', message })
  })

test('arguments that no program can be given are a failure', async () => {
  expect(await runner().run(['true', 'x'.repeat(5_000_000)], '')).toMatchObject({ kind: 'failed' })
})

test('one that is late is killed, with what it started', async () => {
  const script = await put('slow', '#!/bin/sh\necho begun >&2\nsleep 600 & echo $! > child\nwait\n')
  expect(await runner(3_000).run([script], '')).toEqual({ kind: 'failed', message: `${script} was killed after 3s: begun` })
  const child = Number(await readFile(join(folder, 'child'), 'utf8'))
  await expect.poll(() => isAlive(child)).toBe(false)
})

test('what a program leaves in the background is waited for no longer than a moment', async () => {
  const script = await put('leaving', '#!/bin/sh\nsleep 600 & echo $! > child\nexit 0\n')
  expect(await runner().run([script], '')).toEqual({ kind: 'done' })
  process.kill(Number(await readFile(join(folder, 'child'), 'utf8')), 'SIGKILL')
})

test('closing kills what runs, and nothing more is run', async () => {
  const script = await put('waiting', '#!/bin/sh\necho $$ > self\nsleep 600\n')
  const made = runner()
  const cutOff = expect(made.run([script], '')).rejects.toThrow('not run any more')
  await expect.poll(() => readFile(join(folder, 'self'), 'utf8').catch(() => '')).toMatch(/\d\n/)
  made.close()
  await cutOff
  const pid = Number(await readFile(join(folder, 'self'), 'utf8'))
  await expect.poll(() => isAlive(pid)).toBe(false)
  await expect(made.run(['true'], '')).rejects.toThrow('not run any more')
})

/** Where nobody reaps orphans, a killed one stays as a zombie. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat !== null && !/\) Z /.test(stat)
}
