import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeInTurns } from '../../src/jobs/writing-turns.ts'
import { acquireLock } from '../../src/store/lock.ts'

const purpose = 'writing the published files'

test('whoever waits for the lock has it between two turns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'newsstand-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'publish.lock')
  const withWriterLock = async <T>(work: () => Promise<T>): Promise<T> => {
    const lock = await acquireLock(file, { waitMs: 20_000, purpose })
    return work().finally(() => lock.release())
  }
  let isOtherDone = false
  const other = async () => {
    const lock = await acquireLock(file, { waitMs: 20_000, purpose })
    isOtherDone = true
    lock.release()
  }
  const others: Promise<void>[] = []
  let turns = 0
  await writeInTurns({ withWriterLock }, async () => {
    if (turns++ === 0) others.push(other())
    return !isOtherDone && turns < 60
  })
  await Promise.all(others)
  expect(turns).toBeLessThan(60)
})
