// On what terms entries are shown. A source's own setting, else its category's, else that of `publish`.
import { z } from 'zod'
import { formatDuration, parseDuration } from '../base/units.ts'
import { attributionFields } from '../model/source.ts'
import { textTemplate } from './addresses.ts'
import { nearest } from './nearest.ts'
import { anyText, both, type Check, quote, text } from './values.ts'

const shortest = 60_000
const longest = 36_500 * 86_400_000
const defaultExcerpt = 200

const span: Check = (value) => {
  if (value === 'never') return null
  const ms = parseDuration(value)
  if (ms === null) return { message: `${quote(value)} is no duration`, advice: 'write a number and its unit, such as 30d, or never' }
  return ms < shortest || ms > longest
    ? { message: `${quote(value)} is out of range`, advice: `write ${formatDuration(shortest)} to ${formatDuration(longest)}, or never` }
    : null
}

const knownFields: Check = (value) => {
  const names = [...value.matchAll(/\{([\w.-]+)\}/g)].map(([, name = '']) => name)
  const unknown = names.find((name) => !attributionFields.some((field) => field === name))
  if (unknown === undefined) return null
  const meant = nearest(unknown, attributionFields)
  const advice = meant === null ? `write {${attributionFields.join('}, {')}}` : `did you mean {${meant}}?`
  return { message: `{${unknown}} is no field of an attribution`, advice }
}

const images = z.enum(['link', 'https-only', 'drop'])
const excerpt = z.int().min(20).max(5_000)
/** null: never. */
const expires = text(span, '30d').transform((value) => (value === 'never' ? null : parseDuration(value)))
/** null: none. */
const attribution = text(both(both(anyText, textTemplate), knownFields), '来源：{publisher}').transform((value) =>
  value === 'none' ? null : value,
)

const says = {
  excerpt: 'With rights: excerpt: how many characters are shown at most; they end with a sentence where one ends.',
  images: 'Pictures in texts: link (shown from where they are), https-only (those whose address is https), drop (none).',
  expires: 'How long after its first publication an entry is shown; then its page only says so. Or never.',
  attribution: `Line that ends each text: {${attributionFields.join('}, {')}} may stand in it. Or none.`,
}

export const inheritedTerms = {
  excerpt: excerpt.optional().describe(`${says.excerpt} Default: publish.excerpt.`),
  images: images.optional().describe(`${says.images} Default: publish.images.`),
  expires: expires.optional().describe(`${says.expires} Default: publish.expires.`),
  attribution: attribution.optional().describe(`${says.attribution} Default: publish.attribution.`),
}

export const defaultTerms = {
  excerpt: excerpt.default(defaultExcerpt).describe(says.excerpt),
  images: images.default('link').describe(says.images),
  expires: expires.prefault('never').describe(says.expires),
  attribution: attribution.prefault('none').describe(says.attribution),
}
