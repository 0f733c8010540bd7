// Sources from other readers: an OPML file becomes a file that config includes.
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { cannotRead } from '../base/cannot-read.ts'
import { sha256Hex } from '../base/digest.ts'
import { AppError, systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'
import { parseUrl } from '../base/parse-url.ts'
import { slugOf } from '../classify/slug.ts'
import { type ImportedFile, type ImportedSource, importedYaml } from '../config/imported-sources.ts'
import { loadConfig } from '../config/load.ts'
import type { Environment } from '../config/variables.ts'
import { canonicalUrl } from '../identify/canonical-url.ts'
import { categoryName, foldName } from '../model/category.ts'
import type { ListedFeed } from '../model/followed.ts'
import type { Settings } from '../model/settings.ts'
import { decode } from '../parse/charset.ts'
import { readOpml } from '../parse/opml.ts'
import { cannotWrite } from './opml-export.ts'

export interface OpmlWish {
  readonly path: string
  /** The file that is to be written; null: one beside the other sources. */
  readonly to: string | null
  /** Writes over a file that is there. */
  readonly isForced: boolean
  /** Writes nothing. */
  readonly isDry: boolean
  readonly env: Environment
}

export interface WatchedAlready {
  readonly url: string
  readonly title: string | null
  /** Id of the source that watches it. */
  readonly source: string
}

export interface OpmlReport {
  readonly file: string
  readonly isWritten: boolean
  readonly sources: readonly ImportedSource[]
  readonly categories: ImportedFile['categories']
  readonly already: readonly WatchedAlready[]
  readonly warnings: readonly string[]
  /** What `include` of the root file is to hold; null: it names the file already. */
  readonly include: string | null
  readonly yaml: string
}

/** More than any reader's list. */
const mostFeeds = 50_000

/**
 * Folders become categories, and folders around them their groups.
 * @throws AppError `cannot-read`; `not-a-feed`, `xml`, `empty` where the file is no list; `file-exists`; `config-invalid`, and then nothing is written
 */
export async function importOpml(settings: Settings, { path, to, isForced, isDry, env }: OpmlWish): Promise<OpmlReport> {
  const bytes = await readFile(path).catch((error) => Promise.reject(cannotRead(path, error)))
  const list = readOpml(decode(bytes, { contentType: null, charset: null }).text, settings.site.url, mostFeeds)
  if (list.kind === 'no-feed')
    throw new AppError(list.code, `${path} is no OPML file: ${list.message}`, 'Name a file that your reader exported as OPML.', { path })
  const file = to === null ? defaultFile(settings, path) : resolve(to)
  const replaced = await fileAt(file)
  if (replaced !== null && !isForced && !isDry)
    throw new AppError('file-exists', `The file ${file} is there already`, 'Say --force to write over it, or name another one with --to.', {
      file,
    })
  const others = { ...settings, sources: settings.sources.filter((source) => !isNamedIn(replaced, source.id)) }
  const { sources, already } = sorted(list.feeds, isForced ? others : settings)
  const categories = groupsOf(sources, list.groups, settings)
  const yaml = importedYaml({ from: `${list.title ?? 'Sources'}, from ${basename(path)}`, sources, categories })
  const warnings = [...list.warnings, ...(sources.length === 0 ? ['Nothing in the list is new: no file is written.'] : [])]
  const report = { file, sources, categories, already, warnings, yaml }
  if (isDry || sources.length === 0) return { ...report, isWritten: false, include: null }
  await write(file, yaml)
  return { ...report, isWritten: true, include: await includeFor(file, sources, { settings, env, replaced }) }
}

function defaultFile({ file, slugs }: Settings, path: string): string {
  const name = slugOf(basename(path).replace(/\.(?:opml|xml)$/i, ''), slugs.pinyin).slice(0, 40)
  return resolve(dirname(file), 'sources', `imported-${name}.yaml`)
}

async function fileAt(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return null
    throw cannotWrite(file, error)
  })
}

/** A source of the file that is to be written over. */
function isNamedIn(yaml: string | null, id: string): boolean {
  return yaml?.split('\n').some((line) => line === `  - id: ${id}` || line === `  - id: ${JSON.stringify(id)}`) === true
}

interface Sorted {
  readonly sources: readonly ImportedSource[]
  readonly already: readonly WatchedAlready[]
}

/** One address is one source, whatever its scheme. */
function sorted(feeds: readonly ListedFeed[], settings: Settings): Sorted {
  const watched = new Map(settings.sources.map(({ id, url }) => [addressKey(url, settings), id]))
  const ids = new Set(settings.sources.map(({ id }) => id))
  const sources: ImportedSource[] = []
  const already: WatchedAlready[] = []
  for (const { url, title, folder } of feeds) {
    const key = addressKey(url, settings)
    const source = watched.get(key)
    if (source !== undefined) {
      already.push({ url, title, source })
      continue
    }
    const id = freeId({ url, title }, ids, settings)
    ids.add(id)
    watched.set(key, id)
    sources.push({ id, title, category: folder === null ? null : withoutTemplate(folder) || null, ...asked(url) })
  }
  return { sources, already }
}

/** Config takes no password in an address: what asks with it is a header. */
function asked(address: string): Pick<ImportedSource, 'url' | 'authorization'> {
  const url = new URL(address)
  if (url.username === '' && url.password === '') return { url: address, authorization: null }
  const named = `${unescaped(url.username)}:${unescaped(url.password)}`
  url.username = ''
  url.password = ''
  return { url: url.href, authorization: `Basic ${Buffer.from(named).toString('base64')}` }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign of its own.
    return text
  }
}

function addressKey(url: string, { tracking }: Settings): string {
  return (canonicalUrl(url, { ignored: tracking, kept: [] }) ?? url).replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')
}

/** Braces in a category's name would be read as the name of a field. */
function withoutTemplate(folder: string): string {
  return categoryName(folder.replace(/[{}]/g, ' '))
}

/** Made of the title, else of the host; the same for the same list, whatever else is in it, but where two are alike. */
function freeId({ url, title }: Pick<ListedFeed, 'url' | 'title'>, taken: ReadonlySet<string>, { slugs }: Settings): string {
  const host = parseUrl(url)?.hostname.replace(/^www\./, '') ?? 'feed'
  const base = slugOf(title ?? host, slugs.pinyin)
    .slice(0, 48)
    .replace(/-+$/, '')
  const named = title === null || /^c-[0-9a-f]{8}$/.test(base) ? slugOf(host, slugs.pinyin).slice(0, 48) : base
  if (!taken.has(named)) return named
  const hash = sha256Hex(url)
  for (let digits = 6; ; digits += 2) if (!taken.has(`${named}-${hash.slice(0, digits)}`)) return `${named}-${hash.slice(0, digits)}`
}

/** Categories that config describes keep what it says. */
function groupsOf(sources: readonly ImportedSource[], groups: ReadonlyMap<string, string>, settings: Settings): ImportedFile['categories'] {
  const outer = new Map([...groups].map(([name, group]) => [foldName(withoutTemplate(name)), group]))
  const described = new Set(settings.categories.flatMap(({ name, aliases }) => [name, ...aliases].map(foldName)))
  const names = new Map(sources.flatMap(({ category }) => (category === null ? [] : [[foldName(category), category]])))
  return [...names].flatMap(([folded, name]) => {
    const group = outer.get(folded)
    return group === undefined || described.has(folded) ? [] : [{ name, group }]
  })
}

async function write(file: string, yaml: string): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await writeFile(file, yaml)
    // It may hold passwords.
    if (yaml.includes('Authorization')) await chmod(file, 0o600)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

interface Including {
  readonly settings: Settings
  readonly env: Environment
  /** What the file held before. */
  readonly replaced: string | null
}

/** Reads config again: it must be as right as before. @throws AppError `config-invalid`; then the file is as it was */
async function includeFor(
  file: string,
  sources: readonly ImportedSource[],
  { settings, env, replaced }: Including,
): Promise<string | null> {
  const wanted = new Set(sources.map(({ id }) => id))
  try {
    const found = loadConfig(settings.file, env).sources.filter(({ id }) => wanted.has(id))
    return found.length === wanted.size ? null : relative(dirname(settings.file), file)
  } catch (error) {
    await (replaced === null ? rm(file, { force: true }) : writeFile(file, replaced))
    throw error
  }
}
