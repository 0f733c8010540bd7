// What to do about a store that is damaged, as exactly as it can be said.
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../base/errors.ts'
import { type NamedBackup, restoreCommand } from '../model/backup.ts'
import type { Settings } from '../model/settings.ts'
import { backupsIn } from '../store/backing-up.ts'

/** The same error; of a damaged store with the command that puts the newest backup in its place. */
export async function withRestoreAdvice(error: unknown, settings: Settings): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'store-damaged') return error
  const [newest] = await backupsFound(settings)
  const advice =
    newest === undefined
      ? `Run "newsstand restore FILE" with a backup. None was found: without one stop every newsstand on it, move the file away and start again; what readers know is taken over from registry.jsonl. Published files are untouched.`
      : `Stop every newsstand on it, then put the backup of ${new Date(newest.at).toISOString()} in its place: ${restoreCommand(newest.file, settings.file)}\nPublished files are untouched.`
  return new AppError(error.code, error.message, advice, { ...error.facts, backup: newest?.file ?? null }, { cause: error.cause })
}

/** Backups by the clock, and copies that were made before tables changed; the newest first. */
export async function backupsFound({ store: { sqlite, backup }, site }: Settings): Promise<readonly NamedBackup[]> {
  const made = backup === null ? [] : await backupsIn(backup.dir, site.id)
  return [...made, ...(await copiesBeside(sqlite))].sort((a, b) => b.at - a.at)
}

async function copiesBeside(store: string): Promise<readonly NamedBackup[]> {
  const start = `${basename(store)}.before-`
  const names = await readdir(dirname(store)).catch(() => [])
  const copies = names.filter((name) => name.startsWith(start) && /^\d{3}-[a-z0-9-]+$/.test(name.slice(start.length)))
  return Promise.all(
    copies.map(async (name) => {
      const file = join(dirname(store), name)
      return { file, at: Math.round((await stat(file)).mtimeMs) }
    }),
  )
}
