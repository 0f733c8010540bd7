// What an entry's id and path are made from, at the moment of its first publication; decided once and stored.
import { byCodePoint } from '../base/text.ts'
import { valueOfKey } from '../model/identity-key.ts'
import type { IdentityKey, Sighting } from '../model/merge.ts'
import { hashOfId } from '../model/paths.ts'

/** Characters and length a configured value must have to name a file. */
const fileName = /^[A-Za-z0-9_-]{1,64}$/

/**
 * The strongest key that still identifies: the best rank, of equal rank the owner's, then the smallest. When every key is burnt, the
 * same among the burnt ones. `sightings` are the public ones, the owner first.
 */
export function strongestKey(sightings: readonly Sighting[], isBurnt: (source: string, key: IdentityKey) => boolean): IdentityKey {
  const claims = sightings.flatMap((sighting, at) =>
    sighting.keys.map((key) => ({ key, isOwners: at === 0, isBurnt: isBurnt(sighting.source, key) })),
  )
  const [best] = claims.sort(
    (a, b) =>
      Number(a.isBurnt) - Number(b.isBurnt) ||
      a.key.rank - b.key.rank ||
      Number(b.isOwners) - Number(a.isOwners) ||
      byCodePoint(a.key.text, b.key.text),
  )
  if (best === undefined) throw new RangeError('an entry without a key cannot be published')
  return best.key
}

/** The order in which equal strongest keys are given ids: by everything the entries are known by, never by arrival. */
export function inMintOrder<T>(entries: readonly T[], sightingsOf: (entry: T) => readonly Sighting[]): readonly T[] {
  return entries
    .map((entry) => ({ entry, keys: allKeys(sightingsOf(entry)) }))
    .sort((a, b) => byCodePoint(a.keys, b.keys))
    .map(({ entry }) => entry)
}

/** The file name an entry wishes: the configured identity's value where it can be one, else 16 hex of its id. */
export function wishedName(strongest: IdentityKey, id: string): string {
  const value = strongest.kind === 'configured' ? valueOfKey(strongest) : ''
  return fileName.test(value) ? value : hashOfId(id).slice(0, 16)
}

/** Names to try when the wished one was ever used on that day: with 8 hex of the id, and more only if a source has spelt that out. */
export function* alternativeNames(wished: string, id: string): Generator<string> {
  const hash = hashOfId(id)
  for (let digits = 8; digits <= hash.length; digits += 8) yield `${wished}-${hash.slice(0, digits)}`
  for (let n = 2; ; n++) yield `${wished}-${hash}-${n}`
}

function allKeys(sightings: readonly Sighting[]): string {
  return sightings
    .flatMap((sighting) => sighting.keys.map((key) => key.text))
    .sort(byCodePoint)
    .join('\n')
}
