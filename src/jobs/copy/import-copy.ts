// `import jsonl`: an exact copy comes back, a few hundred lines a transaction.
import { AppError } from '../../base/errors.ts'
import type { CopyConflict, CopyHead, CopyIn, CopyLine } from '../../store/port/copies.ts'
import type { Deps } from '../deps.ts'
import { feedRecords, registryPlan, sourceRecords } from '../sync.ts'

/** A copy that was found to be whole. */
export interface WholeCopy {
  readonly head: CopyHead
  readonly lines: number
  /** Names it by what it holds. */
  readonly hash: string
  /** From this line on. */
  read(from: number): AsyncIterable<CopyLine>
}

export interface CopyReport {
  readonly kind: CopyIn['kind']
  readonly lines: number
  /** Of these an earlier call, which was broken off, had taken in so many. */
  readonly before: number
  readonly entries: number
  /** That the store had. */
  readonly kept: number
  readonly conflicts: readonly CopyConflict[]
}

const linesAtOnce = 200
/** Characters: entries with all their revisions may be long. */
const mostText = 4_000_000

/** @throws AppError `other-site`, `copy-newer`, `copy-damaged` */
export async function importCopy(copy: WholeCopy, { onProgress, atOnce = linesAtOnce, ...deps }: Importing): Promise<CopyReport> {
  const { store, settings, clock } = deps
  await refuseOthers(copy.head, deps)
  const copyIn = await store.copies.open(copy.head, copy.hash)
  const report = await takeAll(copy, copyIn, { onProgress, atOnce })
  // What config says of sources and categories goes before what it said when the copy was made.
  await store.syncSources(sourceRecords(settings))
  await store.syncCategories((registry) => registryPlan(settings, registry, clock.now()), feedRecords(settings, clock.now()))
  await store.markAllStale()
  await copyIn.end()
  return report
}

type Importing = Pick<Deps, 'store' | 'settings' | 'clock' | 'registryFile'> & {
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
  /** Lines a transaction. */
  readonly atOnce?: number
}

async function takeAll(
  copy: WholeCopy,
  copyIn: CopyIn,
  { onProgress, atOnce }: Required<Pick<Importing, 'onProgress' | 'atOnce'>>,
): Promise<CopyReport> {
  const found = { entries: 0, kept: 0 }
  const conflicts: CopyConflict[] = []
  let done = copyIn.lines
  let [lines, text]: [CopyLine[], number] = [[], 0]
  const take = async () => {
    const taken = await copyIn.take(lines, done)
    found.entries += taken.entries
    found.kept += taken.kept
    conflicts.push(...taken.conflicts)
    ;[lines, text] = [[], 0]
    onProgress({ done, total: copy.lines })
  }
  for await (const line of copy.read(copyIn.lines)) {
    lines.push(line)
    done++
    text += lengthOf(line)
    if (lines.length >= atOnce || text >= mostText) await take()
  }
  if (lines.length > 0) await take()
  return { kind: copyIn.kind, lines: copy.lines, before: copyIn.lines, ...found, conflicts }
}

/** About: what is long are revisions and texts. */
function lengthOf({ table, row }: CopyLine): number {
  return table === 'entries' ? JSON.stringify(row).length : 200
}

async function refuseOthers(
  head: CopyHead,
  { store, settings, registryFile }: Pick<Deps, 'store' | 'settings' | 'registryFile'>,
): Promise<void> {
  const { id } = settings.site
  if (head.site !== id)
    throw new AppError(
      'other-site',
      `The copy is of the site "${head.site}", not of "${id}"`,
      `Import it with the config of that site; or, if this is the same site under a new address, set site.id: ${head.site}`,
    )
  const { host, year } = store.authority
  if (registryFile === null || (host === head.host && year === head.year) || (await registryFile.size()) === null) return
  throw new AppError(
    'other-site',
    `The copy makes ids of ${head.host},${head.year}, but the registry ${registryFile.path} names those of ${host},${year}`,
    'If readers know the ids of the copy, move the registry file and the store away, and import into a new store.',
  )
}
