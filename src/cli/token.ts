import type { CategoryRecord, GivenToken, TokenRecord } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { parseDuration } from '../base/units.ts'
import { rfc3339 } from '../base/zone.ts'
import { categoryNamed } from './category-named.ts'
import type { CommonOptions, Context } from './context.ts'
import { harmless, printJson, shortTime, table } from './print.ts'
import { withApp } from './session.ts'

export interface GivingOptions extends CommonOptions {
  readonly label?: string
  readonly expires?: string
  readonly all?: boolean
}

/** `token add CATEGORY|--all [--label TEXT] [--expires 90d]`: the only time that the token is shown. */
export function addToken(category: string | undefined, options: GivingOptions, context: Context): Promise<number> {
  const isAll = options.all === true
  const expiresInMs = options.expires === undefined ? null : durationFrom(options.expires)
  if (isAll === (category !== undefined))
    throw new AppError('usage', isAll ? '--all goes without a category' : 'no category is named', 'Name a private one, or write --all.')
  return withApp(options, context, async ({ app, settings }) => {
    const slug = category === undefined ? null : categoryNamed(category, await app.categoryRecords())
    const given = await app.giveToken({ slug, label: options.label ?? null, expiresInMs })
    if (options.json === true) printJson(context, { ...tokenShape(given.record), token: given.text, addresses: given.addresses })
    else context.out(describeGiven(given, settings.site.timezone))
    return 0
  })
}

/** `token list [CATEGORY]` */
export function listTokens(category: string | undefined, options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const slug = category === undefined ? null : newestSlug(category, await app.categoryRecords())
    const tokens = await app.tokens(slug)
    if (options.json === true) printJson(context, tokens.map(tokenShape))
    else context.out(`${describe(tokens, settings.site.timezone, context)}\n`)
    return 0
  })
}

/** `token revoke ID` */
export function revokeToken(id: string, options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app }) => {
    const record = await app.revokeToken(id)
    if (options.json === true) printJson(context, tokenShape(record))
    else context.out(`${harmless(`The token ${nameOf(record)} opens ${opened(record)} no more.`)}\n`)
    return 0
  })
}

function newestSlug(category: string, records: readonly CategoryRecord[]): string {
  const slug = categoryNamed(category, records)
  return records.find((record) => record.slug === slug)?.movedTo ?? slug
}

function durationFrom(text: string): number {
  const ms = parseDuration(text)
  if (ms === null || ms <= 0) throw new AppError('usage', `--expires is "${text}"`, 'Write a duration such as 90d or 12h.')
  return ms
}

function describeGiven({ record, text, addresses }: GivenToken, zone: string): string {
  const until = record.expiresAt === null ? '' : ` until ${shortTime(record.expiresAt, zone)}`
  const rows = [
    ['Atom', addresses.atom],
    ['RSS', addresses.rss],
    ['JSON Feed', addresses.json],
    ['page', addresses.html],
    ['all feeds', addresses.opml],
  ].flatMap(([name = '', address]) => (address === undefined ? [] : [`  ${name.padEnd(10)} ${address}`]))
  const lines = [
    `The token ${nameOf(record)} opens ${opened(record)}${until}:`,
    '',
    ...rows,
    '',
    `Readers that can send a password do without it in the address: any user name, and as password ${text}`,
    `It is shown this once; only its hash is kept. "newsstand token revoke ${record.id}" takes it back.`,
  ]
  return `${lines.map(harmless).join('\n')}\n`
}

function nameOf({ id, label }: TokenRecord): string {
  return label === null ? id : `${id} (${label})`
}

function opened({ slug }: TokenRecord): string {
  return slug ?? 'everything private'
}

function describe(tokens: readonly TokenRecord[], zone: string, context: Context): string {
  if (tokens.length === 0) return 'There is no token.'
  const rows = tokens.map(({ id, label, slug, createdAt, expiresAt, usedDay }) => [
    id,
    label ?? '',
    slug ?? '(all)',
    shortTime(createdAt, zone),
    shortTime(expiresAt, zone),
    dayWord(usedDay) ?? '-',
  ])
  return table(['id', 'label', 'category', 'created', 'expires', 'last used'], rows, context)
}

function dayWord(day: number | null): string | null {
  return day === null ? null : rfc3339(day * 86_400_000).slice(0, 10)
}

/** Scripts outside the project may rely on it. */
function tokenShape({ id, slug, label, createdAt, expiresAt, usedDay }: TokenRecord) {
  return {
    id,
    category: slug,
    label,
    created: rfc3339(createdAt),
    expires: expiresAt === null ? null : rfc3339(expiresAt),
    last_used: dayWord(usedDay),
  }
}
