// Categories that moved by rename or merge: their old feeds go on, their old pages lead to the new ones.
import type { Publishing } from './publishing.ts'

/** How many files changed; null: no category ever moved away from this slug. */
export async function writeMovedCategory(_slug: string, _publishing: Publishing): Promise<number | null> {
  return null
}
