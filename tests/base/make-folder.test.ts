import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemCodeOf } from '../../src/base/errors.ts'
import { makeFolder, makeFolderSync } from '../../src/base/make-folder.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-folders-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function codeOf(work: () => unknown): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    return systemCodeOf(error)
  }
}

test('tells what it made, the topmost first', async () => {
  expect(await makeFolder(join(dir, 'a/b'))).toEqual([join(dir, 'a'), join(dir, 'a/b')])
  expect(await makeFolder(join(dir, 'a/c'))).toEqual([join(dir, 'a/c')])
  expect(await makeFolder(join(dir, 'a/c'))).toEqual([])
})

for (const [name, make] of Object.entries({ makeFolder, makeFolderSync }))
  describe(name, () => {
    test('takes what is there as it is', async () => {
      await mkdir(join(dir, 'real'))
      await symlink(join(dir, 'real'), join(dir, 'link'))
      for (const path of ['/', dir, join(dir, 'link'), join(dir, 'link/new'), join(dir, 'real/new')])
        expect(await codeOf(() => make(path)), path).toBe(null)
    })

    test('says what the system says of a file in the way', async () => {
      await writeFile(join(dir, 'file'), '')
      expect(await codeOf(() => make(join(dir, 'file')))).toBe('EEXIST')
      expect(await codeOf(() => make(join(dir, 'file/below/it')))).toBe('ENOTDIR')
    })

    // Linux; Node's own way of doing it would never come back.
    test.runIf(process.platform === 'linux')('ends where a folder takes none', async () => {
      expect(await codeOf(() => make('/proc/none/below'))).toBe('ENOENT')
    })
  })
