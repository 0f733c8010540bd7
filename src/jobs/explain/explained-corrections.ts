// What the operator said of an entry (`merge`, `split`), and whether it still holds. Pure.
import { Burnt } from '../../identify/burnt.ts'
import { rulingsOn } from '../../identify/by-hand.ts'
import type { Anchor } from '../../model/correction.ts'
import type { ExplainedCorrection } from '../../model/explanation.ts'
import type { Case } from './explained-case.ts'

/** The latest last. What only shares a key with a sighting that was meant is no concern of the entry's. */
export function explainedCorrections({ dossier }: Case): readonly ExplainedCorrection[] {
  const { corrections, sightings, burnt } = dossier
  const rulings = rulingsOn(sightings, corrections, new Burnt(burnt))
  const sidesHere = new Map(rulings.map(({ at, sides }) => [at, sides.filter((side) => side.length > 0).length]))
  return corrections.flatMap(({ at, by, kind, sides, elsewhere }) => {
    const here = sidesHere.get(at) ?? 0
    if (here === 0) return []
    const holds = kind === 'joined' ? elsewhere.length === 0 : here === 1
    const [left, taken] = sides
    return [{ at, by, kind, sides: [left.map(shown), taken.map(shown)], elsewhere, holds }]
  })
}

/** By its strongest key. */
function shown({ source, keys }: Anchor): ExplainedCorrection['sides'][number][number] {
  const weakness = (key: string) => weakest.findIndex((kind) => key.startsWith(kind))
  const [first = ''] = [...keys].sort((a, b) => weakness(a) - weakness(b))
  return { source, key: first }
}

/** Behind configured identities, which begin with none of these. */
const weakest = ['guid:', 'url:', 'hash:']
