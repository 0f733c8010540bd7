// Groups after pairs have come and gone, and what the pages of their entries show.
import { parseUrl } from '../../base/parse-url.ts'
import { groupOf, type RelatedPair } from '../../identify/related-groups.ts'
import type { RelatedLink } from '../../model/related.ts'
import type { Relating, ToldEntry } from '../../store/port/related.ts'
import { outletOf } from './story-of.ts'

/** Others that a page names. */
const mostShown = 10

/** Decides the groups of these entries anew, and of all that were or are with them. */
export async function regroup(touched: ReadonlySet<number>, relating: Relating): Promise<void> {
  if (touched.size === 0) return
  const pairsOf = rememberingPairs(relating)
  const affected = new Set([...touched, ...(await relating.groupmates([...touched]))])
  await pairsOf([...affected])
  const groups = new Map<number, readonly number[]>()
  for (const entry of affected) {
    const group = await groupOf(entry, pairsOf)
    groups.set(entry, group)
    for (const other of group) affected.add(other)
  }
  const told = await relating.told([...affected].filter((entry) => (groups.get(entry)?.length ?? 0) > 1))
  for (const { entry, ...before } of await relating.looks([...affected])) {
    const group = groups.get(entry) ?? [entry]
    const links = linksTo(group.filter((other) => other !== entry).flatMap((other) => told.get(other) ?? []))
    const now = { group: group.length > 1 ? (group[0] ?? null) : null, links }
    if (JSON.stringify(before) !== JSON.stringify(now)) await relating.show(entry, before, now)
  }
}

function rememberingPairs(relating: Relating) {
  const known = new Map<number, readonly RelatedPair[]>()
  return async (entries: readonly number[]): Promise<readonly RelatedPair[]> => {
    const unknown = entries.filter((entry) => !known.has(entry))
    if (unknown.length > 0) {
      const found = await relating.pairs(unknown)
      for (const entry of unknown)
        known.set(
          entry,
          found.filter((pair) => pair.entry === entry).map(({ other, share }) => ({ one: entry, other, share })),
        )
    }
    return entries.flatMap((entry) => known.get(entry) ?? [])
  }
}

function hostOf(url: string | null): string | null {
  return url === null ? null : (parseUrl(url)?.host ?? null)
}

/** In feed order. */
function linksTo(others: readonly ToldEntry[]): readonly RelatedLink[] {
  return [...others]
    .sort((a, b) => b.listed - a.listed || b.datePublished - a.datePublished || (a.path < b.path ? 1 : -1))
    .slice(0, mostShown)
    .map(({ content, datePublished, path }) => ({
      title: content.title,
      outlet: outletOf(content) ?? hostOf(content.url),
      datePublished,
      path,
      url: content.url,
    }))
}
