// The operator's words for entries that are to be one, or two.
import type { Deps } from '../jobs/deps.ts'
import { type CorrectionReport, mergeEntries, type Saying, splitEntry, type Taking } from '../jobs/operate/correct.ts'
import { entryNamed } from './looking.ts'

/** @throws AppError `unknown-entry`, `usage`, `unknown-source` */
export async function merge(
  { one, other, by }: Saying & { readonly one: string; readonly other: string },
  deps: Deps,
): Promise<CorrectionReport> {
  return mergeEntries(await entryNamed(one, deps.settings), await entryNamed(other, deps.settings), { by }, deps)
}

/** @throws AppError `unknown-entry`, `usage`, `unknown-source` */
export async function split({ words, ...said }: Taking & Saying & { readonly words: string }, deps: Deps): Promise<CorrectionReport> {
  return splitEntry(await entryNamed(words, deps.settings), said, deps)
}
