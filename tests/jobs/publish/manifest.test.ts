import { expect, onTestFinished, test } from 'vitest'
import { keptOutlet } from '../../../src/jobs/publish/manifest.ts'
import type { Outlet } from '../../../src/publish/outlet.ts'
import { configOf, openSite, settingsOf } from '../../support/site.ts'

/** A folder in memory with a stranger's file, and its manifest in a real store. */
async function folder() {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  const files = new Map([['stranger.html', 'theirs']])
  const write: Outlet['write'] = async (path, bytes) => {
    files.set(path, String(bytes))
    return 'written'
  }
  const read: Outlet['read'] = async () => null
  const outlet: Outlet = { read, write, writeWithVariants: write, remove: async (path) => void files.delete(path), sync: async () => {} }
  const { manifest } = site.deps.store
  return { files, outlet, manifest, open: () => keptOutlet(outlet, 'public', site.deps.store) }
}

test('removes what it wrote, also in an earlier publishing, and nothing of others', async () => {
  const { files, open } = await folder()
  await open().write('a.html', 'ours')
  const later = open()
  for (const path of ['a.html', 'stranger.html', 'missing.html']) await later.remove(path)
  expect([...files.keys()]).toEqual(['stranger.html'])
})

test('knows a file before it is written: a crash in between leaves nothing unknown', async () => {
  const { files, outlet, open, manifest } = await folder()
  const failing = { ...outlet, write: () => Promise.reject(new Error('killed')) }
  await expect(keptOutlet(failing, 'public', { manifest }).write('a.html', 'x')).rejects.toThrow('killed')
  files.set('a.html', 'written all the same')
  await open().remove('a.html')
  expect(files.has('a.html')).toBe(false)
})

test('forgets what it removed when that lasts, so that somebody else may put a file there', async () => {
  const { files, open } = await folder()
  const first = open()
  await first.write('a.html', 'ours')
  await first.remove('a.html')
  await first.sync()
  files.set('a.html', 'theirs')
  await open().remove('a.html')
  expect(files.get('a.html')).toBe('theirs')
})

test('what is written again after it was removed is kept', async () => {
  const { files, open } = await folder()
  const first = open()
  await first.write('a.html', 'one')
  await first.remove('a.html')
  await first.write('a.html', 'two')
  await first.sync()
  await open().remove('a.html')
  expect(files.has('a.html')).toBe(false)
})

test('removes a folder of its own, not its neighbour’s', async () => {
  const { files, open } = await folder()
  const outlet = open()
  for (const path of ['category/a.atom', 'category/a.json', 'category/ab.atom', 'category/a/2026-01.atom'])
    await outlet.writeWithVariants(path, 'x')
  files.set('category/a.txt', 'theirs')
  await outlet.removeUnder('category/a.')
  expect([...files.keys()].sort()).toEqual(['category/a.txt', 'category/a/2026-01.atom', 'category/ab.atom', 'stranger.html'])
})
