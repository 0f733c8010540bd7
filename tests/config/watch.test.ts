// Real folders, real changes; what is waited for is that the change is told.
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchConfig } from '../../src/config/watch.ts'
import { folderOf } from './folder.ts'

const siteLine = 'site: { title: 金融消息, url: "https://news.example", stylesheet: look/site.css, icon: look/icon.svg }\n'
const root = `${siteLine}include: [sources/*.yaml, sites/*/feeds.yaml]\n`
const files = {
  'root.yaml': root,
  'sources/a.yaml': 'sources: []\n',
  'sites/x/feeds.yaml': 'sources: []\n',
  'other/b.yaml': 'sources: []\n',
  'look/site.css': 'a { color: red }\n',
}

function watched(options: Parameters<typeof watchConfig>[2] = {}, written: Parameters<typeof folderOf>[0] = files) {
  const folder = folderOf(written)
  const watching = watchConfig(join(folder, 'root.yaml'), {}, { restMs: 30, ...options })
  onTestFinished(() => watching.stop())
  let times = 0
  const changed = () => void times++
  const put = (name: string, text: string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const told = (wanted = 1) => expect.poll(() => times, { timeout: 20_000 }).toBe(wanted)
  return { folder, watching, changed, put, told, start: () => watching.start(changed) }
}

const replaced = (folder: string, name: string, text: string) => {
  writeFileSync(join(folder, `${name}~`), text)
  renameSync(join(folder, `${name}~`), join(folder, name))
}

const changes: readonly { name: string; change: (folder: string) => void }[] = [
  { name: 'the root file is written', change: (folder) => appendFileSync(join(folder, 'root.yaml'), '# x\n') },
  { name: 'an editor puts another in its place', change: (folder) => replaced(folder, 'root.yaml', `${root}# x\n`) },
  {
    name: 'it goes and comes again',
    change: (folder) => {
      unlinkSync(join(folder, 'root.yaml'))
      writeFileSync(join(folder, 'root.yaml'), root)
    },
  },
  { name: 'it goes', change: (folder) => unlinkSync(join(folder, 'root.yaml')) },
  { name: 'an included file is written', change: (folder) => appendFileSync(join(folder, 'sources/a.yaml'), '# x\n') },
  { name: 'an included file is replaced', change: (folder) => replaced(folder, 'sources/a.yaml', 'sources: []\n# x\n') },
  { name: 'the style sheet is written', change: (folder) => appendFileSync(join(folder, 'look/site.css'), 'b { color: blue }\n') },
  { name: 'the icon comes', change: (folder) => writeFileSync(join(folder, 'look/icon.svg'), '<svg/>') },
  { name: 'an included file goes', change: (folder) => unlinkSync(join(folder, 'sources/a.yaml')) },
  { name: 'a new file matches an include', change: (folder) => writeFileSync(join(folder, 'sources/new.yaml'), 'sources: []\n') },
  {
    name: 'a new folder holds a file that does',
    change: (folder) => {
      mkdirSync(join(folder, 'sites/new'))
      writeFileSync(join(folder, 'sites/new/feeds.yaml'), 'sources: []\n')
    },
  },
  {
    name: 'a folder gives way to another',
    change: (folder) => {
      renameSync(join(folder, 'sources'), join(folder, 'old'))
      mkdirSync(join(folder, 'sources'))
      writeFileSync(join(folder, 'sources/a.yaml'), 'sources: []\n')
    },
  },
]
for (const { name, change } of changes)
  test(`tells once that ${name}`, async () => {
    const { folder, start, told } = watched()
    start()
    change(folder)
    await told()
  })

test('goes on telling, each change once', async () => {
  const { folder, start, told, put } = watched()
  start()
  appendFileSync(join(folder, 'sources/a.yaml'), '# 1\n')
  await told(1)
  appendFileSync(join(folder, 'sources/a.yaml'), '# 2\n')
  await told(2)
  put('sources/b.yaml', 'sources: []\n')
  await told(3)
})

test('tells what was changed before it was started', async () => {
  const { folder, start, told } = watched()
  appendFileSync(join(folder, 'root.yaml'), '# x\n')
  start()
  await told()
})

test('follows the includes of a root file that has changed, also while one of them is broken', async () => {
  const { start, told, put } = watched()
  start()
  put('root.yaml', `${siteLine}include: [other/*.yaml]\n`)
  await told(1)
  put('other/b.yaml', 'sources: [')
  await told(2)
  put('other/b.yaml', 'sources: []\n')
  await told(3)
})

test('a root file that is no YAML leaves the includes as they were', async () => {
  const { start, told, put } = watched()
  start()
  put('root.yaml', 'include: [')
  await told(1)
  put('sources/a.yaml', 'sources: [] # mended\n')
  await told(2)
})

test('follows links, as volumes of containers are made of them', async () => {
  const { folder, start, told } = watched({}, { 'v1/root.yaml': root, 'v2/root.yaml': `${root}# 2\n`, 'elsewhere/a.yaml': 'sources: []\n' })
  symlinkSync('v1', join(folder, '..data'))
  symlinkSync('..data/root.yaml', join(folder, 'root.yaml'))
  mkdirSync(join(folder, 'sources'))
  symlinkSync('../elsewhere/a.yaml', join(folder, 'sources/a.yaml'))
  start()
  await told(1)
  symlinkSync('v2', join(folder, 'next'))
  renameSync(join(folder, 'next'), join(folder, '..data'))
  await told(2)
  appendFileSync(join(folder, 'elsewhere/a.yaml'), '# x\n')
  await told(3)
})

test('looks for itself where the system cannot watch', async () => {
  const watchFolder = () => {
    throw new Error('ENOSPC')
  }
  const { folder, start, told } = watched({ watchFolder, lookMs: 50 })
  start()
  appendFileSync(join(folder, 'sources/a.yaml'), '# x\n')
  await told()
})

test('what else changes in these folders tells nothing', async () => {
  const { folder, start, put, told } = watched()
  start()
  for (let n = 0; n < 20; n++) put('store.sqlite-wal', `${n}`)
  put('sources/notes.txt', 'x')
  appendFileSync(join(folder, 'sources/a.yaml'), '# x\n')
  await told(1)
})

test('what is stopped tells nothing more', async () => {
  const one = watched()
  const other = watched({}, files)
  one.start()
  other.start()
  one.watching.stop()
  appendFileSync(join(one.folder, 'root.yaml'), '# x\n')
  appendFileSync(join(other.folder, 'root.yaml'), '# x\n')
  await other.told(1)
  await one.told(0)
  rmSync(join(one.folder, 'sources'), { recursive: true })
})
