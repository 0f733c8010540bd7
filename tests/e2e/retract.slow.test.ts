// An operator withdraws an article with the real program, and gives it back.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ShownEntry } from '../support/shown.ts'
import { type FinewsSite, openFinews } from './site.ts'

let site: FinewsSite
let entry: ShownEntry
let code: string
/** A piece of its text that stands in no other article. */
let words: string
let postBefore: Buffer

beforeAll(async () => {
  site = await openFinews()
  await site.poll()
  const entries = await site.entries()
  const told = entries.map((one) => ({ one, words: ownWords(one, entries) })).find((chosen) => chosen.words !== '')
  if (told === undefined) throw new Error('no article has words of its own')
  entry = told.one
  words = told.words
  code = entry.keys.find((key) => key.startsWith('infoCode:')) ?? ''
})
afterAll(() => site.close())

function ownWords({ id, title, content_html }: ShownEntry, entries: readonly ShownEntry[]): string {
  const others = entries.filter((other) => other.id !== id).map((other) => JSON.stringify(other))
  const runs = (content_html ?? '').match(/[^<>"\\&\s]{8,}/g) ?? []
  const own = runs.filter((run) => !title.includes(run) && !others.some((other) => other.includes(run)))
  return own.sort((a, b) => b.length - a.length)[0] ?? ''
}

/** Files of the site that hold the text, packed ones too. */
async function filesWith(text: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of await readdir(site.root, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const path = join(file.parentPath, file.name)
    const bytes = await readFile(path)
    const plain = path.endsWith('.gz') ? gunzipSync(bytes) : path.endsWith('.br') ? brotliDecompressSync(bytes) : bytes
    if (plain.includes(text)) found.push(path.slice(site.root.length + 1))
  }
  return found
}

const json = async (...args: readonly string[]) => {
  const { code: exit, stdout, stderr } = await site.run(...args, '--json')
  return { exit, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) }
}

test('what is withdrawn leaves no byte of its text, in files or store', async () => {
  expect((await filesWith(words)).length).toBeGreaterThan(3)
  const status = await site.run('status', '--json')
  const post = (await filesWith(words)).find((path) => path.includes('_posts'))
  postBefore = await readFile(join(site.root, post ?? ''))

  const done = await json('retract', code, '--why', '转载有误')
  expect(done).toMatchObject({
    exit: 0,
    stderr: '',
    action: 'retracted',
    id: entry.id,
    path: entry.path,
    stub: true,
    erased: 'wiped',
    retracted: { why: '转载有误', silent: false, by: expect.any(String) },
    sources: [],
  })
  expect(await filesWith(words)).toEqual([])
  const feed = JSON.parse(await readFile(join(site.publicDir, 'category', `${entry.categories[0]}.json`), 'utf8'))
  expect(feed.items.find(({ id }: { id: string }) => id === entry.id)).toMatchObject({
    title: `[已撤回] ${entry.title}`,
    content_html: '<p>转载有误</p>',
  })
  expect(await filesWith(`[已撤回] ${entry.title}`)).not.toContainEqual(expect.stringContaining('_posts'))
  expect((await site.run('status', '--json')).code).toBe(status.code)
})

test('explain and list tell of it', async () => {
  expect(await json('explain', code)).toMatchObject({
    state: 'retracted',
    id: entry.id,
    retracted: { why: '转载有误', stub: true, remains: expect.stringMatching(/no text/) },
    revisions: [],
  })
  const [listed] = (await site.entries()).filter(({ id }) => id === entry.id)
  expect(listed).toMatchObject({ title: `[已撤回] ${entry.title}`, content_html: '<p>转载有误</p>', retracted: { why: '转载有误' } })
})

test('the server answers 410 with the notice, beside polls that bring it again', async () => {
  const service = site.start('run')
  const address = await service.said(/(http:\/\/127\.0\.0\.1:\d+)/)
  const page = await fetch(`${address}/${entry.path}`)
  expect(page.status).toBe(410)
  expect(await page.text()).toContain('转载有误')
  const said = await json('retract', code, '--why', '作者撤稿')
  expect(said).toMatchObject({ exit: 0, action: 'reworded' })
  await expect.poll(async () => (await fetch(`${address}/${entry.path}`)).text(), { timeout: 30_000 }).toContain('作者撤稿')
  const other = (await site.entries()).find(({ id, content_html }) => id !== entry.id && content_html !== null)
  // Its text may be another's, too; but nobody keeps the file from being wiped.
  expect(await json('retract', other?.id ?? '', '--why', 'x')).toMatchObject({
    exit: 0,
    erased: expect.stringMatching(/^(wiped|elsewhere)$/),
  })
  expect(await json('retract', other?.id ?? '', '--undo')).toMatchObject({ exit: 0 })
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
  await site.poll('--force')
  await site.run('publish', '--all')
  expect(await filesWith(words)).toEqual([])
  expect((await site.entries()).filter(({ keys }) => keys.includes(code))).toMatchObject([{ id: entry.id, path: entry.path }])
})

for (const { name, args, exit, message } of [
  { name: 'no reason', args: () => [code], exit: 2, message: /^usage: Nothing says why/ },
  { name: 'an empty reason', args: () => [code, '--why', ' '], exit: 2, message: /^usage: Nothing says why/ },
  { name: 'no such entry', args: () => ['infoCode:NW1', '--why', 'x'], exit: 1, message: /^unknown-entry: / },
])
  test(`${name} ends with ${exit}`, async () => {
    const ended = await site.run('retract', ...args())
    expect(ended).toMatchObject({ code: exit, stdout: '' })
    expect(ended.stderr).toMatch(message)
  })

test('undone, it has its id, path and post again, and its text after the next poll', async () => {
  const undone = await json('retract', entry.id, '--undo')
  expect(undone).toMatchObject({
    exit: 0,
    action: 'restored',
    id: entry.id,
    path: entry.path,
    sources: expect.arrayContaining([entry.source]),
  })
  await site.poll(...undone.sources)
  const [back] = (await site.entries()).filter(({ id }) => id === entry.id)
  expect(back).toMatchObject({ path: entry.path, listed: entry.listed, title: entry.title, content_html: entry.content_html })
  const post = (await filesWith(words)).find((path) => path.includes('_posts'))
  expect(await readFile(join(site.root, post ?? ''))).toEqual(postBefore)
  const again = await site.run('retract', entry.id, '--undo')
  expect(again.code).toBe(2)
  expect(again.stderr).toMatch(/^not-retracted: /)
})
