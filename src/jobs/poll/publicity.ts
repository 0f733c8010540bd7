// What may be seen, by what config and the registry say today.
import { foldName, isPublicIn } from '../../model/category.ts'
import type { ChosenCategory } from '../../model/merge.ts'
import type { Settings } from '../../model/settings.ts'

/** Whether categories of these names let a sighting influence public output. `registered`: folded names that the registry hides. */
export function publicity(
  { categories }: Pick<Settings, 'categories'>,
  registered: ReadonlySet<string>,
): (chosen: readonly ChosenCategory[]) => boolean {
  const configured = categories.filter(({ isPrivate }) => isPrivate).flatMap(({ name, aliases }) => [name, ...aliases].map(foldName))
  const hidden = new Set([...configured, ...registered])
  return (chosen) =>
    isPublicIn(
      chosen.map((category) => category.name),
      hidden,
    )
}
