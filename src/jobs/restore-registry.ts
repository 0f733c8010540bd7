// A new store takes over what the registry file says of the one before it.
import { AppError } from '../base/errors.ts'
import type { RegistryHeader, RegistryLine } from '../model/registry-line.ts'
import type { Deps } from './deps.ts'

interface Found {
  readonly file: string
  readonly header: RegistryHeader
  readonly lines: AsyncIterable<RegistryLine>
}

/** Nothing happens in a store that has published already. @throws AppError `registry-damaged`, `other-site` */
export async function restoreRegistry(
  { file, header, lines }: Found,
  { store, settings, log }: Pick<Deps, 'store' | 'settings' | 'log'>,
): Promise<void> {
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
  if (header.host !== host || header.year !== year) {
    throw new AppError(
      'other-site',
      `The registry ${file} names ids of ${header.host},${header.year}, and the store makes those of ${host},${year}`,
      'If readers know the ids in that file, delete the store: it is made again from the file. Else move the file away.',
      { file },
    )
  }
  const count = await store.register.restore(underNewIds(lines, settings.sources))
  if (count > 0) log.info({ file, lines: count }, 'ids and addresses are those that the registry file keeps of a former store')
}

/** Keys of sources that config names otherwise by now. */
async function* underNewIds(lines: AsyncIterable<RegistryLine>, sources: Deps['settings']['sources']): AsyncGenerator<RegistryLine> {
  const idOf = new Map(sources.flatMap(({ id, formerly }) => formerly.map((former) => [former, id] as const)))
  const renamed = (key: string): string => {
    const [, kind = '', source = '', value = ''] = /^(guid|hash):([^:]*):([\s\S]*)$/.exec(key) ?? []
    const id = idOf.get(source)
    return id === undefined ? key : `${kind}:${id}:${value}`
  }
  for await (const line of lines) yield line.kind === 'entry' && idOf.size > 0 ? { ...line, keys: line.keys.map(renamed) } : line
}
