import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { printLine, type RegisteredEntry, type RegistryLine } from '../../src/model/registry-line.ts'
import { readHeader, registryFile, registryPath } from '../../src/publish/registry-file.ts'

const header: RegistryLine = { kind: 'header', site: 'news.example', host: 'news.example', year: 2026 }
const entry: RegisteredEntry = {
  kind: 'entry',
  id: 'tag:news.example,2026:00',
  path: 'post/2026/01/01/C1.html',
  listed: Date.UTC(2026, 0, 1),
  places: { times: Date.UTC(2026, 0, 2) },
  firstPublished: Date.UTC(2026, 0, 1, 1),
  published: Date.UTC(2025, 11, 31, 23, 59, 59, 999),
  origin: 'published',
  modified: Date.UTC(2026, 0, 3),
  firstSeen: Date.UTC(2026, 0, 1),
  title: '0123456789abcdef',
  keys: ['code:C1', 'guid:a:"g"\n1', 'url:https://x.example/1'],
  retraction: { at: Date.UTC(2026, 0, 4), why: 'It was wrong', isSilent: true },
  pruning: {
    at: Date.UTC(2026, 0, 6),
    why: [
      { slug: 'post', days: 30, entries: null },
      { slug: 'times', days: null, entries: 5 },
    ],
  },
  said: [
    {
      at: Date.UTC(2026, 0, 5, 1, 2, 3, 4),
      by: null,
      kind: 'parted',
      sides: [
        [{ source: 'a', keys: ['code:C1', 'guid:a:"g"\n1'] }],
        [
          { source: 'b', keys: ['url:https://x.example/1'] },
          { source: 'c', keys: ['guid:c:1'] },
        ],
      ],
    },
  ],
}
const lines: readonly RegistryLine[] = [
  {
    kind: 'category',
    slug: 'post',
    is: 'category',
    name: '邮报',
    names: ['邮报', 'Post'],
    state: 'active',
    movedTo: null,
    isAutomatic: true,
    renamedFrom: null,
  },
  {
    kind: 'category',
    slug: 'old',
    is: 'category',
    name: '邮报',
    names: [],
    state: 'moved',
    movedTo: 'post',
    isAutomatic: false,
    renamedFrom: 'old',
  },
  {
    kind: 'category',
    slug: 'picks',
    is: 'feed',
    name: 'Picks',
    names: [],
    state: 'retired',
    movedTo: null,
    isAutomatic: false,
    renamedFrom: null,
  },
  entry,
  { ...entry, id: 'tag:news.example,2026:01', places: {}, modified: null, retraction: null, pruning: null, said: [], keys: [] },
  { kind: 'moved', id: 'tag:news.example,2026:02', path: 'post/2026/01/01/b.html', to: entry.id },
  { kind: 'hidden', id: 'tag:news.example,2026:03', name: 'sha256-00' },
]

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'newsstand-registry-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = registryPath(join(folder, 'public'))
  writeFileSync(file, text)
  return file
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

async function* some(...parts: string[]): AsyncGenerator<string> {
  yield* parts
}

test('every line is read back as it was written', async () => {
  const file = fileOf('')
  const writer = registryFile(file)
  await writer.replace(some(printLine(header), lines.slice(0, 3).map(printLine).join('')))
  const size = await writer.append(lines.slice(3).map(printLine).join(''))
  expect(size).toBe(statSync(file).size)
  expect(await writer.size()).toBe(size)
  expect(readHeader(file)).toEqual(header)
  expect(await all(registryFile(file).lines())).toEqual([header, ...lines])
})

test('there is none yet', async () => {
  const file = `${fileOf('')}.none`
  expect(readHeader(file)).toBeNull()
  expect(await registryFile(file).size()).toBeNull()
})

test('what was begun and not finished stays away from the file', async () => {
  const file = fileOf('before\n')
  const failing = async function* () {
    yield 'half'
    throw new Error('killed')
  }
  await expect(registryFile(file).replace(failing())).rejects.toThrow('killed')
  expect(readFileSync(file, 'utf8')).toBe('before\n')
})

test('a last line that is cut off is passed over', async () => {
  const file = fileOf(printLine(header) + printLine(entry) + printLine(lines[5] ?? header).slice(0, 40))
  expect(await all(registryFile(file).lines())).toEqual([header, entry])
})

const damages: readonly { name: string; line: string; want: string }[] = [
  { name: 'no JSON', line: '{"entry":', want: 'it is not JSON: ' },
  { name: 'another thing', line: '{"article":1}', want: 'it is neither of the site, nor of a category, a feed or an entry' },
  { name: 'no object', line: '[1]', want: 'it is no JSON object' },
  { name: 'an id that is none', line: '{"entry":5,"path":"x"}', want: 'its "entry" is no text' },
  { name: 'a moment that is none', line: printLine(entry).trim().replace('2026-01-01T00', 'x'), want: 'its "listed" is no moment' },
  {
    name: 'keys that are none',
    line: printLine(entry)
      .trim()
      .replace(/"keys":\[[^\]]*\]/, '"keys":"x"'),
    want: 'its "keys" is no list',
  },
]
for (const { name, line, want } of damages) {
  test(`a line that holds ${name} is refused by file and line, and so is every other one`, async () => {
    const file = fileOf(`${printLine(header)}${printLine(entry)}${line}\n${printLine(entry)}{}\n`)
    const error: unknown = await all(registryFile(file).lines()).catch((caught) => caught)
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('registry-damaged')
    const [, first = '', second] = error.message.split('\n')
    expect(first.startsWith(`${file}:3: ${want}`)).toBe(true)
    expect(second).toBe(`${file}:5: it is neither of the site, nor of a category, a feed or an entry`)
  })
}

test('a file that does not say whose it is is refused', () => {
  const file = fileOf(printLine(entry))
  expect(() => readHeader(file)).toThrow(`${file}:1: the first line does not say whose registry it is`)
  const newer = fileOf('{"registry":2,"site":"news.example"}\n')
  expect(() => readHeader(newer)).toThrow('it is of format 2, and this version reads format 1')
})

test('a folder that cannot be written is told with its path', async () => {
  const file = join(fileOf(''), 'registry.jsonl')
  await expect(registryFile(file).append('x')).rejects.toMatchObject({ code: 'cannot-write', facts: { file } })
})
