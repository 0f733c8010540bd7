// The end of every command that changes entries: readers see it.
import { AppError } from '../../base/errors.ts'
import type { Deps } from '../deps.ts'
import type { Published } from '../publish/publish.ts'
import { settleAndPublish } from '../tickets.ts'

/** What is recorded stays so, whatever becomes of the files. @throws AppError `in-use`, `cannot-write` */
export async function publishSaid(now: number, deps: Deps): Promise<Published> {
  try {
    return await settleAndPublish(now, deps)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const advice = `${error.advice} What you asked for is recorded all the same: say it once more, or let the next publishing write the files.`
    throw new AppError(error.code, error.message, advice, error.facts, { cause: error })
  }
}
