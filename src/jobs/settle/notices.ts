// Who is told of entries that become public. Pure.
import { foldName } from '../../model/category.ts'
import type { NewDelivery } from '../../model/delivery.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import { listenersOf } from '../tell/recipients.ts'
import type { Minted } from './mint-entries.ts'

/** In one message: hooks refuse what is too long. */
const mostEntries = 50

interface Known {
  /** By folded name. */
  readonly registry: ReadonlyMap<string, RegistryRow>
  /** All of it, addresses of before too. */
  readonly rows: readonly RegistryRow[]
  readonly settings: Settings
}

/** One message for each recipient and category, or several where there are very many entries. */
export function noticesOf(minted: readonly Minted[], known: Known): readonly NewDelivery[] {
  return listenersOf(known.settings).flatMap(({ category, recipients }) => {
    const row = named(category, known)
    if (row === undefined) return []
    const entries = minted.filter(({ candidate }) => candidate.places.some((place) => place.slug === row.slug))
    const { slug, name } = row
    return slices(entries.map(({ candidate }) => candidate.due.id)).flatMap((some) =>
      recipients.map((recipient) => ({ recipient, message: { kind: 'entries' as const, slug, name, entries: some } })),
    )
  })
}

/** Config may name a category by any of its names, or by its slug, an old one too; an output feed by its slug. */
function named(category: string, { registry, rows, settings }: Known): { readonly slug: string; readonly name: string } | undefined {
  const slug = category.toLowerCase()
  const feed = settings.feeds.find((one) => one.slug === slug)
  if (feed !== undefined) return feed.isPrivate ? undefined : { slug, name: feed.title }
  const newest = rows.find((row) => row.slug === slug)?.movedTo ?? slug
  return registry.get(foldName(category)) ?? rows.find((row) => row.slug === newest)
}

function slices(entries: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(entries.length / mostEntries) }, (_, at) => entries.slice(at * mostEntries, (at + 1) * mostEntries))
}
