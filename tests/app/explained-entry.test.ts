// What the operator sees of an entry: on a page for questions, and below the page that everybody sees.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedSite, serveTestSite } from '../support/served-site.ts'
import { configOf } from '../support/site.ts'

let site: ServedSite
let path = ''
const rest = 'Nothing else changed. '.repeat(20)
const item = (text: string) => ({
  guid: '1',
  title: 'Story 1',
  url: 'https://a.example/1',
  text: `<p>The bank ${text} rates today. ${rest}</p>`,
})

beforeAll(async () => {
  site = await serveTestSite(configOf([{ id: 'a' }]))
  await site.run([{ source: 'a', items: [item('cut')] }])
  await site.run([{ source: 'a', items: [item('raised')] }])
  path = (await site.entries())[0]?.path ?? ''
  const file = join(site.lent.current.settings.publish.dir, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, site.files.get(path) ?? '')
})
afterAll(() => site.close())

const asked = async (words: string) => (await site.ask(`status/entries?of=${encodeURIComponent(words)}`)).text()

test('a key, an address or an id tells all of its life', async () => {
  for (const words of ['guid:a:1', 'https://a.example/1', (await site.entries())[0]?.id ?? '']) {
    const page = await asked(words)
    expect(page).toContain('s-published')
    expect(page).toContain('<del>cut</del><ins>raised</ins>')
    expect(page).toContain('category/a.atom')
    expect(page).toContain('sources/a">a</a>')
  }
})

test('the operator sees it below the page of the entry', async () => {
  const own = await site.ask(path)
  expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  const page = await own.text()
  expect(page).toContain('Story 1')
  expect(page).toMatch(/id="explained"[\s\S]*guid:a:1[\s\S]*<del>cut<\/del>[\s\S]*<\/main>/)
  expect(page).toMatch(/<link rel="stylesheet" href="[./]*static\/status\.css/)
})

test('nobody else does, and caches keep nothing of it', async () => {
  const everybody = await (await site.get(path)).text()
  expect(everybody).toContain('Story 1')
  expect(everybody).not.toContain('guid:a:1')
  expect(await (await site.get(path, { authorization: 'Bearer wrong' })).text()).toBe(everybody)
  const etag = (await site.get(path)).headers.get('etag') ?? ''
  expect((await site.ask(path, { headers: { 'if-none-match': etag } })).status).toBe(200)
})

test('where no entry is, the operator is answered as everybody is', async () => {
  expect((await site.ask('a/2020/01/01/none.html')).status).toBe(404)
  expect((await site.get('status/entries')).status).toBe(401)
})

test('what names no entry is said, with what to do, and carries nothing into the page', async () => {
  expect(await asked('nothing')).toMatch(/role="alert">unknown-entry: [\s\S]*nothing[\s\S]*<\/p>/)
  expect(await asked('"><script>alert(1)</script>')).not.toContain('<script>alert')
})
