// Which keys a draft can be known by (design §5), and how they are written.

import { sha256Hex } from '../base/digest.ts'
import { parseUrl } from '../base/parse-url.ts'
import { collapseSpace, legalText } from '../base/text.ts'
import { textOfDraft } from '../model/draft-text.ts'
import type { EntryDraft } from '../model/entry.ts'
import { makeKey, rankOf } from '../model/identity-key.ts'
import type { ChosenCategory, IdentityKey, KeyedDraft } from '../model/merge.ts'
import type { IdentityRule } from '../model/settings.ts'
import { canonicalUrl } from './canonical-url.ts'
import { sketchOf } from './similar.ts'

export interface KeyRules {
  readonly source: string
  readonly identity: readonly IdentityRule[]
  readonly tracking: readonly string[]
}

/** What a draft shows besides itself: its visible text, and where its source's rules put it. */
export interface Shown {
  readonly text: string
  readonly categories: readonly ChosenCategory[]
  readonly isPublic: boolean
}

/**
 * Everything identity compares of one draft.
 * Keys, strongest first: configured identities (across sources), guid (RSS 2.0 `guid`, RFC 4287 `atom:id`, JSON Feed `id`; within the
 * source), canonical URL (across sources); the hashes stand apart, they are compared only when nothing else is left.
 */
export function keyDraft(draft: EntryDraft, { text, categories, isPublic }: Shown, rules: KeyRules): KeyedDraft {
  const titleKey = titleKeyOf(draft.title)
  const dated = `${titleKey}\n${draft.published ?? ''}`
  return {
    draft,
    keys: [...configuredKeys(draft, rules.identity), ...guidKeys(draft, rules.source), ...urlKeys(draft, rules)],
    hash: hashKey(rules.source, dated),
    textHash: hashKey(rules.source, `${dated}\n${text}`),
    titleKey,
    sketch: sketchOf(text),
    categories,
    isPublic,
    fingerprint: sha256Hex(textOfDraft(draft) + JSON.stringify([categories, isPublic])).slice(0, 32),
  }
}

/** Titles are the same when these are: NFKC, every run of white space one space. */
export function titleKeyOf(title: string): string {
  return collapseSpace(legalText(title).normalize('NFKC'))
}

function configuredKeys(draft: EntryDraft, identity: readonly IdentityRule[]): IdentityKey[] {
  return identity.flatMap((rule, rank) => {
    const value = candidates(draft, rule).find((candidate) => rule.pattern.matchesWhole(candidate))
    return value === undefined ? [] : [makeKey('configured', rule.name, value, rank)]
  })
}

/** Where a configured identity's value may stand: the link's query first, then the item's fields in config's order. */
function candidates(draft: EntryDraft, rule: IdentityRule): string[] {
  const fromQuery = rule.query === null || draft.link === null ? [] : queryValues(draft.link, rule.query)
  const fromFields = rule.fields.map((name) => (Object.hasOwn(draft.fields, name) ? draft.fields[name] : undefined))
  return [...fromQuery, ...fromFields].filter((value) => value !== undefined).map((value) => value.trim())
}

function queryValues(link: string, name: string): string[] {
  const wanted = name.toLowerCase()
  return [...(parseUrl(link)?.searchParams ?? [])].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
}

function guidKeys(draft: EntryDraft, source: string): IdentityKey[] {
  return draft.guid === null || draft.guid.trim() === '' ? [] : [guidKeyOf(source, draft.guid)]
}

export function guidKeyOf(source: string, guid: string): IdentityKey {
  return makeKey('guid', `guid:${source}`, guid, rankOf.guid)
}

function urlKeys(draft: EntryDraft, { identity, tracking }: KeyRules): IdentityKey[] {
  const url = draft.link === null ? null : canonicalUrl(draft.link, { ignored: tracking, kept: keptParameters(identity) })
  return url === null ? [] : [makeKey('url', 'url', url, rankOf.url)]
}

/** Query parameters that hold a configured identity. */
export function keptParameters(identity: readonly IdentityRule[]): readonly string[] {
  return identity.flatMap((rule) => (rule.query === null ? [] : [rule.query]))
}

function hashKey(source: string, text: string): IdentityKey {
  return makeKey('hash', `hash:${source}`, sha256Hex(text).slice(0, 32), rankOf.hash)
}
