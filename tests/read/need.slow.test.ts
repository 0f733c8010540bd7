// The built program starts the reader's process only when there is something to read.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSite } from '../cli/site.ts'
import { mainFile, start } from '../support/program.ts'

test('commands without a changed document start no reader', async () => {
  const site = await openSite()
  onTestFinished(site.close)
  const file = join(site.dir, 'forks')
  const forksAfter = async (...args: readonly string[]) => {
    const spy = new URL('count-forks.mjs', import.meta.url).href
    const { code, stderr } = await start(process.execPath, ['--import', spy, mainFile, ...args], {
      cwd: site.dir,
      env: { FORKS_FILE: file },
    }).ended
    expect([code, stderr]).toEqual([0, ''])
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
  }
  expect(await forksAfter('list', 'sources')).toBe(0)
  expect(await forksAfter('poll', 'one', '--json')).toBe(1)
  // Unchanged.
  expect(await forksAfter('poll', 'one', '--json')).toBe(1)
  expect(await forksAfter('status')).toBe(1)
  expect(await forksAfter('check', '--online')).toBe(2)
})
