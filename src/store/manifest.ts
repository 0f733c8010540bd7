// What publishing wrote, so that it removes nothing else. Paths are recorded before they are written: what a crash leaves is known, too.
import type { Kysely } from 'kysely'
import type { Folder } from '../model/output.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

export async function expectFiles(db: Kysely<Tables>, folder: Folder, paths: readonly string[]): Promise<void> {
  for (const some of chunks(paths))
    await db
      .insertInto('published_files')
      .values(some.map((path) => ({ folder, path })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

export async function knownFiles(db: Kysely<Tables>, folder: Folder, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (const some of chunks(paths)) {
    const rows = await db.selectFrom('published_files').select('path').where('folder', '=', folder).where('path', 'in', some).execute()
    for (const { path } of rows) known.add(path)
  }
  return known
}

export async function filesUnder(db: Kysely<Tables>, folder: Folder, start: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('published_files')
    .select('path')
    .where('folder', '=', folder)
    .where('path', '>=', start)
    // The last code point there is: what begins with `start` sorts before it.
    .where('path', '<', `${start}\u{10ffff}`)
    .orderBy('path')
    .execute()
  return rows.map(({ path }) => path)
}

export async function forgetFiles(db: Kysely<Tables>, folder: Folder, paths: readonly string[]): Promise<void> {
  for (const some of chunks(paths)) await db.deleteFrom('published_files').where('folder', '=', folder).where('path', 'in', some).execute()
}
