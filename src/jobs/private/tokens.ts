// Tokens for private categories and private output feeds: given, listed, taken back.
import { isSameSecret, sha256Hex } from '../../base/digest.ts'
import { AppError } from '../../base/errors.ts'
import { collapseSpace, legalText, truncate } from '../../base/text.ts'
import { unguessable } from '../../base/unguessable.ts'
import { categoryPath, type PageFormat, privateFeedsPath, publicUrl } from '../../model/paths.ts'
import { dayOf } from '../../model/poll.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import { type TokenRecord, tokenParts, tokenQuery, tokenText } from '../../model/token.ts'
import type { Deps } from '../deps.ts'

const longestLabel = 100
const secretBytes = 24
const idBytes = 6

export interface TokenWish {
  /** Slug; null: everything private. */
  readonly slug: string | null
  readonly label: string | null
  readonly expiresInMs: number | null
}

export interface GivenToken {
  readonly record: TokenRecord
  /** Nobody can find it out again. */
  readonly text: string
  /** Where it opens what, by format; of a token for everything only the list of feeds. */
  readonly addresses: Readonly<Partial<Record<PageFormat | 'opml', string>>>
}

/** @throws AppError `unknown-category`, `category-state` where the category is not private or has ended */
export async function giveToken({ slug: wished, label, expiresInMs }: TokenWish, { store, settings, clock }: Deps): Promise<GivenToken> {
  const slug = wished === null ? null : privateSlug(wished, await store.categoryRecords())
  const now = clock.now()
  const parts = { id: freshId(), secret: unguessable(secretBytes) }
  const record = { id: parts.id, slug, label: labelFrom(label), createdAt: now, expiresAt: expiresInMs && now + expiresInMs, usedDay: null }
  await store.tokens.add({ ...record, hash: sha256Hex(parts.secret) })
  const text = tokenText(parts)
  const addressOf = (path: string) => publicUrl(settings.site.url, path) + tokenQuery(text)
  const feeds =
    slug === null ? [] : (['atom', 'rss', 'json', 'html'] as const).map((format) => [format, addressOf(categoryPath(slug, format))])
  return { record, text, addresses: { ...Object.fromEntries(feeds), opml: addressOf(privateFeedsPath) } }
}

export async function revokeToken(words: string, { store }: Pick<Deps, 'store'>): Promise<TokenRecord> {
  const id = tokenParts(words)?.id ?? words.replace(/^nst_/, '')
  const record = await store.tokens.revoke(id)
  if (record !== null) return record
  // What was given may be a secret.
  const shown = /^[A-Za-z0-9]{1,16}$/.test(id) ? ` "${id}"` : ' of this id'
  throw new AppError('unknown-token', `There is no token${shown}`, '"newsstand token list" shows the ids of all.')
}

/** What somebody shows who wants to read what is private. */
export interface Shown {
  readonly text: string
  /** In an address it may be read by others; in a header only who asks and we see it. */
  readonly isInAddress: boolean
}

/** What it opens: a slug, or everything private; null: nothing. The operator's own token opens everything, but never in an address. */
export async function openedBy(
  { text, isInAddress }: Shown,
  { store, settings, clock }: Deps,
): Promise<{ readonly slug: string | null } | null> {
  const operator = settings.serve.token
  if (operator !== null && !isInAddress && isSameSecret(text, operator)) return { slug: null }
  const parts = tokenParts(text)
  if (parts === null) return null
  const now = clock.now()
  const token = await store.tokens.find(parts.id, now)
  if (!isSameSecret(sha256Hex(parts.secret), token?.hash ?? '') || token === null) return null
  if (token.usedDay !== dayOf(now)) await store.tokens.used(token.id, dayOf(now))
  return { slug: token.slug }
}

function privateSlug(slug: string, records: readonly CategoryRecord[]): string {
  const bySlug = new Map(records.map((record) => [record.slug, record]))
  const named = bySlug.get(slug)
  const record = bySlug.get(named?.movedTo ?? slug)
  if (named === undefined || record === undefined)
    throw new AppError(
      'unknown-category',
      `There is no category "${slug}"`,
      '"newsstand category list --state private" shows those that are private.',
    )
  if (named.state === 'retired' || record.state !== 'active')
    throw new AppError(
      'category-state',
      `"${slug}" is ${record.state === 'active' ? named.state : record.state}`,
      'Tokens are for living private categories.',
    )
  if (!record.isPrivate)
    throw new AppError(
      'category-state',
      `"${record.slug}" is public: everybody may read it`,
      'Tokens are for what config says private: true of.',
    )
  return record.slug
}

function freshId(): string {
  return unguessable(idBytes * 2)
    .replace(/[-_]/g, '')
    .slice(0, 10)
    .padEnd(10, '0')
}

function labelFrom(label: string | null): string | null {
  const text = truncate(collapseSpace(legalText(label ?? '')), longestLabel)
  return text === '' ? null : text
}
