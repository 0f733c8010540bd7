import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { beginFolder, claimFolder } from '../../src/publish/folder.ts'

const files = [
  { path: 'index.html', text: 'ours' },
  { path: '_layouts/post.html', text: 'ours' },
]

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-folder-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

test('an empty folder that was claimed gets its first files', () => {
  claimFolder(dir, 'news.example')
  expect(beginFolder(dir, files)).toBe('begun')
  expect(readFileSync(join(dir, '_layouts/post.html'), 'utf8')).toBe('ours')
})

test('what begins with a dot leaves a folder empty', () => {
  mkdirSync(join(dir, '.git'))
  expect(beginFolder(dir, files)).toBe('begun')
})

test('a folder with anything in it is the operator’s, and stays as it is', () => {
  writeFileSync(join(dir, 'Gemfile'), 'theirs')
  expect(beginFolder(dir, files)).toBe('in use')
  expect(readdirSync(dir)).toEqual(['Gemfile'])
})

test('they are written once', () => {
  beginFolder(dir, files)
  rmSync(join(dir, 'index.html'))
  expect(beginFolder(dir, files)).toBe('in use')
  expect(readdirSync(dir)).toEqual(['_layouts'])
})

test.runIf(process.platform === 'linux')('where no folder can be made it says so', () => {
  expect(() => claimFolder('/proc/none/public', 'news.example')).toThrow(expect.objectContaining({ code: 'cannot-write' }))
})
