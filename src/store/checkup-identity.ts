// How well the entries of each source are told apart: what changes under them, and what they share.
import type Database from 'better-sqlite3'
import { parseUrl } from '../base/parse-url.ts'
import type { IdentitySurvey, TellingParameter } from '../model/checkup.ts'

/** Addresses looked at, the newest of each source that needs it. */
const mostAddresses = 200
/** So many of them must have a parameter, each its own value. */
const tellingShare = 0.95

type Numbers = Omit<IdentitySurvey, 'burnt' | 'sharedTitles' | 'sharingEntries' | 'parameters'>

const keysBySighting = `select source, count(*) as sightings,
    sum(guids > 0) as guids, sum(guids > 1) as changingGuids, sum(addresses > 0) as addresses, sum(addresses > 1) as changingAddresses,
    sum(configured > 0) as configured
  from (select sighting, sum(key >= 'guid:' and key < 'guid;') as guids, sum(key >= 'url:' and key < 'url;') as addresses,
      sum(not (key >= 'guid:' and key < 'guid;') and not (key >= 'url:' and key < 'url;') and not (key >= 'hash:' and key < 'hash;')) as configured
    from sighting_keys group by sighting) join sightings on sightings.id = sighting group by source`

const sharedTitles = `select source, count(*) as titles, sum(entries) as entries from
    (select sightings.source as source, count(distinct entries.id) as entries from sightings
      join entries on entries.id = sightings.entry where entries.state = 'published' and entries.title is not null
      group by sightings.source, entries.title having count(distinct entries.id) > 1) group by source`

const burnt = `select source, count(*) as keys from burnt_keys where key not like 'hash:%' group by source`

export function surveyIdentity(database: Database.Database): readonly IdentitySurvey[] {
  const rows = database.prepare<[], Numbers>(keysBySighting).all()
  const shared = new Map(
    database
      .prepare<[], { source: string; titles: number; entries: number }>(sharedTitles)
      .all()
      .map((row) => [row.source, row]),
  )
  const keys = new Map(
    database
      .prepare<[], { source: string; keys: number }>(burnt)
      .all()
      .map((row) => [row.source, row.keys]),
  )
  return rows.map((row) => {
    const own = {
      ...row,
      burnt: keys.get(row.source) ?? 0,
      sharedTitles: shared.get(row.source)?.titles ?? 0,
      sharingEntries: shared.get(row.source)?.entries ?? 0,
    }
    const isWell = own.changingGuids === 0 && own.burnt === 0 && own.sharedTitles === 0 && own.changingAddresses === 0
    return { ...own, parameters: isWell ? [] : tellingIn(database, row.source) }
  })
}

function tellingIn(database: Database.Database, source: string): readonly TellingParameter[] {
  const addresses = database
    .prepare<[string, number], string>(
      `select entries.url from sightings join entries on entries.id = sightings.entry
        where sightings.source = ? and entries.url is not null order by sightings.id desc limit ?`,
    )
    .pluck()
    .all(source, mostAddresses)
  const all = [...new Set(addresses)].flatMap((address) => parseUrl(address) ?? [])
  const values = new Map<string, string[]>()
  for (const { searchParams } of all) for (const [name, value] of searchParams) values.set(name, [...(values.get(name) ?? []), value])
  return [...values]
    .filter(([, each]) => all.length > 1 && each.length >= all.length * tellingShare && new Set(each).size >= each.length * tellingShare)
    .map(([name, each]) => ({ name, isNumber: each.every((value) => /^\d+$/.test(value)) }))
}
