// Where an entry stands: its categories' slugs by the registry, home first.
import { byCodePoint } from '../../base/text.ts'
import { registerNames } from '../../classify/registry.ts'
import { contributing } from '../../identify/compose.ts'
import { foldName } from '../../model/category.ts'
import type { NewName, RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { Membership, Settling } from '../../store/port/settling.ts'
import type { Candidate } from './candidate.ts'
import type { StandingOf } from './standing.ts'

const dayMs = 86_400_000

/** New categories that publishers may make in a day; the rest waits (design §7). */
const mostNewADay = 500

export function categoryNamesOf({ composed }: Candidate, standing: StandingOf): readonly string[] {
  return contributing(composed, (source) => standing(source).joins).flatMap((sighting) =>
    sighting.categories.map((category) => category.name),
  )
}

interface Registering {
  readonly now: number
  readonly settings: Settings
}

interface Registered {
  /** All of it, afterwards. */
  readonly rows: readonly RegistryRow[]
  /** By folded name. */
  readonly registry: ReadonlyMap<string, RegistryRow>
  /** New names that are not let in. */
  readonly waiting: readonly string[]
}

/** Gives names new in this run their slugs, in code-point order. */
export async function registerNew(settling: Settling, names: readonly string[], { now, settings }: Registering): Promise<Registered> {
  const known = await settling.registry()
  const folded = new Set(known.map((row) => row.folded))
  const fresh = names.filter((name) => !folded.has(foldName(name)))
  const rows = registerNames(fresh, new Set(known.map((row) => row.slug)), settings.slugs.pinyin)
  let quota = settings.publish.newCategories === 'auto' ? quotaLeft(known, now) : 0
  const added = rows.map(
    (row): NewName => ({ ...row, state: quota-- > 0 ? 'active' : 'waiting', isPrivate: false, isAutomatic: true, createdAt: now }),
  )
  if (added.length > 0) await settling.register(added)
  const waiting = added.filter(({ state }) => state === 'waiting').map(({ name }) => name)
  const all = added.length > 0 ? await settling.registry() : known
  return { rows: all, registry: byName(all), waiting }
}

/** The registry by folded name. */
export function byName(rows: readonly RegistryRow[]): ReadonlyMap<string, RegistryRow> {
  return new Map(rows.flatMap((row) => (row.folded === null ? [] : [[row.folded, row] as const])))
}

/** Lets waiting categories in as far as the day's limit allows, in code-point order; where config or the operator decides, none. */
export async function activateWaiting(settling: Settling, { now, settings }: Registering): Promise<void> {
  if (settings.publish.newCategories !== 'auto') return
  const known = await settling.registry()
  const waiting = known.filter((row) => row.state === 'waiting').sort((a, b) => byCodePoint(a.name, b.name))
  const admitted = waiting.slice(0, Math.max(0, quotaLeft(known, now)))
  if (admitted.length > 0)
    await settling.activate(
      admitted.map((row) => row.slug),
      now,
    )
}

interface Placing {
  readonly registry: ReadonlyMap<string, RegistryRow>
  readonly standing: StandingOf
}

/**
 * The public categories of an entry's sightings, the owner's first, and since when it is listed in each: a category joined later
 * by an ordinary poll lists the entry from joining. The home stays the first as long as the entry is in it.
 */
export function placesOf(candidate: Candidate, before: readonly Membership[], { registry, standing }: Placing): readonly Membership[] {
  const { touchedAt, state } = candidate.due
  const places = new Map<string, { listed: number; because: string[] }>()
  for (const sighting of contributing(candidate.composed, (source) => standing(source).joins)) {
    for (const { name, rule } of sighting.categories) {
      const row = registry.get(foldName(name))
      const since = before.find((membership) => membership.slug === row?.slug)?.listed
      if (row === undefined || row.isPrivate || !isOpenTo(row, since)) continue
      const published = candidate.due.published?.listed ?? touchedAt
      // What comes back under a longer term is no news.
      const listed = since ?? (sighting.isFirstPoll || state === 'expired' ? published : touchedAt)
      const place = places.get(row.slug) ?? { listed, because: [] }
      places.set(row.slug, { listed: Math.min(place.listed, listed), because: [...place.because, `${sighting.source}: ${rule}`] })
    }
  }
  const home = candidate.due.published?.home
  const slugs = [...places.keys()].sort((a, b) => Number(b === home) - Number(a === home))
  return slugs.map((slug, place) => ({
    slug,
    listed: places.get(slug)?.listed ?? touchedAt,
    place,
    because: JSON.stringify(places.get(slug)?.because ?? []),
  }))
}

/** Nothing joins a retired category any more, but what is in it stays: its page and its path stand on that. */
function isOpenTo({ state }: RegistryRow, since: number | undefined): boolean {
  return state === 'active' || (state === 'retired' && since !== undefined)
}

function quotaLeft(known: readonly RegistryRow[], now: number): number {
  const today = known.filter((row) => row.state === 'active' && row.isAutomatic && row.createdAt > now - dayMs)
  return mostNewADay - new Set(today.map((row) => row.slug)).size
}
