// Sightings that are read by other rules than before: by what they are known now, and what becomes of the entries around them.
import { valueOfKey } from '../model/identity-key.ts'
import type { IdentityKey, Known, MergePlan, Sighting } from '../model/merge.ts'
import type { IdentityRule } from '../model/settings.ts'
import { Burnt } from './burnt.ts'
import { regroup } from './regroup.ts'

/** Plans what changed sightings, which are all known, make of their entries. */
export function planChanged(known: Known, changed: readonly Sighting[]): MergePlan {
  const burnt = new Burnt(known.burnt)
  const regrouped = regroup(known, { changed, absorbed: [], isNew: new Set() }, burnt)
  return { ...regrouped, burns: burnt.burns, vetoes: burnt.vetoes, isDrifting: false }
}

/** Configured identities of a sighting that today's rules do not give it; `derived`: what they give its draft. */
export function staleKeys(
  keys: readonly IdentityKey[],
  derived: readonly IdentityKey[],
  rules: readonly IdentityRule[],
): readonly string[] {
  const today = derived.filter(({ kind }) => kind === 'configured')
  const isStale = (key: IdentityKey) => {
    const rule = rules.find(({ name }) => name === key.series)
    const value = valueOfKey(key)
    // Of a value that was too long to be kept only its hash is known.
    if (rule === undefined || !(value.startsWith('sha256-') || rule.pattern.matchesWhole(value))) return true
    return today.some((other) => other.series === key.series) && !today.some((other) => other.text === key.text)
  }
  return keys.filter((key) => key.kind === 'configured' && isStale(key)).map(({ text }) => text)
}
