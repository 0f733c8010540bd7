import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { fetcherFor, gist, requestFor, textOf } from './web.ts'

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-fetch-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}

async function fileWith(text: string, name = '新闻 1.xml'): Promise<{ path: string; url: string }> {
  const path = join(await folder(), name)
  await writeFile(path, text)
  return { path, url: pathToFileURL(path).href }
}

const types = [
  { name: 'a.json', want: 'application/json' },
  { name: 'a.xml', want: 'application/rss+xml' },
  { name: 'a.RSS', want: 'application/rss+xml' },
  { name: 'a.atom', want: 'application/atom+xml' },
  { name: 'a.html', want: 'text/html' },
  { name: 'a.bin', want: null },
]

for (const { name, want } of types)
  test(`reads ${name} as ${want}`, async () => {
    const { url } = await fileWith('text', name)
    const outcome = await fetcherFor([]).fetch(requestFor(url))
    expect(outcome).toMatchObject({ kind: 'fetched', url, contentType: want, bytes: 4, movedTo: null })
    expect(textOf(outcome)).toBe('text')
  })

test('a file that was not written again is unchanged; one that was is read, even within the same second', async () => {
  const { path, url } = await fileWith('one')
  const fetcher = fetcherFor([])
  const first = await fetcher.fetch(requestFor(url))
  const etag = first.kind === 'fetched' ? first.etag : null
  expect(await fetcher.fetch(requestFor(url, { etag }))).toEqual({ kind: 'unchanged', maxAgeMs: null, movedTo: null })
  await writeFile(path, 'three')
  expect(textOf(await fetcher.fetch(requestFor(url, { etag })))).toBe('three')
})

test('a missing file, a folder, another host are refused', async () => {
  const dir = await folder()
  await mkdir(join(dir, 'feeds.xml'))
  const fetcher = fetcherFor([])
  const missing = pathToFileURL(join(dir, 'missing.xml')).href
  expect(await fetcher.fetch(requestFor(missing))).toMatchObject({
    code: 'refused',
    message: `no such file: ${missing}; see that the url is right`,
  })
  expect(gist(await fetcher.fetch(requestFor(pathToFileURL(join(dir, 'feeds.xml')).href)))).toBe('refused')
  expect(gist(await fetcher.fetch(requestFor('file://elsewhere/feed.xml')))).toBe('refused')
  expect(gist(await fetcher.fetch(requestFor('file:///dev/zero')))).toBe('refused')
})

test('an empty file is empty, a file beyond the limit too large', async () => {
  const { url: empty } = await fileWith('')
  const { url: long } = await fileWith('x'.repeat(1001))
  const fetcher = fetcherFor([], { limits: { bodyBytes: 1000 } })
  expect(gist(await fetcher.fetch(requestFor(empty)))).toBe('empty')
  expect(gist(await fetcher.fetch(requestFor(long)))).toBe('too-large')
})

test('an address that the web gave us never opens a file', async () => {
  const { url } = await fileWith('secret')
  for (const given of [url, url.replace('file:', 'FILE:'), ` ${url}`])
    expect(gist(await fetcherFor([]).fetch(requestFor(given, { isOperators: false })))).toBe('blocked')
})
