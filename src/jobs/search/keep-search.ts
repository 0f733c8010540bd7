// Keeps what is searched in step with what is published, a little at a time: to take in an entry costs more than to store it.
import { breathe } from '../../base/breathe.ts'
import type { SearchRow } from '../../store/port/search.ts'
import type { Deps } from '../deps.ts'
import { shownTerms, termsIn } from '../publish/shown-terms.ts'
import { searchTextOf } from './search-words.ts'

/** Entries a transaction, and letters: everything else waits for it. */
const atOnce = 20
const mostLetters = 20_000

/** Takes in what is new or changed, for about so long; true when nothing is left. */
export async function keepSearch({ store, clock }: Pick<Deps, 'store' | 'clock'>, { forMs }: { readonly forMs: number }): Promise<boolean> {
  const startedAt = clock.now()
  let waiting = await store.unsearched(atOnce)
  if (waiting.length === 0) return true
  const termsOf = termsIn(shownTerms(await store.standings()))
  while (waiting.length > 0) {
    await store.takeIn(
      atMost(
        mostLetters,
        waiting.map(({ shown, ...row }) => ({ ...row, words: shown && searchTextOf(shown.content, termsOf(shown.owner)) })),
      ),
    )
    await breathe()
    if (clock.now() - startedAt >= forMs) return false
    waiting = await store.unsearched(atOnce)
  }
  return true
}

/** The first of the rows, at least one. */
function atMost(letters: number, rows: readonly SearchRow[]): readonly SearchRow[] {
  let sum = 0
  const tooMany = rows.findIndex(({ words }) => {
    sum += words?.text.length ?? 0
    return sum > letters
  })
  return tooMany < 0 ? rows : rows.slice(0, Math.max(1, tooMany))
}
