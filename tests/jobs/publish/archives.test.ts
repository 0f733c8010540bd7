// From a feed one walks to its very first entry, whatever came, changed and went, and closed months stay as they are (design §6, §8).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthIn } from '../../../src/jobs/publish/archive-months.ts'
import { type ArchiveSite, day, hour, newsAt, openArchive, slugs, titleOf } from '../../support/archive.ts'
import { archiveFiles, formats, walk } from '../../support/archive-walk.ts'

const zone = 'Asia/Shanghai'
const start = Date.UTC(2026, 0, 5)
const runs = Number(process.env.PROPERTY_RUNS ?? 12)

/** Milliseconds that are no whole seconds, so that no two entries are listed at once by accident. */
const step = hour + 7

type Op =
  | { readonly kind: 'news'; readonly count: number; readonly places: readonly string[] }
  | { readonly kind: 'late'; readonly count: number; readonly daysAgo: number; readonly spreadDays: number }
  | { readonly kind: 'edit' | 'relist' | 'leave' | 'join' | 'hide'; readonly pick: number }
  | { readonly kind: 'merge'; readonly pick: number; readonly into: number }

const places = fc.constantFrom(['x'], ['y'], ['x', 'y'], [])
const pick = fc.nat(200)
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('news' as const), count: fc.integer({ min: 1, max: 12 }), places }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      count: fc.integer({ min: 1, max: 9 }),
      daysAgo: fc.integer({ min: 0, max: 120 }),
      spreadDays: fc.integer({ min: 0, max: 40 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('edit' as const, 'relist' as const, 'leave' as const, 'join' as const, 'hide' as const),
      pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), pick, into: pick }) },
)
const histories = fc.array(fc.record({ waitHours: fc.integer({ min: 1, max: 500 }), ops: fc.array(op, { maxLength: 4 }) }), {
  maxLength: 14,
})

/** What an ordinary poll does, which opens no closed page. */
const isOrdinary = ({ kind }: Op) => kind === 'news' || kind === 'edit' || kind === 'relist' || kind === 'join'

async function apply(site: ArchiveSite, one: Op): Promise<void> {
  const now = site.clock.at
  if (one.kind === 'news') return site.add(Array.from({ length: one.count }, () => newsAt(now, one.places)))
  if (one.kind === 'late') {
    const oldest = now - one.daysAgo * day
    return site.add(Array.from({ length: one.count }, (_, n) => newsAt(Math.min(now, oldest + (n * one.spreadDays * day) / one.count))))
  }
  const all = [...site.known.keys()]
  const n = all[one.pick % Math.max(all.length, 1)]
  const kept = n === undefined ? undefined : site.known.get(n)
  if (n === undefined || kept === undefined) return
  if (one.kind === 'hide') return site.hide(n)
  if (one.kind === 'merge') {
    const into = all[one.into % all.length]
    return into === undefined || into === n ? undefined : site.merge(n, into)
  }
  const { revision } = kept
  const { x, ...elsewhere } = kept.places
  if (one.kind === 'edit') return site.put(new Map([[n, { ...kept, revision: revision + 1 }]]))
  if (one.kind === 'leave') return site.put(new Map([[n, { ...kept, places: elsewhere }]]))
  if (one.kind === 'join') return site.put(new Map([[n, { ...kept, places: { ...elsewhere, x: x ?? now } }]]))
  const moved = Object.fromEntries(Object.keys(kept.places).map((slug) => [slug, now]))
  return site.put(new Map([[n, { ...kept, revision: revision + 1, listed: now, places: moved }]]))
}

/** Until then a month goes by as in a service: it publishes in the 48 h in which pages are still open. */
async function pass(site: ArchiveSite, until: number): Promise<void> {
  for (let at = site.clock.at; monthIn(zone, at) < monthIn(zone, until); ) {
    while (monthIn(zone, at) === monthIn(zone, site.clock.at)) at += hour
    site.clock.at = at
    if (at < until) await site.write()
  }
  site.clock.at = until
}

const labelOf = (path: string) => /(\d{4}-\d\d)(?:-\d+)?\.\w+$/.exec(path)?.[1] ?? ''
const isClosed = (month: string, now: number) => monthIn(zone, now - 48 * hour) > month

function closedFiles(site: ArchiveSite): ReadonlyMap<string, string> {
  return new Map([...archiveFiles(site.files)].filter(([path]) => isClosed(labelOf(path), site.clock.at)))
}

function listedIn(site: ArchiveSite, slug: string | null, n: number): number | undefined {
  const kept = site.known.get(n)
  return slug === null ? kept?.listed : kept?.places[slug]
}

/** Newest first. */
function membersOf(site: ArchiveSite, slug: string | null): readonly number[] {
  const order = (n: number) => [listedIn(site, slug, n) ?? 0, site.known.get(n)?.published ?? 0, n] as const
  const members = [...site.known.keys()].filter((n) => listedIn(site, slug, n) !== undefined)
  return members.sort((a, b) => {
    const [[la, pa, na], [lb, pb, nb]] = [order(a), order(b)]
    return lb - la || pb - pa || nb - na
  })
}

/** Every entry stands where it must, once, in each format; `moved`: entries of which closed pages may still show where they were. */
function expectWhole(site: ArchiveSite, slug: string | null, moved: ReadonlySet<number>): void {
  const members = membersOf(site, slug)
  const [window] = walk(site.files, slug, 'json')
  const held = window?.entries.map(({ n }) => n) ?? []
  expect(held).toEqual(members.slice(0, held.length))
  for (const format of formats) {
    const documents = walk(site.files, slug, format)
    const pages = documents.filter(({ path }) => labelOf(path) !== '')
    const shown = pages.map((page) => page.entries.filter(({ n }) => !isGhost(n, page.path)))
    for (const entries of shown) expect(entries.length).toBeLessThanOrEqual(5)
    const numbers = shown.flat().map(({ n }) => n)
    expect(numbers).toEqual(members.filter((n) => numbers.includes(n)))
    expect(members.filter((n) => !held.includes(n) && !numbers.includes(n))).toEqual([])
    for (const { path, entries } of pages) expectRight(path, entries)
    expectLinked(pages)
  }

  function isGhost(n: number, path: string): boolean {
    const listed = listedIn(site, slug, n)
    const isAway = listed !== undefined && monthIn(zone, listed) !== labelOf(path)
    if (isAway || listed === undefined)
      expect([n, moved.has(n) && listed !== undefined, isClosed(labelOf(path), site.clock.at)]).toEqual([n, true, true])
    return isAway
  }

  function expectRight(path: string, entries: readonly { readonly n: number; readonly title: string }[]): void {
    if (isClosed(labelOf(path), site.clock.at)) return
    expect(entries.map(({ title }) => title)).toEqual(entries.map(({ n }) => titleOf(n, site.known.get(n)?.revision ?? 0)))
  }

  /** A closed page does not name what came after it was closed. */
  function expectLinked(pages: readonly { readonly path: string; readonly next: string | null }[]): void {
    for (const [at, { path, next }] of pages.entries()) {
      const newer = pages[at - 1]?.path
      const isSilent = next === null || !/\d{4}-\d\d/.test(next)
      if (newer !== undefined && !(isSilent && isClosed(labelOf(path), site.clock.at))) expect([path, next]).toEqual([path, newer])
    }
  }
}

interface Run {
  readonly waitHours: number
  readonly ops: readonly Op[]
}

/** One run of a history, and what must be true after it; `moved` gathers what closed pages may show where it was. */
async function live(site: ArchiveSite, { waitHours, ops }: Run, moved: Set<number>): Promise<void> {
  await pass(site, site.clock.at + waitHours * step)
  const closed = closedFiles(site)
  for (const one of ops) {
    if (one.kind === 'relist') moved.add([...site.known.keys()][one.pick % site.known.size] ?? 0)
    await apply(site, one)
  }
  await site.write()
  for (const slug of [...slugs, null]) expectWhole(site, slug, moved)
  if (ops.every(isOrdinary)) expect([...closed].filter(([path, text]) => site.files.get(path) !== text)).toEqual([])
}

test('from every feed one walks to its first entry, in all formats; ordinary polls change no closed page', { timeout: runs * 10_000 }, () =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const site = await openArchive()
      site.clock.at = start
      const moved = new Set<number>()
      for (const run of history) await live(site, run, moved)
    }),
    { numRuns: runs },
  ),
)

test('many small writings give the bytes of one that writes everything', { timeout: runs * 10_000 }, () =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const site = await openArchive()
      site.clock.at = start
      for (const { waitHours, ops } of history) {
        await pass(site, site.clock.at + waitHours * step)
        // What a closed page does not tell of an edit, it tells when everything is written.
        for (const one of ops) if (one.kind !== 'edit' && one.kind !== 'relist') await apply(site, one)
        await site.write()
      }
      await site.write()
      const written = new Map(site.files)
      await site.store.markAllStale()
      await site.write()
      expect(site.files).toEqual(written)
    }),
    { numRuns: runs },
  ),
)

/** Each entry once, in the order in which a walk meets it. */
function walked(site: ArchiveSite, format: (typeof formats)[number]): readonly number[] {
  return [...new Set(walk(site.files, 'x', format).flatMap(({ entries }) => entries.map(({ n }) => n)))]
}

test('another zone moves nothing that is archived, and loses nothing', async () => {
  const site = await openArchive({ zone })
  // From the last of January in one zone to the first of February in the other.
  const turn = Date.UTC(2026, 0, 31, 10)
  site.clock.at = turn + 3 * day
  await site.add(Array.from({ length: 24 }, (_, n) => newsAt(turn + n * hour)))
  await site.write()
  const before = archiveFiles(site.files)
  for (const inZone of ['UTC', 'America/Los_Angeles', zone]) {
    await site.write(inZone)
    expect(archiveFiles(site.files)).toEqual(before)
  }
  await site.add([newsAt(turn + 9.5 * hour), newsAt(turn + 17.5 * hour), newsAt(site.clock.at)])
  await site.write('UTC')
  for (const format of ['atom', 'json'] as const) expect(walked(site, format)).toEqual(membersOf(site, 'x'))
})

test('a clock that was wrong for a while loses nothing', async () => {
  const site = await openArchive({ zone })
  const now = Date.UTC(2026, 4, 10)
  for (const at of [now, now + 300 * day, now + 301 * day, now + day, now - 90 * day, now + 2 * day, now + 40 * day]) {
    site.clock.at = at
    await site.add(Array.from({ length: 9 }, (_, n) => newsAt(at + n * step)))
    await site.write()
    for (const format of ['atom', 'json'] as const) expect(walked(site, format)).toEqual(membersOf(site, 'x'))
  }
})

test('a page is written once for many entries', async () => {
  const site = await openArchive({ entries: 20, pageSize: 100 })
  site.clock.at = Date.UTC(2026, 2, 10)
  await site.add(Array.from({ length: 30 }, (_, n) => newsAt(site.clock.at - (30 - n) * 3 * hour)))
  await site.write()
  const versions = new Set<string | undefined>()
  for (let run = 0; run < 40; run++) {
    site.clock.at += 3 * hour
    await site.add([newsAt(site.clock.at)])
    await site.write()
    versions.add(site.files.get('category/x/2026-03.atom'))
    expect(walked(site, 'atom')).toEqual(membersOf(site, 'x'))
  }
  expect(versions.size).toBeLessThanOrEqual(4)
})
