import { z } from 'zod'
import { addressGlob } from '../base/address-glob.ts'
import { compilePattern } from '../base/pattern.ts'
import { collapseSpace } from '../base/text.ts'
import type { TakedownRule } from '../model/takedown.ts'
import { anyText, both, type Check, pattern, quote, text } from './values.ts'

/** As long as one that `retract` takes. */
const longestReason = 1_000

const glob: Check = (value) =>
  addressGlob(value) === null
    ? { message: `${quote(value)} is no address`, advice: 'write one such as https://paper.example/private/*, "*" for anything' }
    : null

const short: Check = (value) =>
  [...value].length > longestReason
    ? { message: `the text has more than ${longestReason} characters`, advice: 'say it more briefly: it stands in feeds' }
    : null

export const takedownSchema = z
  .strictObject({
    url: text(glob, 'https://paper.example/private/*')
      .optional()
      .describe(
        'Address of what is withdrawn; * stands for anything. http or https, tracking parameters and the case of the host play no part.',
      ),
    pattern: text(pattern, '^https://paper\\.example/\\d+$')
      .optional()
      .describe('Instead of url: RE2 pattern, found anywhere in the address.'),
    why: text(both(anyText, short), 'At the wish of its author').describe('Why, for readers who come to its page.'),
    silent: z.boolean().default(true).describe('false: for 30 days feeds say that it was withdrawn, and why.'),
  })
  .describe('Entries that are withdrawn because a source shows them at such an address, those that come later too.')

export function resolveTakedown({ url, pattern: written, why, silent }: z.output<typeof takedownSchema>): TakedownRule {
  const source = url === undefined ? null : addressGlob(url)
  return {
    rule: url ?? written ?? '',
    why: collapseSpace(why),
    isSilent: silent,
    pattern: compilePattern(source ?? written ?? ''),
    covers: source === null ? 'part' : 'address',
  }
}
