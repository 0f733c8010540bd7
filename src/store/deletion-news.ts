// Deletions at origins, told: what was deleted, and what was not believed.
import type { Kysely } from 'kysely'
import { truncate } from '../base/text.ts'
import type { DeletionPolicy } from '../model/deletion.ts'
import { announceDeletion } from './alerts.ts'
import { type DeletionNews, noteDeletions } from './deletions.ts'
import { noteLook } from './page-looks.ts'
import type { ArticleRecord } from './port/articles.ts'
import type { PageLook, SeenDeletions } from './port/deletions.ts'
import type { PollRecord } from './port/polls.ts'
import type { Tables } from './schema.ts'

const dayMs = 86_400_000
/** Of one source in a day; by then the operator knows. */
const mostTold = 10
const titlesShown = 3
const longestTitle = 80

type Seeing = Pick<PollRecord, 'source' | 'at' | 'watch'>

/** Must run in the transaction of its poll, after its plan. */
export async function noteAndTell(db: Kysely<Tables>, seen: SeenDeletions, { source, at, watch }: Seeing): Promise<void> {
  const news = await noteDeletions(db, seen, { source, at })
  const message = await wordsOf(db, news, seen.policy)
  if (message !== null) await tell(db, message, { source, at, watch })
}

/** Must run in the transaction of its article step. */
export async function noteLookAndTell(
  db: Kysely<Tables>,
  look: PageLook,
  { at, runAt }: Pick<ArticleRecord, 'at' | 'runAt'>,
): Promise<void> {
  const news = await noteLook(db, look, { at, runAt })
  if (news === null || news.verdict === 'there' || news.verdict === 'missing') return
  const { source, watch, title, answer, policy } = look
  if (news.verdict === 'redesign')
    await tell(db, 'most pages that were looked at are gone at once: taken for a redesign, nothing is deleted', { source, at, watch })
  else if (news.isNew) await tell(db, `the page of ${quoted(title)} answers ${answer}: ${outcomeOf[policy]}`, { source, at, watch })
}

const outcomeOf: Readonly<Record<Exclude<DeletionPolicy, 'ignore'>, string>> = {
  flag: 'flagged, and shown on',
  follow: 'taken out of everything public, if no other source shows it',
}

async function wordsOf(db: Kysely<Tables>, news: DeletionNews, policy: SeenDeletions['policy']): Promise<string | null> {
  if (news.kind === 'flood')
    return `its document names ${news.named} of ${news.known} known entries as deleted: taken for a mistake, nothing is deleted`
  if (news.kind === 'nothing' || news.deleted.length === 0) return null
  const more = news.deleted.length - titlesShown
  const titles = (await titlesOf(db, news.deleted.slice(0, titlesShown))).map(quoted).join(', ')
  return `its document names ${titles}${more > 0 ? ` and ${more} more` : ''} as deleted: ${outcomeOf[policy]}`
}

async function titlesOf(db: Kysely<Tables>, sightings: readonly number[]): Promise<readonly string[]> {
  const rows = await db.selectFrom('sightings').select('draft').where('id', 'in', sightings).orderBy('id').execute()
  return rows.map(({ draft }) => JSON.parse(draft).title)
}

function quoted(title: string): string {
  return `“${truncate(title, longestTitle)}”`
}

/** The same is not told twice within a day. */
async function tell(db: Kysely<Tables>, message: string, { source, at, watch }: Seeing): Promise<void> {
  const told = await db
    .selectFrom('incidents')
    .select('message')
    .where('event', '=', 'deleted')
    .where('subject', '=', source)
    .where('at', '>', at - dayMs)
    .execute()
  if (told.length >= mostTold || told.some((one) => one.message === message)) return
  await announceDeletion(db, { event: 'deleted', source, since: at, at, code: null, message, failures: 0 }, watch)
}
