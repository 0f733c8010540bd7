// What may be asked of the site's search, and where.
import type { PageFormat } from './paths.ts'

/** Characters of a query; more is refused. */
export const longestQuery = 200

/** Where a search is asked for; its question stands behind it. */
export function searchPath(format: PageFormat): string {
  return format === 'html' ? 'search' : `search.${format}`
}
