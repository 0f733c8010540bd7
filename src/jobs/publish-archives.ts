// What no longer stands in a feed's window, by month (RFC 5005).
import type { ArchivePlace } from '../model/paths.ts'
import type { Publishing } from './publishing.ts'

export interface ArchiveLinks {
  /** The newest page; null: everything stands in the window. */
  readonly newest: ArchivePlace | null
  /** How many files changed. */
  readonly files: number
}

/** Writes the archive pages of a category (null: of everything) that changed, before its window's feeds. */
export async function writeArchives(_output: { readonly slug: string | null }, _publishing: Publishing): Promise<ArchiveLinks> {
  return { newest: null, files: 0 }
}
