// Kept answers of a source, read by today's rules: by the very visit that read them first, but nobody is asked.
import { messageOf } from '../../base/errors.ts'
import { hiding } from '../../base/secrets.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { KeptAnswer } from '../../model/kept-answer.ts'
import { neverPolled } from '../../model/poll.ts'
import type { Source } from '../../model/source.ts'
import type { Deps } from '../deps.ts'
import { visit } from '../poll/visit.ts'
import { addressToKeep } from './keeping.ts'
import { replaying } from './replaying.ts'

export interface ReadAnswer {
  readonly at: number
  readonly kept: readonly EntryDraft[]
  /** That rules drop. */
  readonly dropped: readonly EntryDraft[]
}

export interface ReadAnswers {
  /** Oldest first. */
  readonly read: readonly ReadAnswer[]
  readonly unreadable: readonly { readonly at: number; readonly message: string }[]
  /** How many were left out, for they answered at another address. */
  readonly elsewhere: number
}

/** What a later answer shows, too, is left to that one. */
export async function readAnswers(
  answers: readonly KeptAnswer[],
  source: Source,
  deps: Pick<Deps, 'reader' | 'settings'>,
): Promise<ReadAnswers> {
  const address = addressToKeep(source.url, hiding(deps.settings.poll.secrets))
  const own = answers.filter((answer) => answer.address === address)
  const read: ReadAnswer[] = []
  const unreadable: ReadAnswers['unreadable'][number][] = []
  for (const answer of own) {
    const found = await readAnswer(answer, source, deps)
    if ('message' in found) unreadable.push({ at: answer.at, message: found.message })
    else
      read.push({ at: answer.at, kept: found.filter(({ isDropped }) => !isDropped), dropped: found.filter(({ isDropped }) => isDropped) })
  }
  return { read: newestOnly(read), unreadable, elsewhere: answers.length - own.length }
}

async function readAnswer(
  { documents }: KeptAnswer,
  source: Source,
  { reader, settings }: Pick<Deps, 'reader' | 'settings'>,
): Promise<readonly EntryDraft[] | { readonly message: string }> {
  const marking = { ...source, recipe: { ...source.recipe, marksDropped: true } }
  try {
    const visited = await visit(marking, neverPolled, { ...replaying(documents, hiding(settings.poll.secrets)), reader, settings })
    if (visited.kind === 'changed') return visited.reading.drafts
    return { message: 'message' in visited ? visited.message : visited.kind }
  } catch (error) {
    // Reading was cut off; all else is damage of what was kept.
    if (error instanceof Error && error.name === 'AbortError') throw error
    return { message: `what is kept cannot be unpacked: ${messageOf(error)}` }
  }
}

/** Of each entry only its last word, as far as it shows that it is the same entry. */
function newestOnly(answers: readonly ReadAnswer[]): readonly ReadAnswer[] {
  const seen = new Set<string>()
  const left: ReadAnswer[] = []
  for (const { at, kept, dropped } of [...answers].reverse()) {
    const isFresh = (draft: EntryDraft) => !seen.has(sameness(draft))
    left.unshift({ at, kept: kept.filter(isFresh), dropped: dropped.filter(isFresh) })
    for (const draft of [...kept, ...dropped]) seen.add(sameness(draft))
  }
  return left
}

function sameness({ guid, link, title, published }: EntryDraft): string {
  return JSON.stringify(guid === null && link === null ? [title, published] : [guid, link])
}
