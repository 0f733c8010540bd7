// What comes from elsewhere, and goes there: posts of Jekyll sites, exact copies of the store. Loaded by those commands alone.
import { resolve } from 'node:path'
import { AppError } from '../base/errors.ts'
import { version } from '../base/version.ts'
import { rfc3339 } from '../base/zone.ts'
import { type CopyReport, importCopy } from '../jobs/copy/import-copy.ts'
import type { Deps } from '../jobs/deps.ts'
import { importPosts } from '../jobs/import/import-posts.ts'
import { exportPosts, type PostExport } from '../jobs/publish/export-posts.ts'
import type { Published } from '../jobs/publish/publish.ts'
import { settleAndPublish } from '../jobs/tickets.ts'
import type { PostsReport } from '../model/import-report.ts'
import { checkCopy, type FileHead, printCopy, readCopy, writeCopy } from '../publish/copy-file.ts'
import { openOwnFolder } from '../publish/own-folder.ts'
import { openPostFolder } from '../read/post-folder.ts'
import { jekyllStarter } from '../render/jekyll-starter.ts'
import { acquireLock } from '../store/lock.ts'
import type { CopyLine } from '../store/port/copies.ts'
import { serviceSeat } from '../store/seats.ts'

/** How far long work is; `total` null: nobody knows. */
export interface Step {
  readonly doing: string
  readonly done: number
  readonly total: number | null
}

export type TellStep = (step: Step) => void

export interface PostsWish {
  readonly path: string
  /** Id under which they are kept. */
  readonly source: string
  readonly tell: TellStep
}

export type TakenPosts = PostsReport & { readonly published: Published }

/** @throws AppError `cannot-read`, `usage` where the id is not free */
export async function takePosts({ path, source, tell }: PostsWish, deps: Deps): Promise<TakenPosts> {
  await refuseTaken(source, deps)
  const folder = await openPostFolder(path)
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) => tell({ doing: 'reading posts', done, total })
  const report = await importPosts({ folder, source, onProgress }, deps)
  tell({ doing: 'publishing', done: report.new, total: null })
  return { ...report, published: await settleAndPublish(deps.clock.now(), deps) }
}

/** Imported posts go on belonging to a source that is never visited. */
async function refuseTaken(id: string, { store, settings, clock }: Deps): Promise<void> {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id))
    throw new AppError('usage', `--source "${id}" is no id`, 'Write a-z, 0-9, hyphens, dots and underscores, such as import-jekyll.')
  const known = (await store.sources(clock.now())).find((source) => source.id === id)
  if (!settings.sources.some((source) => source.id === id) && (known === undefined || known.kind === 'jekyll')) return
  throw new AppError(
    'usage',
    `"${id}" is a source that is, or was, visited`,
    'Give the imported posts an id of their own: --source old-site',
  )
}

export interface CopyWish {
  readonly path: string
  readonly tell: TellStep
}

export type TakenCopy = CopyReport & { readonly published: Published }

/** @throws AppError `cannot-read`, `copy-damaged`, `copy-newer`, `other-site`; `in-use` when the service runs */
export async function takeCopy({ path, tell }: CopyWish, deps: Deps): Promise<TakenCopy> {
  const { settings, clock } = deps
  tell({ doing: 'checking the copy', done: 0, total: null })
  const { head, lines, hash } = await checkCopy(path)
  // What it polled meanwhile would be there twice.
  const purpose = 'running as the service on this store'
  const lock = await acquireLock(serviceSeat.lock(settings.store.sqlite), { waitMs: 1_000, purpose })
  try {
    const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) =>
      tell({ doing: 'taking in rows', done, total })
    const report = await importCopy({ head, lines, hash, read: (from) => readCopy(path, from) }, { ...deps, onProgress })
    tell({ doing: 'publishing', done: report.entries, total: null })
    return { ...report, published: await settleAndPublish(clock.now(), deps) }
  } finally {
    lock.release()
  }
}

export interface CopyOut extends CopyWish {
  /** For `path` `-`. */
  readonly print: (text: string) => Promise<void>
}

export interface GivenCopy {
  readonly lines: number
  readonly entries: number
}

/** @throws AppError `cannot-write` */
export async function giveCopy({ path, tell, print }: CopyOut, { store, clock }: Deps): Promise<GivenCopy> {
  const counts = { lines: 0, entries: 0 }
  const head: FileHead = { ...(await store.copies.head()), made: rfc3339(clock.now()), by: version }
  const lines = counted(store.copies.read(), (some) => {
    counts.lines += some.length
    counts.entries += some.filter(({ table }) => table === 'entries').length
    tell({ doing: 'writing rows', done: counts.lines, total: null })
  })
  if (path === '-') await printCopy(print, head, lines)
  else await writeCopy(path, head, lines)
  return counts
}

async function* counted(
  lines: AsyncIterable<readonly CopyLine[]>,
  count: (some: readonly CopyLine[]) => void,
): AsyncGenerator<readonly CopyLine[]> {
  for await (const some of lines) {
    count(some)
    yield some
  }
}

export interface GivenPosts extends Omit<PostExport, 'paths'> {
  readonly folder: string
  /** Files of an earlier export that are no posts any more. */
  readonly removed: number
}

/** @throws AppError `file-exists`, `other-site`, `cannot-write` */
export async function givePosts({ path, tell }: CopyWish, deps: Deps): Promise<GivenPosts> {
  const { site } = deps.settings
  const folder = await openOwnFolder(resolve(path), site.id, jekyllStarter(site))
  const onProgress = ({ done }: { readonly done: number }) => tell({ doing: 'writing posts', done, total: null })
  const { paths, ...counts } = await exportPosts({ outlet: folder.outlet, onProgress }, deps)
  return { ...counts, folder: path, removed: await folder.removeOthers(['_posts', 'category'], paths) }
}
