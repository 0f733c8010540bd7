// Rules of the tables that SQLite does not keep by itself, and counters that are kept beside what they count.
import type Database from 'better-sqlite3'
import type { Breach, BreachRule, Miscount } from '../model/checkup.ts'

const mostExamples = 5
/** Longer chains of merges are none: each names its final entry. */
const longestChain = 50

/** Each finds what breaks a rule, named as people can ask for it. */
const queries: readonly { readonly rule: BreachRule; readonly query: string }[] = [
  {
    rule: 'unseen-entries',
    // What was public once keeps its id and path when it is hidden, and also when another entry has taken over all that was seen of it.
    query: `select coalesce(public_id, 'entry ' || id) from entries
    where (state in ('published', 'expired') or (state = 'pending' and public_id is null))
      and not exists (select 1 from sightings where sightings.entry = entries.id)`,
  },
  {
    rule: 'keyless-sightings',
    query: `select source || ' ' || id from sightings
    where not exists (select 1 from sighting_keys where sighting_keys.sighting = sightings.id)`,
  },
  {
    rule: 'places',
    query: `select distinct coalesce(entries.public_id, 'entry ' || entries.id) from memberships
    join entries on entries.id = memberships.entry where entries.state in ('pending', 'merged', 'expired', 'retracted', 'pruned')`,
  },
  {
    rule: 'merged-chains',
    query: `with recursive chain(first, id, steps) as (
      select id, merged_into, 1 from entries where state = 'merged'
      union all select chain.first, entries.merged_into, steps + 1 from chain join entries on entries.id = chain.id
        where entries.state = 'merged' and steps < ${longestChain})
    select distinct coalesce(public_id, 'entry ' || entries.id) from chain join entries on entries.id = chain.first
      where steps >= ${longestChain} or chain.id is null or not exists (select 1 from entries as last where last.id = chain.id)`,
  },
  {
    rule: 'paths-twice',
    query: `select lower(path) from entries where path is not null and state != 'merged' group by lower(path) having count(*) > 1`,
  },
  {
    rule: 'unminted',
    query: `select public_id from entries where public_id is not null
    and not exists (select 1 from minted where kind = 'id' and value = public_id)`,
  },
]

export function breachesIn(database: Database.Database): readonly Breach[] {
  const broken = queries.flatMap(({ rule, query }): readonly Breach[] => {
    const found = database.prepare<[], string>(query).pluck().all()
    return found.length === 0 ? [] : [{ rule, count: found.length, examples: found.slice(0, mostExamples) }]
  })
  return [...referencesIn(database), ...broken]
}

interface Dangling {
  readonly table: string
  readonly rowid: number | null
  readonly parent: string
}

function referencesIn(database: Database.Database): readonly Breach[] {
  const found = database.prepare<[], Dangling>('pragma foreign_key_check').all()
  const examples = found
    .slice(0, mostExamples)
    .map(({ table, rowid, parent }) => `row ${rowid ?? '?'} of ${table} names no row of ${parent}`)
  return found.length === 0 ? [] : [{ rule: 'references', count: found.length, examples }]
}

const counted = `select source, count(distinct sightings.entry) as entries from sightings
  join entries on entries.id = sightings.entry where entries.state = 'published' group by source`

export function miscountsIn(database: Database.Database): readonly Miscount[] {
  return database
    .prepare<[], Miscount>(
      `select id as source, sources.entries as kept, coalesce(shown.entries, 0) as counted from sources
        left join (${counted}) as shown on shown.source = sources.id where sources.entries != coalesce(shown.entries, 0) order by id`,
    )
    .all()
}

/** Counts them anew; how many sources had another number. Must run in a transaction. */
export function recount(database: Database.Database): number {
  return database
    .prepare(
      `update sources set entries = coalesce((select shown.entries from (${counted}) as shown where shown.source = sources.id), 0)
        where entries != coalesce((select shown.entries from (${counted}) as shown where shown.source = sources.id), 0)`,
    )
    .run().changes
}
