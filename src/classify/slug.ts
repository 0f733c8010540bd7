// A category's name → the word that stands in its addresses for ever (design §7).
import transliterate from '@sindresorhus/transliterate'
import { pinyin } from 'pinyin-pro'
import { sha256Hex } from '../base/digest.ts'
import { longestSlug } from '../model/category.ts'

/**
 * Toneless pinyin, letters and digits joined, each run of anything else one hyphen, lower case, at most 80 bytes:
 * `国际商报` → `guojishangbao`, `AC/DC` → `ac-dc`. Words of `overrides` are read as it says. Empty → `c-` and 8 hex of the name's SHA-256.
 */
export function slugOf(name: string, overrides: Readonly<Record<string, string>>): string {
  const latin = romanized(name.normalize('NFKC'), overrides)
  const slug = latin
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? `c-${hexOf(name)}` : slug
}

/** The slug a name gets when its own is taken: `salt` is the name. */
export function distinctSlug(slug: string, salt: string): string {
  const suffix = `-${hexOf(salt)}`
  return slug.slice(0, longestSlug - suffix.length).replace(/-+$/, '') + suffix
}

/** Overridden words are cut out first, so that they cannot be read as part of a neighbour. */
function romanized(name: string, overrides: Readonly<Record<string, string>>): string {
  const word = Object.keys(overrides)
    .sort((a, b) => b.length - a.length)
    .find((candidate) => candidate !== '' && name.includes(candidate))
  if (word === undefined) return readHan(name)
  return name
    .split(word)
    .map((part) => (part === '' ? '' : romanized(part, overrides)))
    .join(overrides[word] ?? '')
}

function readHan(text: string): string {
  return text.replace(/\p{Script=Han}+|[^\p{Script=Han}]+/gu, (run) =>
    /\p{Script=Han}/u.test(run) ? pinyin(run, { toneType: 'none', type: 'array', v: true }).join('') : transliterate(run),
  )
}

function hexOf(name: string): string {
  return sha256Hex(name).slice(0, 8)
}
