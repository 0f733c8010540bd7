// What origins have deleted of an entry, and what follows from it. Pure.
import type { Dossier } from '../../model/dossier.ts'
import type { ExplainedDeletion } from '../../model/explanation.ts'
import type { Case } from './explained-case.ts'

/** Sightings that count no more. */
export function deletedOf({ deletions, sources }: Pick<Dossier, 'deletions' | 'sources'>): ReadonlySet<number> {
  const followed = new Set(sources.filter(({ deletions: policy }) => policy === 'follow').map(({ id }) => id))
  return new Set(deletions.filter(({ source }) => followed.has(source)).map(({ sighting }) => sighting))
}

export function explainedDeletions({ dossier, deleted }: Case): readonly ExplainedDeletion[] {
  return dossier.deletions.map(({ sighting, ...deletion }) => ({
    ...deletion,
    isFollowed: deleted.has(sighting),
    outcome: outcomeOf(deleted.has(sighting), dossier),
  }))
}

function outcomeOf(isFollowed: boolean, { removedAt }: Dossier): string {
  if (!isFollowed) return 'flagged: it is shown on (deletions: flag)'
  return removedAt === null
    ? 'followed: what this source shows of it counts no more, another one still shows it, or the next settling takes it out'
    : 'followed: it is in nothing public until its origin shows it again (deletions: follow)'
}
