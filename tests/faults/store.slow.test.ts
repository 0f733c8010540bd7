// A store that is locked, or damaged: what was published stays, and the way back is told.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../support/fault-press.ts'
import { openPressedSite, type PressedSite } from '../support/pressed-site.ts'

const openSmall = () => openPressedSite({ feeds: 6, desks: 3, random: randomFrom(8) })

describe('a locked store', () => {
  let site: PressedSite
  let other: Database.Database
  afterEach(async () => {
    other.close()
    await site.close()
  })

  test('is waited for by commands, which say after 30 s what is wrong; a service goes on when it is free', async () => {
    site = await openSmall()
    expect((await site.run('poll')).code).toBe(0)
    const before = await site.codes()
    const service = site.start('run', '--log-level', 'warn')
    const url = await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
    other = new Database(site.store)
    other.exec('begin immediate')
    const startedAt = performance.now()
    const polling = site.run('poll', '--force', '--json')
    // Readers wait for no writer.
    expect((await fetch(`${url}feed.json`)).status).toBe(200)
    expect(JSON.parse((await site.run('doctor', '--json')).stdout).findings).not.toContainEqual(
      expect.objectContaining({ severity: 'problem' }),
    )
    const { code, stdout, stderr } = await polling
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^in-use: The store ${site.store} stayed locked by another process for 30 s`))
    expect(performance.now() - startedAt).toBeGreaterThan(29_000)
    other.exec('rollback')

    const { asked } = site.press
    await expect.poll(() => site.press.asked, { timeout: 60_000 }).toBeGreaterThan(asked + 6)
    site.press.stopPrinting()
    service.kill('SIGTERM')
    expect((await service.ended).code).toBe(0)
    expect((await site.run('poll', '--force')).code).toBe(0)
    const codes = await site.codes()
    expect(codes).toEqual([...site.press.stories().keys()].sort())
    expect(codes.length).toBeGreaterThan(before.length)
  })

  test('that is free in time is no fault', async () => {
    site = await openSmall()
    expect((await site.run('poll')).code).toBe(0)
    other = new Database(site.store)
    other.exec('begin immediate')
    const polling = site.run('poll', '--force', '--json')
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    other.exec('rollback')
    const { code, stderr } = await polling
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('a damaged store', () => {
  let site: PressedSite
  let good: Buffer
  let files: ReadonlyMap<string, string>
  let entries: readonly unknown[]
  let backup: string
  beforeAll(async () => {
    site = await openSmall()
    expect((await site.run('poll')).code).toBe(0)
    site.press.stopPrinting()
    mkdirSync(join(site.dir, 'data/backups'))
    backup = join(site.dir, 'data/backups/newsstand-news.example-20260101T000000.sqlite')
    expect((await site.run('backup', backup)).code).toBe(0)
    good = readFileSync(site.store)
    files = site.published()
    entries = await site.entries()
  })
  afterAll(() => site.close())

  const overwritten = (from: number, length: number) =>
    Buffer.concat([good.subarray(0, from), Buffer.alloc(length, 0x5a), good.subarray(from + length)])
  /** What any command meets as soon as it opens the store, and what only reading it through finds. */
  const damages: readonly { readonly name: string; readonly bytes: () => Buffer; readonly isPlain: boolean }[] = [
    { name: 'is empty', bytes: () => Buffer.alloc(0), isPlain: true },
    { name: 'is a text', bytes: () => Buffer.from('This is no store. '.repeat(500)), isPlain: true },
    { name: 'is all zeros', bytes: () => Buffer.alloc(good.length), isPlain: true },
    { name: 'lost its header', bytes: () => overwritten(0, 100), isPlain: true },
    { name: 'lost its second half', bytes: () => good.subarray(0, good.length / 2), isPlain: true },
    { name: 'lost its list of tables', bytes: () => overwritten(100, 8_000), isPlain: true },
    { name: 'was written over in many places', bytes: () => overwritten(5 * 8_192, 60 * 8_192), isPlain: true },
    { name: 'was written over near its end', bytes: () => overwritten(good.length - 12 * 8_192, 8 * 8_192), isPlain: false },
  ]

  for (const { name, bytes, isPlain } of damages)
    test(`that ${name} ends the service with its name and the way back, and published files stay`, async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(site.store + end, { force: true })
      writeFileSync(site.store, bytes())
      for (const args of [
        ['run'],
        ...(isPlain
          ? [
              ['poll', '--force'],
              ['publish', '--all'],
            ]
          : []),
      ]) {
        const { code, stdout, stderr } = await site.run(...args, '--log-level', 'silent')
        expect({ args, code, stdout }).toEqual({ args, code: 5, stdout: '' })
        expect(stderr).toMatch(new RegExp(`^store-damaged: The store ${site.store} is damaged: `, 'm'))
        expect(stderr).toContain(`newsstand restore ${backup} --config config/newsstand.yaml\n`)
      }
      expect(site.published()).toEqual(files)
      expect(JSON.parse((await site.run('doctor', '--json')).stdout).findings).toContainEqual(
        expect.objectContaining({ severity: 'problem' }),
      )
      const restored = await site.run('restore', backup)
      expect(restored).toMatchObject({ code: 0, stderr: '' })
      expect(await site.entries()).toEqual(entries)
      expect((await site.run('publish', '--all')).code).toBe(0)
      expect(site.published()).toEqual(files)
    })
})
