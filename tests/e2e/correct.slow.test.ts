// The same with the real program, beside its service: files, posts of the Jekyll export, and words.
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ShownEntry } from '../support/shown.ts'
import { codeOf, type FinewsSite, openFinews } from './site.ts'

let site: FinewsSite
/** Two articles; `goes` was published no sooner, and its id is the greater. */
let stays: ShownEntry
let goes: ShownEntry

beforeAll(async () => {
  site = await openFinews()
  await site.poll()
  const [one, other] = (await site.entries()).slice(0, 2).sort((x, y) => (x.id < y.id ? -1 : 1))
  if (one === undefined || other === undefined) throw new Error('there are too few articles')
  stays = one
  goes = other
})
afterAll(() => site.close())

const json = async (...args: readonly string[]) => {
  const { code: exit, stdout, stderr } = await site.run(...args, '--json')
  return { exit, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) }
}

async function postsOf(entry: ShownEntry): Promise<readonly string[]> {
  const files = await readdir(site.jekyllDir, { recursive: true })
  return files.filter((file) => file.endsWith(`-${codeOf(entry)}.md`))
}

test('beside the service two entries become one: redirect, stub, no post, and one in the feeds', async () => {
  expect(await postsOf(goes)).toHaveLength(1)
  const service = site.start('run')
  const address = await service.said(/(http:\/\/127\.0\.0\.1:\d+)/)
  const done = await json('merge', goes.id, codeOf(stays))
  expect(done).toMatchObject({
    exit: 0,
    action: 'merged',
    id: stays.id,
    path: stays.path,
    other: { id: goes.id, path: goes.path },
    retracted: false,
  })
  const gone = await fetch(`${address}/${goes.path}`, { redirect: 'manual' })
  expect([gone.status, gone.headers.get('location')]).toEqual([301, `/${stays.path}`])
  expect(await readFile(join(site.publicDir, goes.path), 'utf8')).toContain(`/${stays.path}"`)
  expect(await postsOf(goes)).toEqual([])
  expect(await postsOf(stays)).toHaveLength(1)
  expect((await site.entries()).map(({ id }) => id)).not.toContain(goes.id)
  expect(await json('merge', codeOf(goes), codeOf(stays))).toMatchObject({ exit: 0, action: 'one', id: stays.id, other: null })
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
  await site.poll('--force')
  expect((await site.entries()).map(({ id }) => id)).not.toContain(goes.id)
})

test('explain tells of it, also under the id that went', async () => {
  const told = await json('explain', goes.id)
  expect(told).toMatchObject({
    id: stays.id,
    found: { merged: { id: goes.id } },
    corrections: [{ kind: 'joined', by: expect.any(String), holds: true }],
  })
  expect((await site.run('explain', goes.id)).stdout).toMatch(/by hand [\s\S]*joined with/)
})

test('one of them is taken out again under a key, and gets an id and a post of its own', async () => {
  const refused = await site.run('split', stays.id, '--source', 'nobody')
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('It was seen at')])
  expect((await site.run('split', stays.id)).code).toBe(2)
  const source = goes.source
  const done = await json('split', stays.id, '--source', source, '--key', `infoCode:${codeOf(goes)}`)
  expect(done).toMatchObject({ exit: 0, action: 'split', id: stays.id, path: stays.path, other: { title: goes.title } })
  expect([stays.id, goes.id]).not.toContain(done.other.id)
  await access(join(site.publicDir, done.other.path))
  expect((await site.entries()).find(({ id }) => id === done.other.id)?.keys).toContain(`infoCode:${codeOf(goes)}`)
  expect(await readFile(join(site.publicDir, goes.path), 'utf8')).toContain(`/${stays.path}"`)
})

test('an unknown entry is answered as explain answers', async () => {
  const { code, stderr } = await site.run('merge', 'infoCode:NW0', stays.id)
  expect([code, stderr]).toEqual([1, expect.stringContaining('No entry is known by')])
})
