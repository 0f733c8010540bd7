// The category that the operator means.
import type { CategoryRecord } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { nearMisses } from '../config/nearest.ts'
import { foldName } from '../model/category.ts'

const mostMisses = 5

/** By its slug in any case, an old one too, or by one of its names. @throws AppError `unknown-category` with what may have been meant */
export function categoryNamed(word: string, records: readonly CategoryRecord[]): string {
  const found = records.find(({ slug }) => slug === word.toLowerCase()) ?? records.find(({ names }) => names.includes(foldName(word)))
  if (found !== undefined) return found.slug
  const misses = nearMisses(
    word,
    [...records.map(({ slug }) => slug), ...records.flatMap(({ name, aliases }) => [name, ...aliases])],
    mostMisses,
  )
  throw new AppError(
    'unknown-category',
    `There is no category "${word}"`,
    misses.length === 0 ? '"newsstand category list" shows all of them.' : `Did you mean ${misses.join(' or ')}?`,
  )
}
