// The registry file beside the output folder: what readers know of the site, one JSON object a line. Written and read back here.
// A store that is lost is made again from it under the same ids, paths, slugs and dates.
import { sha256Hex } from '../base/digest.ts'
import { type JsonObject, type JsonValue, parseJson } from '../base/json.ts'
import { collapseSpace } from '../base/text.ts'
import type { Retraction } from './entry.ts'
import type { CategoryKind } from './output-feed.ts'

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
  const { id, path, listed, places, firstPublished, published, origin, modified, firstSeen, title, keys, retraction } = line
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
  }
}

function printed(at: number): string {
  return new Date(at).toISOString()
}

/** What a line says, or what is wrong with it, in words. */
export function readLine(text: string): RegistryLine | string {
  const parsed = parseJson(text)
  if (parsed.kind !== 'json') return parsed.message.replace('the answer', 'it')
  const { value } = parsed
  if (!isObject(value)) return 'it is no JSON object'
  try {
    return lineOf(value)
  } catch (error) {
    if (error instanceof WrongLine) return error.message
    throw error
  }
}

class WrongLine extends Error {}

function lineOf(value: JsonObject): RegistryLine {
  if ('registry' in value) return headerOf(value)
  if ('category' in value) return categoryOf(value, 'category')
  if ('feed' in value) return categoryOf(value, 'feed')
  if (!('entry' in value)) throw new WrongLine('it is neither of the site, nor of a category, a feed or an entry')
  const id = textIn(value, 'entry')
  if ('hidden' in value) return { kind: 'hidden', id, name: textIn(value, 'hidden') }
  const path = textIn(value, 'path')
  return 'to' in value ? { kind: 'moved', id, path, to: textIn(value, 'to') } : entryOf(value, { id, path })
}

function headerOf(value: JsonObject): RegistryHeader {
  if (value.registry !== 1) throw new WrongLine(`it is of format ${String(value.registry)}, and this version reads format 1`)
  const [, host = '', year = ''] = /^([^\s,]+),(\d{4})$/.exec(textIn(value, 'authority')) ?? []
  if (host === '') throw new WrongLine('its "authority" is not "host,year"')
  return { kind: 'header', site: textIn(value, 'site'), host, year: Number(year) }
}

function categoryOf(value: JsonObject, is: CategoryKind): RegisteredCategory {
  const state = value.state ?? 'active'
  if (state !== 'active' && state !== 'moved' && state !== 'retired') throw new WrongLine('its "state" is unknown')
  return {
    kind: 'category',
    slug: textIn(value, is),
    is,
    name: textIn(value, 'name'),
    names: 'names' in value ? textsIn(value, 'names') : [],
    state,
    movedTo: 'to' in value ? textIn(value, 'to') : null,
    isAutomatic: value.automatic === true,
    renamedFrom: 'renamedFrom' in value ? textIn(value, 'renamedFrom') : null,
  }
}

function entryOf(value: JsonObject, named: { readonly id: string; readonly path: string }): RegisteredEntry {
  return {
    kind: 'entry',
    ...named,
    listed: momentIn(value, 'listed'),
    places: placesIn(value),
    firstPublished: momentIn(value, 'firstPublished'),
    published: momentIn(value, 'published'),
    origin: textIn(value, 'origin'),
    modified: 'modified' in value ? momentIn(value, 'modified') : null,
    firstSeen: momentIn(value, 'firstSeen'),
    title: textIn(value, 'title'),
    keys: textsIn(value, 'keys'),
    retraction: retractionIn(value),
  }
}

function placesIn(value: JsonObject): Readonly<Record<string, number>> {
  const places = value.in
  if (places === undefined) return {}
  if (!isObject(places)) throw new WrongLine('its "in" is no object')
  return Object.fromEntries(Object.keys(places).map((slug) => [slug, momentIn(places, slug)]))
}

function retractionIn(value: JsonObject): Retraction | null {
  const { retracted } = value
  if (retracted === undefined) return null
  if (!isObject(retracted)) throw new WrongLine('its "retracted" is no object')
  return { at: momentIn(retracted, 'at'), why: String(retracted.why ?? ''), isSilent: retracted.silent === true }
}

function textIn(value: JsonObject, name: string): string {
  const text = value[name]
  if (typeof text !== 'string' || text === '') throw new WrongLine(`its "${name}" is no text`)
  return text
}

function textsIn(value: JsonObject, name: string): readonly string[] {
  const list = value[name]
  if (!Array.isArray(list)) throw new WrongLine(`its "${name}" is no list`)
  return list.map((text) => {
    if (typeof text !== 'string') throw new WrongLine(`its "${name}" holds something that is no text`)
    return text
  })
}

function momentIn(value: JsonObject, name: string): number {
  const at = Date.parse(textIn(value, name))
  if (Number.isNaN(at)) throw new WrongLine(`its "${name}" is no moment`)
  return at
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
