// What private categories and private output feeds hold: decided after all else is settled, and seen by nothing public.
import { byCodePoint } from '../../base/text.ts'
import { dayIn } from '../../base/zone.ts'
import { Burnt } from '../../identify/burnt.ts'
import { type Composed, compose } from '../../identify/compose.ts'
import { alternativeNames, strongestKey, wishedName } from '../../identify/mint.ts'
import { isSignificant } from '../../identify/significance.ts'
import { foldName } from '../../model/category.ts'
import type { Content } from '../../model/entry.ts'
import type { Sighting } from '../../model/merge.ts'
import { entryId, entryPath } from '../../model/paths.ts'
import type { RegistryRow } from '../../model/registry.ts'
import { nameOfPath } from '../../model/registry-line.ts'
import { plainText } from '../../normalize/text.ts'
import type { PrivateRow, Shelf, Shelved } from '../../store/port/private.ts'
import type { DueEntry, Settling } from '../../store/port/settling.ts'
import { type Deps, sourceOf } from '../deps.ts'
import { embargoEnd } from './mint-entries.ts'
import type { OutputFeed } from './output-feeds.ts'
import type { StandingOf } from './standing.ts'

export interface Shelving {
  readonly settling: Settling
  readonly registry: readonly RegistryRow[]
  readonly feeds: readonly OutputFeed[]
  readonly standing: StandingOf
  readonly deps: Deps
}

export async function shelvePrivately(due: readonly DueEntry[], shelving: Shelving): Promise<void> {
  const { settling } = shelving
  const hidden = slugsByName(shelving.registry)
  const shelves = await settling.shelves(due.map(({ id }) => id))
  for (const entry of due) {
    const before = shelves.get(entry.id)
    // It became part of another one.
    if (before === undefined) continue
    const shelf = await shelfOf(entry, before, { ...shelving, hidden })
    if (!isSame(shelf, before)) await settling.shelve(entry.id, shelf)
  }
}

/** Of private categories, by every folded name. */
function slugsByName(registry: readonly RegistryRow[]): ReadonlyMap<string, string> {
  const hidden = registry.filter(({ isPrivate, state }) => isPrivate && state === 'active')
  return new Map(hidden.flatMap(({ folded, slug }) => (folded === null ? [] : [[folded, slug] as const])))
}

interface Placing extends Shelving {
  readonly hidden: ReadonlyMap<string, string>
}

async function shelfOf(due: DueEntry, before: Shelved, placing: Placing): Promise<Shelf> {
  if (!mayBePrivate(due, placing)) return { row: null, places: [] }
  const composed = compose(
    due.sightings.map((sighting) => ({ ...sighting, isPublic: true })),
    placing.standing,
  )
  if (composed === null) return { row: null, places: [] }
  const places = [...ownPlaces(composed, before, placing), ...(before.isPublished ? [] : feedPlaces(due, composed, { before, ...placing }))]
  if (before.isPublished || places.length === 0) return { row: null, places }
  const home = places[0]?.slug ?? ''
  return {
    places,
    row:
      before.row === null ? await firstRow(due, composed, { home, ...placing }) : nextRow(due, composed, { row: before.row, ...placing }),
  }
}

/** Most entries are not: they need not be put together once more. */
function mayBePrivate({ sightings }: DueEntry, { hidden, feeds }: Placing): boolean {
  if (feeds.some(({ isPrivate }) => isPrivate)) return true
  return hidden.size > 0 && sightings.some(({ categories }) => categories.some(({ name }) => hidden.has(foldName(name))))
}

/** Whatever names a private category puts the entry there. */
function ownPlaces(composed: Composed, before: Shelved, placing: Placing): Shelf['places'] {
  const { hidden } = placing
  const naming = new Map<string, Sighting[]>()
  for (const sighting of composed.current)
    for (const { name } of sighting.categories) {
      const slug = hidden.get(foldName(name))
      if (slug !== undefined) naming.set(slug, [...(naming.get(slug) ?? []), sighting])
    }
  return [...naming]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([slug, sightings]) => ({ slug, listed: listedBefore(slug, before) ?? listedFrom(sightings, composed, placing) }))
}

interface FeedPlacing extends Placing {
  readonly before: Shelved
}

/** What is published stands in output feeds as it does in public ones. */
function feedPlaces({ sightings }: DueEntry, composed: Composed, placing: FeedPlacing): Shelf['places'] {
  const { feeds, before } = placing
  return feeds
    .filter(({ isPrivate, judge }) => isPrivate && judge({ content: composed.content, categories: [], sightings }).isIn)
    .map(({ slug }) => ({ slug, listed: listedBefore(slug, before) ?? listedFrom(composed.current, composed, placing) }))
}

function listedBefore(slug: string, { listed, left }: Shelved): number | undefined {
  return listed.get(slug) ?? left.get(slug)
}

/** News from when it was seen, what a first poll brings from when it was written; both from the end of an embargo. */
function listedFrom(sightings: readonly Sighting[], composed: Composed, { standing, deps }: Placing): number {
  const seen = Math.min(...sightings.map(({ firstSeen }) => firstSeen))
  const free = embargoEnd(composed, standing)
  if (free <= deps.clock.now() && sightings.every(({ isFirstPoll }) => isFirstPoll)) return Math.min(composed.datePublished, seen)
  return Math.max(seen, free)
}

/** What was public once keeps its id, path and dates. */
async function firstRow(due: DueEntry, composed: Composed, placing: Placing & { readonly home: string }): Promise<PrivateRow> {
  const { content, owner, firstSeen, dateUpdated } = composed
  const said = { owner: owner.source, content }
  if (due.published !== null) {
    const { publicId, path, datePublished, dateModified, revision } = due.published
    return { ...said, publicId, path, datePublished, dateModified, firstSeen: due.published.firstSeen, revision }
  }
  const { datePublished } = composed
  const dateModified = dateUpdated !== null && dateUpdated > datePublished && dateUpdated <= due.touchedAt ? dateUpdated : null
  return { ...said, ...(await mint(composed, placing)), datePublished, dateModified, firstSeen, revision: 1 }
}

/** Ids and paths as public ones are made, so that what becomes public mostly keeps them. */
async function mint(composed: Composed, { settling, deps, home }: Placing & { readonly home: string }) {
  const { settings, store } = deps
  const burnt = new Burnt(await settling.burnt(composed.current.flatMap(({ keys }) => keys.map(({ text }) => text))))
  const key = strongestKey(composed.current, (source, one) => burnt.across(source, one))
  const idOf = (n: number) =>
    entryId(new URL(settings.site.url).hostname, store.authority.year, n === 1 ? key.text : `${key.text}#private-${n}`)
  let n = 1
  while ((await settling.isMinted('id', idOf(n))) || (await settling.isPrivatelyMinted('id', idOf(n)))) n++
  const publicId = idOf(n)
  const day = dayIn(settings.site.timezone, composed.datePublished)
  const isTaken = async (path: string) =>
    (await settling.isPrivatelyMinted('path', path)) || (await settling.isMinted('name', nameOfPath(path)))
  const wished = wishedName(key, publicId)
  const names = alternativeNames(wished, publicId)
  let path = entryPath(home, day, wished)
  while (await isTaken(path)) path = entryPath(home, day, names.next().value)
  return { publicId, path }
}

/** Its next word, as of what is published (`onUpdate`). */
function nextRow({ touchedAt }: DueEntry, { content, owner }: Composed, { row, deps }: Placing & { readonly row: PrivateRow }): PrivateRow {
  if (owner.source === row.owner && isSameContent(content, row.content)) return row
  const onUpdate = sourceOf(deps.settings, owner.source)?.onUpdate ?? 'touch'
  const isNews = onUpdate !== 'silent' && isSignificant(versionOf(row.content), versionOf(content))
  return { ...row, content, owner: owner.source, revision: row.revision + 1, dateModified: isNews ? touchedAt : row.dateModified }
}

function versionOf({ title, contentHtml, summary }: Content) {
  return { title, text: plainText(contentHtml ?? summary ?? '') }
}

function isSame({ row, places }: Shelf, before: Shelved): boolean {
  const isPlaced = places.length === before.listed.size && places.every(({ slug, listed }) => before.listed.get(slug) === listed)
  return isPlaced && (row === before.row || (row !== null && before.row !== null && row.revision === before.row.revision))
}

function isSameContent(one: Content, other: Content): boolean {
  const sorted = (content: Content) => JSON.stringify(Object.entries(content).sort(([a], [b]) => byCodePoint(a, b)))
  return sorted(one) === sorted(other)
}
