// The registry file beside the output folder: what readers know of the site, one JSON object a line. Read back by registry-reading.ts.
// A store that is lost is made again from it under the same ids, paths, slugs and dates.
import { sha256Hex } from '../base/digest.ts'
import { collapseSpace } from '../base/text.ts'
import type { Correction } from './correction.ts'
import type { Retraction } from './entry.ts'
import type { CategoryKind } from './output-feed.ts'
import type { PruningRecord } from './pruning.ts'

export const registryFileName = 'registry.jsonl'

/** The first line. */
export interface RegistryHeader {
  readonly kind: 'header'
  /** `site.id`. */
  readonly site: string
  /** Of all ids: the site's host and the year when its first store was made. */
  readonly host: string
  readonly year: number
}

export interface RegisteredCategory {
  readonly kind: 'category'
  readonly slug: string
  readonly is: CategoryKind
  readonly name: string
  /** All names as they are spelt, its own too; none when they are another's now. */
  readonly names: readonly string[]
  readonly state: 'active' | 'moved' | 'retired'
  readonly movedTo: string | null
  readonly isAutomatic: boolean
  readonly renamedFrom: string | null
}

export interface RegisteredEntry {
  readonly kind: 'entry'
  readonly id: string
  readonly path: string
  readonly listed: number
  /** Its listing in categories and output feeds, where that is another. */
  readonly places: Readonly<Record<string, number>>
  readonly firstPublished: number
  readonly published: number
  readonly origin: string
  readonly modified: number | null
  readonly firstSeen: number
  /** See `titleMark`. */
  readonly title: string
  /** Those under which public sources showed it, in code-point order. */
  readonly keys: readonly string[]
  readonly retraction: Retraction | null
  /** Null: it was not pruned. */
  readonly pruning: PruningRecord | null
  /** What the operator said of it and others (`merge`, `split`), as far as public sources show them; nobody is named. */
  readonly said: readonly Correction[]
}

/** An entry that became part of another. */
export interface MovedEntry {
  readonly kind: 'moved'
  readonly id: string
  readonly path: string
  readonly to: string
}

/** An entry that was public and is not: nothing is said of it, but its id and name are not for others. */
export interface HiddenEntry {
  readonly kind: 'hidden'
  readonly id: string
  /** See `nameMark`. */
  readonly name: string
}

export type EntryLine = RegisteredEntry | MovedEntry | HiddenEntry
export type RegistryLine = RegistryHeader | RegisteredCategory | EntryLine

/** By it two titles are compared, whatever their case, width and spaces. */
export function titleMark(title: string): string {
  return sha256Hex(collapseSpace(title.normalize('NFKC')).toLowerCase()).slice(0, 16)
}

/** Day and file name of a path, without saying them. */
export function nameMark(path: string): string {
  return markOfName(nameOfPath(path))
}

export function markOfName(name: string): string {
  return `sha256-${sha256Hex(name).slice(0, 32)}`
}

/** Day and name, ignoring case: unique over all categories, because Jekyll's posts share one folder. */
export function nameOfPath(path: string): string {
  return path.slice(path.indexOf('/') + 1).toLowerCase()
}

/** A line with its end. */
export function printLine(line: RegistryLine): string {
  return `${JSON.stringify(plainOf(line))}\n`
}

function plainOf(line: RegistryLine): Readonly<Record<string, unknown>> {
  switch (line.kind) {
    case 'header':
      return { registry: 1, site: line.site, authority: `${line.host},${line.year}` }
    case 'category': {
      const { slug, is, name, names, state, movedTo, isAutomatic, renamedFrom } = line
      return {
        [is]: slug,
        name,
        ...(names.length > 0 && { names }),
        ...(state !== 'active' && { state }),
        ...(movedTo !== null && { to: movedTo }),
        ...(isAutomatic && { automatic: true }),
        ...(renamedFrom !== null && { renamedFrom }),
      }
    }
    case 'entry':
      return plainEntry(line)
    case 'moved':
      return { entry: line.id, path: line.path, to: line.to }
    case 'hidden':
      return { entry: line.id, hidden: line.name }
  }
}

function plainEntry(line: RegisteredEntry): Readonly<Record<string, unknown>> {
  const { id, path, listed, places, firstPublished, published, origin, modified, firstSeen, title, keys, retraction, pruning, said } = line
  return {
    entry: id,
    path,
    listed: printed(listed),
    ...(Object.keys(places).length > 0 && { in: Object.fromEntries(Object.entries(places).map(([slug, at]) => [slug, printed(at)])) }),
    firstPublished: printed(firstPublished),
    published: printed(published),
    origin,
    ...(modified !== null && { modified: printed(modified) }),
    firstSeen: printed(firstSeen),
    title,
    keys,
    ...(retraction !== null && {
      retracted: { at: printed(retraction.at), why: retraction.why, ...(retraction.isSilent && { silent: true }) },
    }),
    ...(pruning !== null && {
      pruned: { at: printed(pruning.at), by: pruning.why.map(({ slug, days, entries }) => [slug, days, entries]) },
    }),
    ...(said.length > 0 && { said: said.map(plainCorrection) }),
  }
}

/** Each sighting as its source, and then its keys. */
function plainCorrection({ at, kind, sides }: Correction): Readonly<Record<string, unknown>> {
  return { at: printed(at), kind, sides: sides.map((anchors) => anchors.map(({ source, keys }) => [source, ...keys])) }
}

function printed(at: number): string {
  return new Date(at).toISOString()
}
