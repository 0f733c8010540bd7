// A new store, or one of before, takes over what the registry file says of the one that is lost.
import { AppError } from '../../base/errors.ts'
import type { Anchor, Correction } from '../../model/correction.ts'
import type { RegistryHeader, RegistryLine } from '../../model/registry-line.ts'
import type { Deps } from '../deps.ts'
import { catchUp } from './catch-up.ts'
import { knownFile } from './keep-registry.ts'

type Restoring = Pick<Deps, 'store' | 'settings' | 'clock' | 'log' | 'registryFile'>

/** Size of the file that was read last. */
const readFact = 'registry-read'

/**
 * Reads the file back where it is not as this store left it: the store is new, or one of before. `header`: of the file.
 * @throws AppError `other-site`; `registry-damaged`, but not where the store has written the file before, for then it knows better
 */
export async function restoreRegistry(header: RegistryHeader, { store, settings, clock, log, registryFile }: Restoring): Promise<void> {
  if (registryFile === null) return
  refuseOthers(header, { file: registryFile.path, store, settings })
  const size = await registryFile.size()
  const known = await knownFile(store)
  const isRestored = (await store.care.restoredAt()) !== null
  if (!isRestored && (size === known.size || String(size) === (await store.fact(readFact)))) return
  const told = (damage: AppError) => log.warn({ error: damage.message }, 'the registry file is damaged: it is written anew from the store')
  const lines = known.size === null ? registryFile.lines() : passingOver(registryFile.lines(), told)
  if (isRestored)
    await catchUp(
      passingOver(registryFile.lines(), () => {}),
      { store, clock, log },
    )
  const count = await store.register.adopt(underNewIds(lines, settings.sources))
  await store.setFact(readFact, String(size))
  if (count > 0) log.info({ entries: count }, 'ids and addresses that the registry file keeps of another store are taken over')
}

function refuseOthers(
  header: RegistryHeader,
  { file, store, settings }: Pick<Deps, 'store' | 'settings'> & { readonly file: string },
): void {
  const { id } = settings.site
  if (header.site !== id) {
    throw new AppError(
      'other-site',
      `The registry ${file} belongs to the site "${header.site}", not to "${id}"`,
      `Set publish.dir to a folder in a folder of its own, such as data/${id}/public.`,
      { file },
    )
  }
  const { host, year } = store.authority
  if (header.host === host && header.year === year) return
  throw new AppError(
    'other-site',
    `The registry ${file} names ids of ${header.host},${header.year}, and the store makes those of ${host},${year}`,
    'If readers know the ids in that file, delete the store: it is made again from the file. Else move the file away.',
    { file },
  )
}

async function* passingOver(lines: AsyncIterable<RegistryLine>, tell: (damage: AppError) => void): AsyncGenerator<RegistryLine> {
  try {
    yield* lines
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'registry-damaged') throw error
    tell(error)
  }
}

/** Keys of sources that config names otherwise by now. */
async function* underNewIds(lines: AsyncIterable<RegistryLine>, sources: Deps['settings']['sources']): AsyncGenerator<RegistryLine> {
  const idOf = new Map(sources.flatMap(({ id, formerly }) => formerly.map((former) => [former, id] as const)))
  const renamed = (key: string): string => {
    const [, kind = '', source = '', value = ''] = /^(guid|hash):([^:]*):([\s\S]*)$/.exec(key) ?? []
    const id = idOf.get(source)
    return id === undefined ? key : `${kind}:${id}:${value}`
  }
  const anchor = ({ source, keys }: Anchor) => ({ source: idOf.get(source) ?? source, keys: keys.map(renamed) })
  const correction = ({ sides: [left, taken], ...said }: Correction): Correction => ({
    ...said,
    sides: [left.map(anchor), taken.map(anchor)],
  })
  for await (const line of lines)
    yield line.kind === 'entry' && idOf.size > 0 ? { ...line, keys: line.keys.map(renamed), said: line.said.map(correction) } : line
}
