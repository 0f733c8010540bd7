// What holds at the end of a life: nothing is left to write, all of it written anew is the same, and the doctor finds nothing.
import { expect } from 'vitest'
import type { Deps } from '../../src/jobs/deps.ts'
import { publish } from '../../src/jobs/publish/publish.ts'
import { keepSearch } from '../../src/jobs/search/keep-search.ts'
import { settleAndPublish } from '../../src/jobs/tickets.ts'
import { checkUpStore } from '../../src/store/checkup.ts'
import { lookInto } from './life-store.ts'

interface Ending {
  readonly deps: Deps
  readonly files: ReadonlyMap<string, string>
  readonly file: string
}

export async function endsWell({ deps, files, file }: Ending): Promise<void> {
  await settleAndPublish(deps.clock.now(), deps)
  await keepSearch(deps, { forMs: 60_000 })
  await doctorIsContent(file, deps)
  everythingIsFound(file)
  await writtenAnewIsSame({ deps, files, file })
}

async function doctorIsContent(file: string, { settings, clock }: Deps): Promise<void> {
  const { asked, condition, close } = await checkUpStore({ file, siteId: settings.site.id })
  try {
    expect(condition).toEqual({ kind: 'whole' })
    const { breaches, miscounts, ahead, longLeases, linesBehind, staleFiles } = (await asked?.survey(clock.now())) ?? {}
    const found = { breaches, miscounts, ahead, longLeases, linesBehind, staleFiles }
    expect(found).toEqual({ breaches: [], miscounts: [], ahead: [], longLeases: [], linesBehind: 0, staleFiles: 0 })
  } finally {
    await close()
  }
}

function everythingIsFound(file: string): void {
  const { entries, searched } = lookInto(file)
  const shown = entries.filter(({ state, isWithdrawn }) => state === 'published' && !isWithdrawn)
  expect(searched).toEqual(shown.map(({ row }) => row))
}

async function writtenAnewIsSame({ deps, files, file }: Ending): Promise<void> {
  const before = new Map(files)
  const { entries, traces } = lookInto(file)
  const moved = new Set(entries.flatMap(({ row, id }) => (traces.some(({ entry }) => entry === row) ? [id] : [])))
  const idsIn = (path: string, some: ReadonlyMap<string, string>) => idsOf(some.get(path)).filter((id) => !moved.has(id))
  await deps.store.markAllStale()
  await publish(deps)
  expect([...before.keys()].sort()).toEqual([...files.keys()].sort())
  const changed = [...files].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
  // Closed pages of archives keep what they said of an entry, and hold one that was listed anew since; else they hold the same entries.
  expect(changed.filter((path) => !/\d{4}-\d\d(?:-\d+)?\.\w+$/.test(path))).toEqual([])
  for (const path of changed.filter((one) => one.endsWith('.json')))
    expect([path, ...idsIn(path, before)]).toEqual([path, ...idsIn(path, files)])
}

function idsOf(text = '{"items":[]}'): readonly string[] {
  const feed: { readonly items: readonly { readonly id: string }[] } = JSON.parse(text)
  return feed.items.map(({ id }) => id)
}
