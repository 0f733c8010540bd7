import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { parse as parseCommand } from '../../src/cli/parse.ts'
import { type Ended, endAll, mainFile, newsstand, start } from '../support/program.ts'

/** A folder with feeds and nothing else: no config, no store. */
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-parse-'))
})
afterEach(async () => {
  await endAll()
  await rm(dir, { recursive: true, force: true })
})

const put = (name: string, content: string | Uint8Array) => writeFile(join(dir, name), content)
const parse = (...args: readonly string[]) => newsstand(['parse', ...args], { cwd: dir }).ended
/** A line of the shell, in which `newsstand` is the program. */
const shell = (line: string) =>
  start('sh', ['-c', `newsstand() { "${process.execPath}" "${mainFile}" "$@"; }\n${line}`], { cwd: dir }).ended

function linesOf({ stdout }: Ended): readonly Record<string, unknown>[] {
  expect(stdout).toMatch(/\n$/)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function rss(title: string, item = ''): string {
  return `<rss version="2.0"><channel><title>${title}</title><item><title>${title} 1</title>${item}</item></channel></rss>`
}

test('each file is a line, in the order of the arguments, in a folder without anything else', async () => {
  await put('a.xml', rss('甲'))
  await put('b.xml', rss('B'))
  await put('c.json', '{"version":"https://jsonfeed.org/version/1.1","title":"C","items":[{"id":"1"}]}')
  const ended = await parse('c.json', 'a.xml', 'b.xml', 'a.xml')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(linesOf(ended).map((feed) => feed.title)).toEqual(['C', '甲', 'B', '甲'])
  expect(linesOf(ended)[1]).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: '甲',
    _newsstand: { format: 'rss', is_cut: false, warnings: [] },
    items: [{ title: '甲 1' }],
  })
  expect(await readdir(dir)).toEqual(['a.xml', 'b.xml', 'c.json'])
})

test('--json changes nothing: lines of JSON they are', async () => {
  await put('a.xml', rss('A'))
  const [plain, json] = await Promise.all([parse('a.xml'), parse('a.xml', '--json')])
  expect(json).toEqual(plain)
})

test('--url makes links absolute, --raw shows entries before sanitising, --content-type knows the charset', async () => {
  const item = '<link>/1</link><description>&lt;p onclick="x"&gt;&lt;a href="b"&gt;b&lt;/a&gt;&lt;/p&gt;</description>'
  await put('a.xml', new Uint8Array([...Buffer.from(rss('A', item)), ...Buffer.from('<!-- '), 0xd0, 0xc2, ...Buffer.from(' -->')]))
  const url = ['--url', 'https://n.example/feed/']
  const [clean, raw] = await Promise.all([
    parse('a.xml', ...url),
    parse('a.xml', ...url, '--raw', '--content-type', 'text/xml; charset=gbk'),
  ])
  expect(linesOf(clean)).toMatchObject([
    { items: [{ url: 'https://n.example/1', content_html: '<p><a href="https://n.example/b">b</a></p>' }] },
  ])
  expect(linesOf(raw)).toMatchObject([{ items: [{ content_html: '<p onclick="x"><a href="https://n.example/feed/b">b</a></p>' }] }])
})

test('standard input is read in its place', async () => {
  await put('a.xml', rss('A'))
  await put('b.xml', rss('B'))
  const [redirected, piped] = await Promise.all([shell('newsstand parse a.xml - < b.xml'), shell('cat b.xml | newsstand parse - a.xml')])
  expect(linesOf(redirected).map((feed) => feed.title)).toEqual(['A', 'B'])
  expect(linesOf(piped).map((feed) => feed.title)).toEqual(['B', 'A'])
})

test('what cannot be read is an error in its line; the others are read, and the exit code is 1', async () => {
  await put('page.html', '<!doctype html><html></html>')
  await put('empty.xml', '')
  await put('a.xml', rss('A'))
  const ended = await parse('none.xml', 'page.html', '.', 'empty.xml', 'a.xml/b.xml', 'a.xml')
  expect(ended).toMatchObject({ code: 1, stderr: '' })
  const said = (code: string, message: RegExp) => ({ error: { code, message: expect.stringMatching(message) } })
  expect(linesOf(ended)).toEqual([
    said('cannot-read', /no file none\.xml/),
    said('not-a-feed', /web page/),
    said('cannot-read', /folder.*\*\.xml/),
    said('empty', /no content/),
    said('cannot-read', /a\.xml\/b\.xml.*ENOTDIR/),
    expect.objectContaining({ title: 'A' }),
  ])
})

// Root may read everything.
test.skipIf(process.getuid?.() === 0)('a file that may not be read is an error in its line', async () => {
  await put('secret.xml', rss('A'))
  await chmod(join(dir, 'secret.xml'), 0)
  expect(linesOf(await parse('secret.xml'))).toEqual([{ error: { code: 'cannot-read', message: expect.stringContaining('secret.xml') } }])
})

test('a device without end is left', async () => {
  const ended = await parse('/dev/zero')
  expect(ended.code).toBe(1)
  expect(linesOf(ended)).toEqual([{ error: { code: 'too-large', message: expect.stringContaining('/dev/zero') } }])
})

test('a reader that has seen enough ends it quietly', async () => {
  await put('a.xml', rss('A', `<description>${'x'.repeat(100_000)}</description>`))
  const many = Array(300).fill('a.xml').join(' ')
  const { stdout, stderr } = await shell(`{ newsstand parse ${many}; echo "code $?" >&2; } | head -n 1 | cut -c 1-20`)
  expect({ stdout, stderr }).toEqual({ stdout: '{"version":"https://\n', stderr: 'code 0\n' })
})

test('nothing more is read while there is no room for output', async () => {
  await put('a.xml', rss('A'))
  const events: string[] = []
  const context: Context = {
    env: {},
    out: () => void events.push('line'),
    roomForOut: async () => {
      events.push('full')
      for (let turn = 0; turn < 20; turn += 1) await setImmediate()
      events.push('room')
    },
    input: () => Readable.from([]),
    err: () => {},
    isTerminal: false,
    columns: null,
    onHangup: () => {},
    signal: new AbortController().signal,
  }
  const file = join(dir, 'a.xml')
  expect(await parseCommand([file, file], { config: '' }, context)).toBe(0)
  expect(events).toEqual(['line', 'full', 'room', 'line', 'full', 'room'])
})

test('a signal ends it, also while it waits for input', async () => {
  await put('a.xml', rss('A'))
  const child = spawn(process.execPath, [mainFile, 'parse', 'a.xml', '-'], { cwd: dir, stdio: ['pipe', 'pipe', 'ignore'] })
  try {
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
  } finally {
    child.kill('SIGKILL')
  }
})

const misuse: readonly { name: string; args: readonly string[]; said: RegExp }[] = [
  { name: 'no file', args: [], said: /missing required argument 'file'/ },
  { name: 'an address that is none', args: ['a.xml', '--url', 'n.example/feed'], said: /--url is "n\.example\/feed"\n.*https:\/\// },
  { name: 'an address of a file', args: ['a.xml', '--url', 'file:///tmp/a.xml'], said: /--url is "file:/ },
  { name: 'standard input twice', args: ['-', '-'], said: /named twice/ },
]
test('wrong usage ends with 2 and says what was wrong', async () => {
  const ended = await Promise.all(misuse.map(({ args }) => parse(...args)))
  for (const [index, { name, said }] of misuse.entries()) {
    expect({ name, ...ended[index] }).toEqual({ name, code: 2, stdout: '', stderr: expect.stringMatching(said) })
  }
})
