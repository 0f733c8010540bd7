// Where an entry was seen, who owns it, and what makes all of it one entry. Pure.
import { Burnt } from '../../identify/burnt.ts'
import { standingOrder } from '../../identify/compose.ts'
import type { Link } from '../../identify/groups.ts'
import { linksWithin } from '../../identify/partition.ts'
import type { ExplainedSighting, Join } from '../../model/explanation.ts'
import type { IdentityKey, Sighting } from '../../model/merge.ts'
import type { StandingOf } from '../settle/standing.ts'
import type { Case } from './explained-case.ts'

export function explainedSightings({ dossier, deleted, standing }: Case, owner: string | null): readonly ExplainedSighting[] {
  const ranked = [...dossier.sightings].sort((a, b) => Number(b.isPublic) - Number(a.isPublic) || standingOrder(a, b, standing))
  const living = ranked.filter(({ id, isPruned }) => !isPruned && !deleted.has(id))
  const retired = new Set(dossier.sources.filter(({ isRetired }) => isRetired).map(({ id }) => id))
  return ranked.map((sighting) => ({
    source: sighting.source,
    isOwner: sighting.source === owner && sighting.isPublic && living.includes(sighting),
    why: whyIn(sighting, { owner, living, standing }),
    isPublic: sighting.isPublic,
    isRetired: retired.has(sighting.source),
    firstSeen: sighting.firstSeen,
    lastSeen: sighting.lastSeen,
    keys: byStrength(sighting.keys).map(({ text }) => text),
    titles: sighting.titles,
    link: sighting.draft.link,
    categories: sighting.categories,
  }))
}

interface Rivals {
  readonly owner: string | null
  readonly living: readonly Sighting[]
  readonly standing: StandingOf
}

function whyIn(sighting: Sighting, { owner, living, standing }: Rivals): string {
  if (sighting.isPruned) return 'what it showed was pruned: it only keeps the entry known'
  if (!living.includes(sighting)) return 'its origin has deleted it, which is followed: it plays no part in what readers see'
  return sighting.source === owner ? whyOwner(sighting, living, standing) : whyNot(sighting, living, standing)
}

function whyOwner(owner: Sighting, ranked: readonly Sighting[], standing: StandingOf): string {
  if (!owner.isPublic) return 'only private categories show it'
  const next = ranked.find(({ source, isPublic }) => isPublic && source !== owner.source)
  if (next === undefined) return 'no other public source shows it'
  const [own, other] = [standing(owner.source), standing(next.source)]
  if (standingOrder(owner, next, standing) > 0)
    return `owner so far; by today’s config it is ${next.source}, from the next time that the entry is touched`
  if (own.priority !== other.priority) return `highest priority: ${own.priority} before ${other.priority} of ${next.source}`
  return `first in config (place ${own.position + 1} before ${other.position + 1} of ${next.source}), of equal priority`
}

function whyNot(sighting: Sighting, ranked: readonly Sighting[], standing: StandingOf): string {
  if (!sighting.isPublic) return 'private: it plays no part in what readers see'
  const first = ranked.find(({ isPublic }) => isPublic)
  if (first === undefined || first.source === sighting.source) return 'it becomes the owner the next time that the entry is touched'
  const [own, other] = [standing(sighting.source), standing(first.source)]
  if (own.priority !== other.priority) return `lower priority: ${own.priority} after ${other.priority} of ${first.source}`
  return `later in config: place ${own.position + 1} after ${other.position + 1} of ${first.source}`
}

function byStrength(keys: readonly IdentityKey[]): readonly IdentityKey[] {
  return [...keys].sort((a, b) => a.rank - b.rank)
}

/** By the rules that joined them. */
export function joinsOf({ dossier }: Case): readonly Join[] {
  const { sightings, burnt } = dossier
  if (sightings.length < 2) return []
  const links = linksWithin(sightings, new Burnt(burnt))
  return links.map(({ key, by, between: [one, other] }) => ({ key: key.text, sources: [one.source, other.source], why: joinedBy[by] }))
}

const joinedBy: Readonly<Record<Link['by'], string>> = {
  identity: 'they share this configured identity',
  title: 'they share this address, and carried the same title',
  text: 'they share this address, and their texts agree',
  kept: 'they share this address, and readers know them as one',
}
