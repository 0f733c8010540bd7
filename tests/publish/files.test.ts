import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesOutlet } from '../../src/publish/files.ts'

let home: string
let dir: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'newsstand-files-'))
  dir = join(home, 'public')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const longAgo = new Date(Date.UTC(2020, 0))

test('writes text and bytes, and makes the folders above', async () => {
  const outlet = filesOutlet(dir)
  expect(await outlet.write('a/2022/01/23/b.html', '新闻')).toBe('written')
  expect(await outlet.write('c.bin', new Uint8Array([0, 255]))).toBe('written')
  expect(await readFile(join(dir, 'a/2022/01/23/b.html'), 'utf8')).toBe('新闻')
  expect([...(await readFile(join(dir, 'c.bin')))]).toEqual([0, 255])
  expect([...((await outlet.read('c.bin')) ?? [])]).toEqual([0, 255])
  expect(await outlet.read('a/2022/01/23/c.html')).toBeNull()
  expect(await readdir(dir)).toEqual(['a', 'c.bin'])
})

test('leaves equal bytes untouched and replaces others whole', async () => {
  const outlet = filesOutlet(dir)
  const file = join(dir, 'a.html')
  await outlet.write('a.html', 'one')
  await utimes(file, longAgo, longAgo)
  expect(await outlet.write('a.html', 'one')).toBe('unchanged')
  expect((await stat(file)).mtime).toEqual(longAgo)
  for (const text of ['two', 'longer', '']) {
    expect(await outlet.write('a.html', text)).toBe('written')
    expect(await readFile(file, 'utf8')).toBe(text)
  }
})

test('a reader that has the old file open goes on reading the old file', async () => {
  const outlet = filesOutlet(dir)
  await outlet.write('a.html', 'one')
  const before = (await stat(join(dir, 'a.html'))).ino
  await outlet.write('a.html', 'two')
  expect((await stat(join(dir, 'a.html'))).ino).not.toBe(before)
})

test('many writes at once, to one path too, leave whole files and nothing else', async () => {
  const outlet = filesOutlet(dir)
  const texts = Array.from({ length: 20 }, (_, n) => String(n).repeat(10_000))
  await Promise.all(texts.flatMap((text, n) => [outlet.write('same.txt', text), outlet.write(`x/${n}.txt`, text)]))
  expect(texts).toContain(await readFile(join(dir, 'same.txt'), 'utf8'))
  expect((await readdir(dir)).sort()).toEqual(['same.txt', 'x'])
  expect(await readdir(join(dir, 'x'))).toHaveLength(20)
})

const escapes = ['../x', 'a/../../x', '/etc/x', '', '.', '..', 'a//b', 'a/./b', 'a/', 'a\0b', '..\\x', 'a/..']
for (const path of escapes) {
  test(`refuses the path ${JSON.stringify(path)}`, async () => {
    const outlet = filesOutlet(dir)
    await expect(outlet.write(path, 'x')).rejects.toMatchObject({ code: 'internal', facts: { path } })
    await expect(outlet.remove(path)).rejects.toMatchObject({ code: 'internal' })
    expect(await readdir(home)).toEqual([])
  })
}

test('a name of 255 bytes is written', async () => {
  const name = `${'新'.repeat(83)}.x.txt`
  expect(Buffer.byteLength(name)).toBe(255)
  expect(await filesOutlet(dir).write(name, 'x')).toBe('written')
})

test('removes a file and the folders it leaves empty, never the output folder', async () => {
  const outlet = filesOutlet(dir)
  await outlet.write('a/b/c.html', 'x')
  await outlet.write('a/d.html', 'x')
  await outlet.remove('a/b/c.html')
  expect(await readdir(join(dir, 'a'))).toEqual(['d.html'])
  await outlet.remove('a/d.html')
  expect(await readdir(dir)).toEqual([])
})

test('removing what is not there is no error', async () => {
  const outlet = filesOutlet(dir)
  await outlet.remove('a/b/c.html')
  await outlet.write('a', 'x')
  await outlet.remove('a/b.html')
  expect(await readFile(join(dir, 'a'), 'utf8')).toBe('x')
})

test('what a crash left behind goes, what is being written stays', async () => {
  const old = '.newsstand-1-0123456789abcdef.tmp'
  const fresh = '.newsstand-1-fedcba9876543210.tmp'
  await mkdir(join(dir, 'a'), { recursive: true })
  for (const name of [old, fresh, '.keep']) await writeFile(join(dir, 'a', name), 'half')
  for (const name of [old, '.keep']) await utimes(join(dir, 'a', name), longAgo, longAgo)
  await filesOutlet(dir).write('a/b.html', 'x')
  expect((await readdir(join(dir, 'a'))).sort()).toEqual(['.keep', fresh, 'b.html'])
})

test('a file where a folder must be is told with the path and what to do', async () => {
  await mkdir(dir)
  await writeFile(join(dir, 'a'), 'x')
  const failure = filesOutlet(dir).write('a/b.html', 'x')
  await expect(failure).rejects.toMatchObject({ code: 'cannot-write', advice: expect.stringContaining('move it away') })
  await expect(failure).rejects.toThrow(join(dir, 'a/b.html'))
})

test('a folder where the file must be is told, and nothing is left behind', async () => {
  await mkdir(join(dir, 'a.html'), { recursive: true })
  await expect(filesOutlet(dir).write('a.html', 'x')).rejects.toMatchObject({ code: 'cannot-write' })
  expect(await readdir(dir)).toEqual(['a.html'])
})

const feed = '<feed>新闻</feed>'.repeat(1_000)
const inflated = async (path: string) => ({
  plain: (await readFile(join(dir, path))).toString(),
  gz: gunzipSync(await readFile(join(dir, `${path}.gz`))).toString(),
  br: brotliDecompressSync(await readFile(join(dir, `${path}.br`))).toString(),
})
const filesIn = async (folder: string) =>
  new Map(
    await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const { mtimeMs, ino } = await stat(join(folder, name))
        return [name, { mtimeMs, ino, bytes: (await readFile(join(folder, name))).toString('hex') }] as const
      }),
    ),
  )

test('writes variants with the file, and touches nothing while it stays the same', async () => {
  const outlet = filesOutlet(dir)
  expect(await outlet.writeWithVariants('a.atom', feed)).toBe('written')
  expect(await inflated('a.atom')).toEqual({ plain: feed, gz: feed, br: feed })
  const before = await filesIn(dir)
  expect([...before.keys()].sort()).toEqual(['a.atom', 'a.atom.br', 'a.atom.gz'])
  expect(await outlet.writeWithVariants('a.atom', feed)).toBe('unchanged')
  expect(await filesIn(dir)).toEqual(before)
})

test('the same bytes give the same variants at any time', async () => {
  const bytesAt = async (at: number) => {
    await filesOutlet(dir, { now: () => at }).writeWithVariants('a.atom', feed)
    const files = await filesIn(dir)
    await rm(dir, { recursive: true })
    return [...files].map(([name, { bytes }]) => `${name} ${bytes}`).sort()
  }
  expect(await bytesAt(Date.UTC(2026, 0))).toEqual(await bytesAt(Date.UTC(2027, 5)))
})

test('a new file gets new variants', async () => {
  const outlet = filesOutlet(dir)
  await outlet.writeWithVariants('a.atom', feed)
  expect(await outlet.writeWithVariants('a.atom', `${feed}!`)).toBe('written')
  expect(await inflated('a.atom')).toEqual({ plain: `${feed}!`, gz: `${feed}!`, br: `${feed}!` })
})

const broken: readonly { name: string; breakIt: () => Promise<void> }[] = [
  { name: 'one is missing', breakIt: () => rm(join(dir, 'a.atom.gz')) },
  { name: 'both are missing', breakIt: () => Promise.all(['br', 'gz'].map((kind) => rm(join(dir, `a.atom.${kind}`)))).then(() => {}) },
  {
    name: 'one is of another file, as a crash between two renamings leaves it',
    breakIt: async () => {
      await writeFile(join(dir, 'a.atom.br'), brotliCompressSync('newer'))
    },
  },
  {
    name: 'the file was put there by somebody else',
    breakIt: async () => {
      await writeFile(join(dir, 'a.atom'), feed)
      await utimes(join(dir, 'a.atom'), longAgo, longAgo)
    },
  },
]
for (const { name, breakIt } of broken) {
  test(`mends variants where ${name}, and leaves the file alone`, async () => {
    await filesOutlet(dir, { now: () => Date.UTC(2026, 0) }).writeWithVariants('a.atom', feed)
    await breakIt()
    const { ino, mtimeMs } = await stat(join(dir, 'a.atom'))
    expect(await filesOutlet(dir).writeWithVariants('a.atom', feed)).toBe('written')
    expect(await inflated('a.atom')).toEqual({ plain: feed, gz: feed, br: feed })
    expect(await stat(join(dir, 'a.atom'))).toMatchObject({ ino, mtimeMs })
    expect(await filesOutlet(dir).writeWithVariants('a.atom', feed)).toBe('unchanged')
  })
}

test('removes variants with their file', async () => {
  const outlet = filesOutlet(dir)
  await outlet.writeWithVariants('a/b.atom', feed)
  await outlet.remove('a/b.atom')
  expect(await readdir(dir)).toEqual([])
})

test('syncs folders that it made, and those that went meanwhile are no error', async () => {
  const outlet = filesOutlet(dir)
  await outlet.write('a/b/c.html', 'x')
  await outlet.write('d/e.html', 'x')
  await outlet.remove('a/b/c.html')
  await outlet.sync()
  expect(await readdir(dir)).toEqual(['d'])
})
