// What one document says about its own drafts, before anything known is looked at: which are one, which keys tell nothing apart.
import type { IdentityKey, KeyedDraft } from '../model/merge.ts'
import { type Burnt, everywhere } from './burnt.ts'
import { uniqueKeys } from './contradiction.ts'

/** More different titles than this under one configured value: the value names a page or a list, not an article. */
export const mostTitles = 3

/** Drafts of one document that are one. `lead` stands first in the document and gives the content. */
export interface DraftGroup {
  readonly lead: KeyedDraft
  readonly members: readonly KeyedDraft[]
  /** Configured identities, guids and URLs of all members. */
  readonly keys: readonly IdentityKey[]
}

export interface DocumentReading {
  readonly groups: readonly DraftGroup[]
  readonly isDrifting: boolean
}

/** Applies the rows "two drafts of one document share …" of design §5; burns what they burn. Groups keep document order. */
export function readDocument(source: string, drafts: readonly KeyedDraft[], burnt: Burnt): DocumentReading {
  const overused = overusedConfigured(drafts)
  let groups = drafts.map((draft) => groupOf([draft], overused))
  for (const stage of stages) groups = unify(groups, { source, burnt, keysOf: (group) => stage(group, source, burnt) })
  return { groups, isDrifting: overused.size > 0 }
}

/** What private drafts show burns nothing for the sources that readers see. */
export function isPublicGroup({ members }: DraftGroup): boolean {
  return members.every((member) => member.isPublic)
}

/**
 * The keys by which a group is looked up: what is not burnt of configured identities, guid and URL; if that is nothing, the hash of
 * title and date; if that is burnt, the hash with the text.
 */
export function comparedKeys(group: DraftGroup, source: string, burnt: Burnt): readonly IdentityKey[] {
  const strong = group.keys.filter((key) => !burnt.within(source, key))
  if (strong.length > 0) return [...strong].sort((a, b) => a.rank - b.rank)
  return burnt.within(source, group.lead.hash) ? [group.lead.textHash] : [group.lead.hash]
}

/** Each stage sees the burns of those before it: strongest kind first. */
const stages: readonly ((group: DraftGroup, source: string, burnt: Burnt) => readonly IdentityKey[])[] = [
  (group, source, burnt) => comparedKeys(group, source, burnt).filter((key) => key.kind === 'configured'),
  (group, source, burnt) => comparedKeys(group, source, burnt).filter((key) => key.kind === 'guid'),
  (group, source, burnt) => comparedKeys(group, source, burnt).filter((key) => key.kind === 'url'),
  (group, source, burnt) => comparedKeys(group, source, burnt).filter((key) => key.kind === 'hash'),
  // Hashes burnt by the stage before: those with equal text are still one draft.
  (group, source, burnt) => comparedKeys(group, source, burnt).filter((key) => key.kind === 'hash'),
]

interface Unifying {
  readonly source: string
  readonly burnt: Burnt
  readonly keysOf: (group: DraftGroup) => readonly IdentityKey[]
}

/** One stage: groups that share a key become one, or the key is burnt. Linear but for the groups that do share. */
function unify(groups: readonly DraftGroup[], { source, burnt, keysOf }: Unifying): DraftGroup[] {
  const current = new Map(groups.map((group) => [group, group]))
  for (const { key, carriers } of sharedKeys(groups, keysOf)) {
    const sharing = [...new Set(carriers.map((group) => current.get(group) ?? group))]
    if (sharing.length < 2) continue
    const obstacle = obstacleTo(sharing, key, source)
    if (obstacle !== null) burnt.burn(obstacle.scope, key, { source, reason: obstacle.reason })
    else replaceAll(current, sharing, joined(sharing))
  }
  return [...new Set(current.values())]
}

function sharedKeys(groups: readonly DraftGroup[], keysOf: Unifying['keysOf']): { key: IdentityKey; carriers: DraftGroup[] }[] {
  const carriers = new Map<string, { key: IdentityKey; carriers: DraftGroup[] }>()
  for (const group of groups) {
    for (const key of keysOf(group)) {
      const found = carriers.get(key.text)
      if (found === undefined) carriers.set(key.text, { key, carriers: [group] })
      else found.carriers.push(group)
    }
  }
  return [...carriers.values()].filter((bucket) => bucket.carriers.length > 1)
}

function replaceAll(current: Map<DraftGroup, DraftGroup>, old: readonly DraftGroup[], by: DraftGroup): void {
  for (const [original, now] of current) if (old.includes(now)) current.set(original, by)
}

/** Why groups that share a key in one document are not one: a configured identity contradicts, or (kinds 2–4) they are not equal. */
function obstacleTo(sharing: readonly DraftGroup[], key: IdentityKey, source: string): { scope: string; reason: string } | null {
  const against = differingIdentity(sharing, key)
  if (against !== null)
    return {
      scope: sharing.every(isPublicGroup) ? everywhere : source,
      reason: `two drafts of one document share it but differ in ${against}`,
    }
  const isUnequal = new Set(sharing.map((group) => group.lead.textHash.text)).size > 1
  return key.kind !== 'configured' && isUnequal ? { scope: source, reason: 'two different drafts of one document share it' } : null
}

/** The configured identity, stronger than the shared key, in which a group has no value in common with those before it. Linear. */
function differingIdentity(sharing: readonly DraftGroup[], shared: IdentityKey): string | null {
  const seen = new Map<string, Set<string>>()
  for (const { keys } of sharing) {
    const stronger = keys.filter((key) => key.kind === 'configured' && key.rank < shared.rank)
    const differing = stronger.find(({ series }) => {
      const before = seen.get(series)
      return before !== undefined && !stronger.some((key) => key.series === series && before.has(key.text))
    })
    if (differing !== undefined) return differing.series
    for (const { series, text } of stronger) seen.set(series, (seen.get(series) ?? new Set()).add(text))
  }
  return null
}

function joined(sharing: readonly DraftGroup[]): DraftGroup {
  return groupOf(
    sharing.flatMap((group) => group.members),
    new Set(),
    sharing.flatMap((group) => group.keys),
  )
}

function groupOf(members: readonly KeyedDraft[], overused: ReadonlySet<string>, keys?: readonly IdentityKey[]): DraftGroup {
  const [lead] = members
  if (lead === undefined) throw new RangeError('a group has at least one draft')
  const own = keys ?? members.flatMap((member) => member.keys)
  return { lead, members, keys: uniqueKeys(own.filter((key) => !overused.has(key.text))) }
}

function overusedConfigured(drafts: readonly KeyedDraft[]): ReadonlySet<string> {
  const titles = new Map<string, Set<string>>()
  for (const { keys, titleKey } of drafts) {
    for (const { kind, text } of keys) if (kind === 'configured') titles.set(text, (titles.get(text) ?? new Set()).add(titleKey))
  }
  return new Set([...titles].filter(([, under]) => under.size > mostTitles).map(([text]) => text))
}
