// What may be seen: a draft or sighting is public as long as one of its categories is.
import { foldName } from '../model/category.ts'
import type { ChosenCategory } from '../model/merge.ts'
import type { Settings } from '../model/settings.ts'

/** Whether categories of these names let a sighting influence public output. Without a category it is decided where it gets one. */
export function publicity({ categories }: Pick<Settings, 'categories'>): (chosen: readonly ChosenCategory[]) => boolean {
  const hidden = new Set(categories.filter(({ isPrivate }) => isPrivate).flatMap(({ name, aliases }) => [name, ...aliases].map(foldName)))
  return (chosen) => chosen.length === 0 || chosen.some(({ name }) => !hidden.has(foldName(name)))
}
