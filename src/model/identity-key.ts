// How identity keys are written and ranked.
import { sha256Hex } from '../base/digest.ts'
import { legalText } from '../base/text.ts'
import type { IdentityKey, KeyKind } from './merge.ts'

/** Ranks of the kinds that follow the configured identities, which rank by their place in config. */
export const rankOf = { guid: 1_000, url: 1_001, hash: 1_002 } as const

/** A configured name that left config still tells articles apart, but weaker than those that are there. */
const retiredRank = 999

const longestKeyBytes = 1024

/** `series:value`; NUL, lone surrogates and other characters no store can carry are removed, values over 1 KB are hashed. */
export function makeKey(kind: KeyKind, series: string, value: string, rank: number): IdentityKey {
  const plain = legalText(value)
  const stored = Buffer.byteLength(plain) > longestKeyBytes ? `sha256-${sha256Hex(plain)}` : plain
  return { text: `${series}:${stored}`, kind, series, rank }
}

/** Reads a stored key back; `identityNames` are the configured identities, strongest first. */
export function keyFromText(text: string, identityNames: readonly string[]): IdentityKey {
  const prefix = text.slice(0, text.indexOf(':'))
  if (prefix === 'url') return { text, kind: 'url', series: 'url', rank: rankOf.url }
  if (prefix === 'guid' || prefix === 'hash') return { text, kind: prefix, series: `${prefix}:${sourceOfKey(text)}`, rank: rankOf[prefix] }
  const rank = identityNames.indexOf(prefix)
  return { text, kind: 'configured', series: prefix, rank: rank < 0 ? retiredRank : rank }
}

/** The value behind the series. */
export function valueOfKey(key: IdentityKey): string {
  return key.text.slice(key.series.length + 1)
}

/** The same address over the other of http and https; null where the value is no web address. */
export function otherScheme(key: IdentityKey): IdentityKey | null {
  const value = valueOfKey(key)
  const other = value.startsWith('https://') ? `http${value.slice(5)}` : value.startsWith('http://') ? `https${value.slice(4)}` : null
  return other === null || !(key.kind === 'guid' || key.kind === 'url') ? null : { ...key, text: `${key.series}:${other}` }
}

/** Source ids hold no colon. */
function sourceOfKey(text: string): string {
  return text.split(':', 2)[1] ?? ''
}
