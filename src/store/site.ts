// A store belongs to one site: who it is and when it was made is written once.
import type { Kysely } from 'kysely'
import { AppError } from '../base/errors.ts'
import type { Tables } from './schema.ts'

export interface SiteIdentity {
  readonly siteId: string
  /** Host of the site's address: with the year it names the feeds for ever, also after a move. */
  readonly host: string
  /** Calendar year of now in the site's zone: becomes part of every id when the store is new. */
  readonly year: number
}

export interface Authority {
  readonly host: string
  readonly year: number
}

/** Claims a new store for the site, or checks that it is the site's; where and when it was made. @throws AppError `other-site` */
export async function openSite(db: Kysely<Tables>, { siteId, host, year }: SiteIdentity, file: string): Promise<Authority> {
  const facts = new Map(
    (await db.selectFrom('meta').selectAll().where('key', 'in', ['site', 'host', 'year']).execute()).map((row) => [row.key, row.value]),
  )
  const owner = facts.get('site')
  if (owner === undefined) {
    await db
      .insertInto('meta')
      .values([
        { key: 'site', value: siteId },
        { key: 'host', value: host },
        { key: 'year', value: String(year) },
      ])
      .execute()
    return { host, year }
  }
  refuseOther(owner, siteId, file)
  return { host: facts.get('host') ?? host, year: Number(facts.get('year')) }
}

/** Of a store that was opened before. */
export async function authorityOf(db: Kysely<Tables>): Promise<Authority> {
  const rows = await db.selectFrom('meta').selectAll().where('key', 'in', ['host', 'year']).execute()
  const facts = new Map(rows.map((row) => [row.key, row.value]))
  return { host: facts.get('host') ?? '', year: Number(facts.get('year')) }
}

/** @throws AppError `other-site` unless the store's owner is the site. */
export function refuseOther(owner: string, siteId: string, file: string): void {
  if (owner === siteId) return
  throw new AppError(
    'other-site',
    `The store ${file} belongs to the site "${owner}", not to "${siteId}"`,
    `Name another store, or, if this is the same site under a new address, set site.id: ${owner}`,
    { file },
  )
}
