// An operator's command on the registry of categories, and the publishing of what it changed.
import { AppError } from '../../base/errors.ts'
import { planCommand } from '../../classify/registry-command.ts'
import type { CategoryChange, CategoryCommand } from '../../model/registry.ts'
import type { Deps } from '../deps.ts'
import type { Published } from '../publish/publish.ts'
import { courier, tellMs } from '../tell/deliver.ts'
import { settleAndPublish } from '../tickets.ts'

export interface ChangedCategories {
  /** The steps that were taken, in their order; none: all was so before. */
  readonly changes: readonly CategoryChange[]
  readonly published: Published
}

/** @throws AppError as planCommand: then nothing was changed; `in-use`, `cannot-write` when only the files could not be written */
export async function changeCategories(command: CategoryCommand, deps: Deps): Promise<ChangedCategories> {
  const now = deps.clock.now()
  const changes = await deps.store.changeCategories((registry) => planCommand(command, registry), now)
  const published = await settleAndPublish(now, deps).catch((error: unknown) => {
    throw changes.length > 0 ? doneBut(error) : error
  })
  // What was let in may be news to somebody, and no service need run.
  await courier({ forMs: tellMs }).deliver(deps)
  return { changes, published }
}

/** What could not be published yet is done all the same. */
function doneBut(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { code, message, advice, facts } = error
  const told = `What was asked for is done; the files follow with the next publishing. ${advice}`
  return new AppError(code, message, told, facts, { cause: error })
}
