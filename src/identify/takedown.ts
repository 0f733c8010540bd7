// Which addresses config has taken down.
import { comparable } from '../base/address-glob.ts'
import type { IdentityRule } from '../model/settings.ts'
import type { TakedownJudge, TakedownRule } from '../model/takedown.ts'
import { canonicalUrl } from './canonical-url.ts'
import { keptParameters } from './keys.ts'

export interface TakedownRules {
  readonly takedown: readonly TakedownRule[]
  readonly identity: readonly IdentityRule[]
  readonly tracking: readonly string[]
}

/** The first rule of config that matches any of an entry's addresses. They are compared as identity compares them: without tracking parameters. */
export function takedownJudge({ takedown, identity, tracking }: TakedownRules): TakedownJudge {
  const rules = { ignored: tracking, kept: keptParameters(identity) }
  return (addresses) => {
    if (takedown.length === 0) return null
    const compared = addresses.flatMap((address) => canonicalUrl(address, rules) ?? [])
    return takedown.find((rule) => compared.some((address) => isMatch(rule, address))) ?? null
  }
}

function isMatch({ pattern, covers }: TakedownRule, address: string): boolean {
  return covers === 'address' ? pattern.matchesWhole(comparable(address)) : pattern.test(address)
}
