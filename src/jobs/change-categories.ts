// An operator's command on the registry of categories, and the publishing of what it changed.
import { planCommand } from '../classify/registry-command.ts'
import type { CategoryChange, CategoryCommand } from '../model/registry.ts'
import { courier, tellMs } from './deliver.ts'
import type { Deps } from './deps.ts'
import type { Published } from './publish.ts'
import { settleAndPublish } from './tickets.ts'

export interface ChangedCategories {
  /** The steps that were taken, in their order; none: all was so before. */
  readonly changes: readonly CategoryChange[]
  readonly published: Published
}

/** @throws AppError as planCommand: then nothing was changed; `in-use` when the files could not be written: the next publishing does */
export async function changeCategories(command: CategoryCommand, deps: Deps): Promise<ChangedCategories> {
  const now = deps.clock.now()
  const changes = await deps.store.changeCategories((registry) => planCommand(command, registry), now)
  const published = await settleAndPublish(now, deps)
  // What was let in may be news to somebody, and no service need run.
  await courier({ forMs: tellMs }).deliver(deps)
  return { changes, published }
}
