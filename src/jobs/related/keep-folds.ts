// Before a feed that folds is written: which of what came into it stands there, and which is linked from another. The first stays the
// first, and what readers have seen in a feed never leaves it for being related to something else.
import { groupOf } from '../../identify/related-groups.ts'
import { foldName } from '../../model/category.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { Folding, FoldPlace, Relating } from '../../store/port/related.ts'
import type { Deps } from '../deps.ts'

/** Decided on in a transaction. */
const atOnce = 200

type Open = Pick<FoldPlace, 'slug' | 'entry'>

/** What related coverage was not looked for yet stands. */
export async function keepFolds({ store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<void> {
  const known = await store.related.foldSlugs()
  if (known.length === 0 && !isFolding(settings)) return
  const wanted = foldingFeeds(settings, await store.registry())
  if (wanted.join(' ') !== known.join(' ')) await store.related.syncFolds(wanted)
  const open = await store.related.openFolds()
  for (let at = 0; at < open.length; at += atOnce)
    await store.related.decideFolds(async (deciding) => {
      for (const one of open.slice(at, at + atOnce)) await decide(one, deciding)
    })
}

/** Whether config asks for it anywhere. */
export function isFolding({ publish, categories, feeds }: Settings): boolean {
  return publish.fold || [...categories, ...feeds].some(({ fold }) => fold === true)
}

/** Slugs of public feeds, ascending; empty: that of everything. */
export function foldingFeeds({ publish, categories, feeds }: Settings, registry: readonly RegistryRow[]): readonly string[] {
  const said = new Map<string, boolean>()
  const byName = new Map(registry.flatMap((row) => (row.folded === null ? [] : [[row.folded, row] as const])))
  for (const { name, fold } of categories) {
    const row = byName.get(foldName(name))
    if (fold !== null && row !== undefined) said.set(row.movedTo ?? row.slug, fold)
  }
  for (const { slug, fold } of feeds) if (fold !== null) said.set(slug, fold)
  const slugs = registry
    .filter(({ isPrivate, state, movedTo }) => !isPrivate && state !== 'waiting' && movedTo === null)
    .map(({ slug }) => slug)
  const folding = [...new Set(slugs)].filter((slug) => said.get(slug) ?? publish.fold)
  return [...(publish.fold ? [''] : []), ...folding].sort()
}

interface Deciding {
  readonly folding: Folding
  readonly relating: Relating
}

async function decide({ slug, entry }: Open, { folding, relating }: Deciding): Promise<void> {
  const [place] = await folding.places(slug, [entry])
  if (place === undefined) return folding.drop(slug, entry)
  const others = (await tellingTheSame(entry, relating)).filter((other) => other !== entry)
  const first = place.isWithdrawn || others.length === 0 ? null : await folding.standing(slug, others)
  // What is withdrawn and was never seen there is not to appear there as withdrawn.
  if (place.isWithdrawn && place.under !== null) await folding.fold(place, place.under)
  else if (first === null) await folding.stand(place)
  else await folding.fold(place, first)
}

/** By their texts: what only links to a story is not that story. */
async function tellingTheSame(entry: number, relating: Relating): Promise<readonly number[]> {
  return groupOf(entry, async (entries) => {
    const pairs = await relating.pairs(entries)
    return pairs.filter(({ kind }) => kind === 'text').map(({ entry: one, other, share }) => ({ one, other, share }))
  })
}
