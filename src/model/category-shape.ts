// A category in JSON, as `list categories` prints it.
import { rfc3339 } from '../base/zone.ts'

/** As much of a stored category as is shown. */
interface ShownCategory {
  readonly slug: string
  readonly name: string
  readonly entries: number
  readonly updated: number | null
}

export function categoryShape({ slug, name, entries, updated }: ShownCategory) {
  return { slug, name, entries, updated: updated === null ? null : rfc3339(updated) }
}
