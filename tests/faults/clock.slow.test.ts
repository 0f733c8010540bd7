// A clock that jumps while the service runs: polls go on, and what readers know stays as it is.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomFrom } from '../support/fault-press.ts'
import { openPressedSite, type PressedSite } from '../support/pressed-site.ts'
import { mainFile, start } from '../support/program.ts'

const clock = fileURLToPath(new URL('../support/jumping-clock.mjs', import.meta.url))
const feeds = 6
const day = 86_400_000

let site: PressedSite
beforeEach(async () => {
  site = await openPressedSite({ feeds, desks: 3, random: randomFrom(8) })
})
afterEach(() => site.close())

const clockFile = () => join(site.dir, 'clock')
const turnBy = (ms: number) => writeFileSync(clockFile(), String(ms))
const program = (...args: readonly string[]) =>
  start(process.execPath, ['--import', clock, mainFile, ...args], { cwd: site.dir, env: { CLOCK_FILE: clockFile() } })

/** Each source is visited twice more, and what it then shows is published. */
async function untilReadAgain(): Promise<void> {
  const { asked } = site.press
  await expect.poll(() => site.press.asked, { timeout: 120_000, interval: 100 }).toBeGreaterThan(asked + 2 * feeds)
  await expect.poll(site.unpublished, { timeout: 120_000, interval: 500 }).toEqual([])
}

interface Listed {
  readonly id: string
  readonly path: string
  readonly listed: string
  readonly date_published: string
}

async function known(): Promise<ReadonlyMap<string, Listed>> {
  return new Map((await site.entries()).map((entry) => [entry.keys.find((key) => key.startsWith('code:')) ?? '', entry]))
}

/** All but archives: those of a month that the clock was in by mistake are closed, and keep their texts until the operator has them written. */
function openFiles(): ReadonlyMap<string, string> {
  return new Map([...site.published()].filter(([path]) => !/\/\d{4}-\d\d/.test(path)))
}

const jumps = [
  { name: 'back by an hour', by: -day / 24 },
  { name: 'back by a day', by: -day },
  { name: 'back by two years', by: -730 * day },
  { name: 'forward by a day', by: day },
  { name: 'forward by a year', by: 365 * day },
]

for (const { name, by } of jumps)
  test(`${name} and to the truth again: visits go on, ids, paths and places stay`, async () => {
    turnBy(0)
    const service = program('run', '--log-level', 'warn')
    await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
    await untilReadAgain()
    const before = await known()
    turnBy(by)
    await untilReadAgain()
    const amid = await known()
    turnBy(0)
    await untilReadAgain()
    site.press.stopPrinting()
    service.kill('SIGTERM')
    const { code, stderr } = await service.ended
    expect({ code, troubles: stderr.split('\n').filter((line) => line.includes('"level"')) }).toEqual({ code: 0, troubles: [] })
    expect((await site.run('poll', '--force')).code).toBe(0)

    const after = await known()
    expect([...after.keys()].map((key) => key.slice(5)).sort()).toEqual([...site.press.stories().keys()].sort())
    for (const earlier of [before, amid])
      for (const [code, { id, path, listed, date_published }] of earlier)
        expect(after.get(code)).toMatchObject({ id, path, listed, date_published })
    const entries = await site.entries()
    expect(entries.map(({ listed }) => listed)).toEqual(
      entries
        .map(({ listed }) => listed)
        .sort()
        .reverse(),
    )
    const files = openFiles()
    expect((await site.run('publish', '--all')).code).toBe(0)
    expect(openFiles()).toEqual(files)
    expect(JSON.parse((await site.run('doctor', '--json')).stdout).findings).not.toContainEqual(
      expect.objectContaining({ severity: 'problem' }),
    )
  })
