import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPostFolder } from '../../src/read/post-folder.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-posts-'))
  for (const path of [
    '_posts/2022-01-02-b.md',
    '_posts/2021/2021-01-02-a.markdown',
    '_posts/about.md',
    '_posts/picture.png',
    'old_post/2020-01-02-c.md',
    'old_post/README.md',
    'news/_posts/2022-01-03-d.html',
    '_site/2022-01-02-b.html',
    '_drafts/2022-01-04-e.md',
    '.git/2022-01-04-f.md',
    'node_modules/x/2022-01-04-g.md',
    'index.md',
  ])
    put(path, 'x')
  put('_config.yml', 'title: Old site\ntimezone: Europe/Berlin # here\npermalink: pretty\n')
})
afterEach(() => rmSync(dir, { recursive: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

test('finds the posts of a site wherever they are, and nothing else', async () => {
  const { files, title, timezone, permalink } = await openPostFolder(dir)
  expect(files).toEqual([
    '_posts/2021/2021-01-02-a.markdown',
    '_posts/2022-01-02-b.md',
    '_posts/about.md',
    'news/_posts/2022-01-03-d.html',
    'old_post/2020-01-02-c.md',
  ])
  expect({ title, timezone, permalink }).toEqual({ title: 'Old site', timezone: 'Europe/Berlin', permalink: 'pretty' })
})

test('calls posts the same when only their folder is named', async () => {
  for (const [folder, first] of [
    ['_posts', '_posts/2021/2021-01-02-a.markdown'],
    ['old_post', 'old_post/2020-01-02-c.md'],
  ] as const) {
    const { files, title } = await openPostFolder(join(dir, folder))
    expect([files[0], title]).toEqual([first, 'Old site'])
  }
})

test('reads a post, and says what cannot be read', async () => {
  const folder = await openPostFolder(dir)
  expect(Buffer.from(await folder.read('_posts/about.md')).toString()).toBe('x')
  await expect(folder.read('_posts/gone.md')).rejects.toMatchObject({ code: 'cannot-read' })
  await expect(openPostFolder(join(dir, 'none'))).rejects.toMatchObject({ code: 'cannot-read' })
  await expect(openPostFolder(join(dir, '_drafts'))).resolves.toMatchObject({ files: ['_drafts/2022-01-04-e.md'] })
  mkdirSync(join(dir, 'empty'))
  await expect(openPostFolder(join(dir, 'empty'))).rejects.toMatchObject({ message: expect.stringContaining('is a post') })
})

test('takes a zone that there is none for no zone', async () => {
  put('_config.yml', 'timezone: Mars/Base\n')
  expect(await openPostFolder(dir)).toMatchObject({ timezone: null, title: null })
})
