// What config takes down by address, as far as the store knows addresses.
import type { TakedownJudge } from '../../model/takedown.ts'

export interface TakedownStore {
  /** By these rules everything that is written from now on is judged; null: there are none. */
  follow(judge: TakedownJudge | null): void
  /** Entries that a rule has withdrawn, in order, those up to `after` left out. */
  ruled(after: number, limit: number): Promise<readonly number[]>
  /** URL keys in order, those up to `after` left out. */
  keys(after: string, limit: number): Promise<readonly string[]>
  /** Entries that were ever seen under these keys. */
  entriesUnder(keys: readonly string[]): Promise<readonly number[]>
  /** Withdraws what the rules match now, and gives back what only a rule had withdrawn; how many have changed. */
  obey(entries: readonly number[], at: number): Promise<number>
  /** What SQLite may still hold of erased texts goes from the store's log, and from its file, too, where that is small. */
  clean(): Promise<void>
  /** The rule that has withdrawn an entry; null: none has, or the operator's command did. */
  ruleOf(row: number): Promise<string | null>
}
