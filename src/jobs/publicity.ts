// What may be seen, by what config says today.
import { foldName, isPublicIn } from '../model/category.ts'
import type { ChosenCategory } from '../model/merge.ts'
import type { Settings } from '../model/settings.ts'

/** Whether categories of these names let a sighting influence public output. */
export function publicity({ categories }: Pick<Settings, 'categories'>): (chosen: readonly ChosenCategory[]) => boolean {
  const hidden = new Set(categories.filter(({ isPrivate }) => isPrivate).flatMap(({ name, aliases }) => [name, ...aliases].map(foldName)))
  return (chosen) =>
    isPublicIn(
      chosen.map((category) => category.name),
      hidden,
    )
}
