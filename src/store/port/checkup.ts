// A store as `doctor` looks at it. Nothing is written, and it may be damaged.
import type { StoreCondition, StoreSurvey } from '../../model/checkup.ts'
import type { Folder } from '../../model/output.ts'
import type { StoredSource } from './sources.ts'

export interface CheckedStore {
  readonly condition: StoreCondition
  /** Null where the condition is not `whole`. Damage may be found while it is asked: AppError `store-damaged`. */
  readonly asked: {
    /** Reads the whole file through: what is wrong with it, in the words of the database. */
    problems(): Promise<readonly string[]>
    survey(now: number): Promise<StoreSurvey>
    sources(now: number): Promise<readonly StoredSource[]>
    /** Some of the files that publishing wrote, spread evenly over all of them; and how many there are. */
    files(folder: Folder, most: number): Promise<{ readonly paths: readonly string[]; readonly total: number }>
    /** Which of these paths publishing wrote. */
    wrote(folder: Folder, paths: readonly string[]): Promise<ReadonlySet<string>>
  } | null
  close(): Promise<void>
}
