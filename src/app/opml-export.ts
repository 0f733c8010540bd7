// The sources of config for other readers, as an OPML file.
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'
import type { Settings } from '../model/settings.ts'
import { type ListedSource, sourcesOpml } from '../render/sources-opml.ts'

export interface OpmlExport {
  readonly sources: number
  /** Ids of sources that other readers cannot read: they are no feeds. */
  readonly left: readonly string[]
  /** Ids of sources that are asked for with headers, which OPML cannot say. */
  readonly bare: readonly string[]
}

/** Addresses stand in it as they are, with what they hold of passwords: only its owner may read the file. @throws AppError `file-exists`, `cannot-write` */
export async function exportOpml(settings: Settings, path: string, { isForced }: { readonly isForced: boolean }): Promise<OpmlExport> {
  const feeds = settings.sources.filter(({ kind }) => kind === 'feed')
  const opml = sourcesOpml(feeds.map(listed), settings.site)
  try {
    await makeFolder(dirname(path))
    await writeFile(path, opml, { flag: isForced ? 'w' : 'wx', mode: 0o600 })
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST')
      throw new AppError('file-exists', `The file ${path} is there already`, 'Say --force to write over it, or name another one.', { path })
    throw cannotWrite(path, error)
  }
  const idsOf = (some: Settings['sources']) => some.map(({ id }) => id)
  return {
    sources: feeds.length,
    left: idsOf(settings.sources.filter(({ kind }) => kind !== 'feed' && kind !== 'opml')),
    bare: idsOf(feeds.filter(({ headers }) => Object.keys(headers).length > (isBasic(headers) ? 1 : 0))),
  }
}

/** A name that is made of what an entry says is no folder. */
function listed({ title, id, url, category, headers }: Settings['sources'][number]): ListedSource {
  const [name = null] = category.flatMap(({ names }) => names).filter((one) => !one.includes('{'))
  return { title: title ?? id, url: withPassword(url, headers), folder: name }
}

/** The way back: other readers know passwords in addresses only. */
function withPassword(address: string, headers: Readonly<Record<string, string>>): string {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorizationIn(headers) ?? '') ?? []
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  if (name === '') return address
  const url = new URL(address)
  url.username = encodeURIComponent(name)
  url.password = encodeURIComponent(password.join(':'))
  return url.href
}

function isBasic(headers: Readonly<Record<string, string>>): boolean {
  return authorizationIn(headers)?.startsWith('Basic ') === true
}

function authorizationIn(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
}

export function cannotWrite(file: string, error: unknown): AppError {
  const code = systemCodeOf(error) ?? messageOf(error)
  return new AppError(
    'cannot-write',
    `cannot write ${file} (${code})`,
    'Name a file that may be written.',
    { file, code },
    { cause: error },
  )
}
