// Disks that are full or read-only, and folders of others: what was published stays whole, and all goes on when there is room again.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { randomFrom } from '../support/fault-press.ts'
import { openPressedSite, type PressedSite } from '../support/pressed-site.ts'
import { mainFile, start } from '../support/program.ts'
import { shownIn } from '../support/published-file.ts'
import { canMount, mountSmall, type SmallDisk } from '../support/small-disk.ts'

const feeds = 12
/** Of tmpfs: in it a store with its log, or published files, have plenty of room. */
const diskBytes = 48 * 1024 ** 2

let site: PressedSite
let disk: SmallDisk | null = null
afterEach(async () => {
  await site.close().catch(() => {})
  disk?.unmount()
  disk = null
  await site.close()
})

const folders = [
  { what: 'store', lines: { store: '../data/disk/store.sqlite' }, names: /^cannot-write: .*data\/disk\/store\.sqlite/ },
  {
    what: 'published files',
    lines: { publish: '{ dir: ../data/disk/public, entries: 20 }', publicDir: 'data/disk/public' },
    names: /^cannot-write: .*data\/disk\/public/,
  },
] as const

async function opened(lines: (typeof folders)[number]['lines']): Promise<SmallDisk> {
  site = await openPressedSite({ feeds, desks: 4, random: randomFrom(8), ...lines })
  disk = mountSmall(join(site.dir, 'data', 'disk'), diskBytes)
  expect((await site.run('poll')).code).toBe(0)
  return disk
}

function expectWhole(files: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>): void {
  for (const path of before.keys()) expect([path, files.has(path)]).toEqual([path, true])
  for (const [path, text] of files) expect(() => shownIn(path, text), path).not.toThrow()
}

/** Everything that the press has shown is there once, and published. */
async function expectAllThere(): Promise<void> {
  expect(await site.codes()).toEqual([...site.press.stories().keys()].sort())
  const files = site.published()
  expect((await site.run('publish', '--all')).code).toBe(0)
  expect(site.published()).toEqual(files)
  expect(site.unpublished()).toEqual([])
  expect(site.leftovers()).toEqual([])
}

describe.skipIf(!canMount())('a disk of its own (only root may mount one)', () => {
  const states = [
    { state: 'full', spoil: (one: SmallDisk) => one.fill(), mend: (one: SmallDisk) => one.empty() },
    { state: 'read-only', spoil: (one: SmallDisk) => one.readOnly(), mend: (one: SmallDisk) => one.writable() },
  ]
  for (const { what, lines, names } of folders)
    for (const { state, spoil, mend } of states) {
      test(`${state} under the ${what} ends commands with 6, and nothing is lost`, async () => {
        const small = await opened(lines)
        const before = site.published()
        spoil(small)
        const { code, stdout, stderr } = await site.run('poll', '--force', '--json', '--log-level', 'silent')
        expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
        expect(stderr).toMatch(names)
        expectWhole(site.published(), before)
        mend(small)
        site.press.stopPrinting()
        expect((await site.run('poll', '--force')).code).toBe(0)
        await expectAllThere()
      })

      test(`${state} under the ${what} of a running service is waited out`, async () => {
        const small = await opened(lines)
        const service = site.start('run', '--log-level', 'warn')
        const url = await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
        const before = site.published()
        const { asked } = site.press
        await expect.poll(() => site.press.asked, { timeout: 60_000 }).toBeGreaterThan(asked)
        // What is open for writing keeps a disk from becoming read-only.
        if (state === 'read-only' && what === 'store') return void (await expectBusy(small))
        spoil(small)
        await service.said(/cannot write .*(ENOSPC|EROFS)|Cannot write the store .*(full|readonly)/)
        expect((await fetch(`${url}feed.json`)).status).toBe(200)
        expectWhole(site.published(), before)
        mend(small)
        const again = site.press.asked
        await expect.poll(() => site.press.asked, { timeout: 60_000 }).toBeGreaterThan(again + 2 * feeds)
        service.kill('SIGTERM')
        expect((await service.ended).code).toBe(0)
        site.press.stopPrinting()
        expect((await site.run('poll', '--force')).code).toBe(0)
        await expectAllThere()
      })
    }
})

async function expectBusy(small: SmallDisk): Promise<void> {
  expect(() => small.readOnly()).toThrow(/busy/)
}

test.skipIf(process.getuid?.() !== 0)('folders of another user end commands with 6 (only root may become somebody else)', async () => {
  site = await openPressedSite({ feeds: 1, desks: 1, random: randomFrom(8) })
  expect((await site.run('poll')).code).toBe(0)
  const files = site.published()
  chmodSync(site.dir, 0o755)
  const nobody = (...args: readonly string[]) =>
    start('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, mainFile, ...args], { cwd: site.dir }).ended
  for (const args of [['poll', '--force'], ['publish', '--all'], ['run']]) {
    const { code, stderr } = await nobody(...args, '--log-level', 'silent')
    expect([args, code, stderr]).toEqual([args, 6, expect.stringMatching(/^cannot-write: /)])
  }
  expect(site.published()).toEqual(files)
  // The store's folder is theirs, that of published files is not.
  mkdirSync(join(site.dir, 'data'), { recursive: true })
  for (const name of ['data', 'data/store.sqlite']) chmodSync(join(site.dir, name), 0o777)
  for (const name of ['use', 'publish', 'poll-1']) chmodSync(`${site.store}.${name}.lock`, 0o666)
  const { code, stderr } = await nobody('poll', '--force', '--log-level', 'silent')
  expect([code, stderr]).toEqual([6, expect.stringMatching(/^cannot-write: cannot write .*data\/public/)])
  site.press.stopPrinting()
  expect((await site.run('poll', '--force')).code).toBe(0)
  await expectAllThere()
})
