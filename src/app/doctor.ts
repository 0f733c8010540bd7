// What the doctor is handed: the store as it is found, files, disk and backups; and what may be mended without asking.
import { readdir, stat, statfs, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { hiddenIn } from '../base/secrets.ts'
import { checkUp, type Known } from '../jobs/doctor/doctor.ts'
import { restoreCommand } from '../model/backup.ts'
import type { BackupSurvey, Checkup, DiskSurvey, FolderSurvey, RegistrySurvey } from '../model/checkup.ts'
import type { Folder } from '../model/output.ts'
import type { Settings } from '../model/settings.ts'
import { lyingIn, missingFrom } from '../publish/folder-survey.ts'
import { readHeader, registryPath } from '../publish/registry-file.ts'
import { nextCronInstant } from '../schedule/cron.ts'
import { backupsIn } from '../store/backing-up.ts'
import { checkUpStore, recountIn } from '../store/checkup.ts'
import { hidingFor } from './hiding.ts'
import { backupsFound } from './restore-advice.ts'

/** Looks at everything, changes nothing; also where the store is damaged or missing. */
export async function examine(settings: Settings, now: number): Promise<Checkup> {
  const store = await checkUpStore({ file: settings.store.sqlite, siteId: settings.site.id })
  try {
    const [newest] = await backupsFound(settings)
    const checkup = await checkUp({
      ...{ settings, now, store },
      restore: newest === undefined ? null : restoreCommand(newest.file, settings.file),
      disk: () => diskOf(settings.store.sqlite),
      registry: () => registryOf(settings),
      backups: (triedAt) => backupsOf(settings, triedAt, now),
      folder: (folder, known) => folderOf(settings, folder, { known, now }),
    })
    return hiddenIn(checkup, hidingFor(settings))
  } finally {
    await store.close()
  }
}

export interface Mended {
  /** Sources whose entries were counted anew. */
  readonly recounted: number
  /** Half-written files that were removed. */
  readonly removed: number
}

/** Counts anew, and removes files that were left half written. @throws AppError `store-missing`, `store-damaged`, `store-newer`, … */
export async function mend(settings: Settings, now: number): Promise<Mended> {
  const recounted = await recountIn({ file: settings.store.sqlite, siteId: settings.site.id })
  let removed = 0
  for (const dir of [settings.publish.dir, settings.publish.jekyll?.dir ?? []].flat())
    for (const path of (await lyingIn(dir, now)).torn) {
      await unlink(join(dir, path))
      removed++
    }
  return { recounted, removed }
}

async function diskOf(store: string): Promise<DiskSurvey> {
  const folder = dirname(store)
  const names = await readdir(folder).catch(() => [])
  const asides = names.filter((name) => name.startsWith(`${basename(store)}.before-`) && !/-(wal|shm)$|\.tmp$/.test(name))
  return {
    storeBytes: await bytesOf(store),
    logBytes: await bytesOf(`${store}-wal`),
    freeBytes: await statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    ),
    asides: await Promise.all(asides.map(async (name) => ({ file: name, bytes: await bytesOf(join(folder, name)) }))),
  }
}

async function bytesOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

async function registryOf({ publish }: Settings): Promise<RegistrySurvey> {
  const file = registryPath(publish.dir)
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  return { file, size, site: siteIn(file) }
}

/** Null: its first line cannot be read. */
function siteIn(file: string): string | null {
  try {
    return readHeader(file)?.site ?? null
  } catch {
    return null
  }
}

async function backupsOf({ store: { sqlite, backup }, site }: Settings, triedAt: number | null, now: number): Promise<BackupSurvey> {
  if (backup === null) return { dir: null, newestAt: null, count: 0, dueAt: null, isBeside: false }
  const backups = await backupsIn(backup.dir, site.id)
  const last = triedAt ?? backups[0]?.at ?? null
  return {
    dir: backup.dir,
    newestAt: backups[0]?.at ?? null,
    count: backups.length,
    dueAt: last === null ? null : nextCronInstant(backup.schedule, site.timezone, Math.min(last, now)),
    isBeside: await isOneDisk(dirname(sqlite), backup.dir),
  }
}

async function isOneDisk(...folders: readonly [string, string]): Promise<boolean> {
  const [one, other] = await Promise.all(folders.map((folder) => stat(folder).catch(() => null)))
  return one?.dev !== undefined && one.dev === other?.dev
}

interface Looking {
  readonly known: Known
  readonly now: number
}

async function folderOf({ publish }: Settings, folder: Folder, { known, now }: Looking): Promise<FolderSurvey | null> {
  const dir = folder === 'public' ? publish.dir : publish.jekyll?.dir
  if (dir === undefined) return null
  const lying = await lyingIn(dir, now)
  const wrote = await known.wrote(lying.files)
  return {
    dir,
    known: known.total,
    looked: known.paths.length,
    missing: await missingFrom(dir, known.paths),
    torn: lying.torn,
    // A Jekyll site is the operator's own.
    foreign: folder === 'public' ? lying.files.filter((path) => !wrote.has(path)) : [],
    isPartial: lying.isPartial,
  }
}
