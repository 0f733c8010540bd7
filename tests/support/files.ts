// Folders as data, to compare what was before with what is now.
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Paths of all files under a folder, sorted, with `/`. */
export async function filesUnder(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => file.slice(dir.length + 1).replaceAll('\\', '/')).sort()
}

/** Every file with the time of its last change and a digest of its bytes: equal only when nothing was touched. */
export async function snapshot(dir: string): Promise<Readonly<Record<string, string>>> {
  const files = await filesUnder(dir)
  const facts = await Promise.all(
    files.map(async (file) => {
      const digest = createHash('sha256')
        .update(await readFile(join(dir, file)))
        .digest('hex')
      return [file, `${(await stat(join(dir, file))).mtimeMs} ${digest}`] as const
    }),
  )
  return Object.fromEntries(facts)
}

/** A digest of every file's bytes by its path. One file at a time: there may be a hundred thousand. */
export async function digests(dir: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const file of await filesUnder(dir)) {
    const bytes = await readFile(join(dir, file))
    found.set(file, createHash('sha256').update(bytes).digest('base64'))
  }
  return found
}
