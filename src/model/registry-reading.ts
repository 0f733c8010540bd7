// Lines of the registry file → what they say (registry-line.ts).
import { type JsonObject, type JsonValue, parseJson } from '../base/json.ts'
import type { Anchor, Correction } from './correction.ts'
import type { Retraction } from './entry.ts'
import type { CategoryKind } from './output-feed.ts'
import type { PruneReason, PruningRecord } from './pruning.ts'
import type { RegisteredCategory, RegisteredEntry, RegistryHeader, RegistryLine } from './registry-line.ts'

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
    pruning: pruningIn(value),
    said: 'said' in value ? listIn(value, 'said').map(correctionOf) : [],
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

function correctionOf(value: JsonValue): Correction {
  if (!isObject(value)) throw new WrongLine('its "said" holds something that is no object')
  const { kind } = value
  if (kind !== 'joined' && kind !== 'parted') throw new WrongLine('its "said" is of an unknown kind')
  const [left, taken] = listIn(value, 'sides').map(anchorsOf)
  if (left === undefined || taken === undefined) throw new WrongLine('its "said" has not two sides')
  return { at: momentIn(value, 'at'), by: null, kind, sides: [left, taken] }
}

function anchorsOf(value: JsonValue): readonly Anchor[] {
  const rows = Array.isArray(value) ? value.map((row) => textsIn({ row }, 'row')) : []
  return rows.map(([source, ...keys]) => {
    if (source === undefined || keys.length === 0) throw new WrongLine('its "said" names a sighting without source or keys')
    return { source, keys }
  })
}

function pruningIn(value: JsonObject): PruningRecord | null {
  const { pruned } = value
  if (pruned === undefined) return null
  if (!isObject(pruned) || !Array.isArray(pruned.by)) throw new WrongLine('its "pruned" is no object with "at" and "by"')
  const why = pruned.by.flatMap((rule: JsonValue) => (Array.isArray(rule) ? [reasonIn(rule)] : []))
  return { at: momentIn(pruned, 'at'), why }
}

function reasonIn([slug, days, entries]: readonly JsonValue[]): PruneReason {
  return { slug: String(slug), days: days === null ? null : Number(days), entries: entries === null ? null : Number(entries) }
}

function textIn(value: JsonObject, name: string): string {
  const text = value[name]
  if (typeof text !== 'string' || text === '') throw new WrongLine(`its "${name}" is no text`)
  return text
}

function textsIn(value: JsonObject, name: string): readonly string[] {
  return listIn(value, name).map((text) => {
    if (typeof text !== 'string') throw new WrongLine(`its "${name}" holds something that is no text`)
    return text
  })
}

function listIn(value: JsonObject, name: string): readonly JsonValue[] {
  const list = value[name]
  if (!Array.isArray(list)) throw new WrongLine(`its "${name}" is no list`)
  return list
}

function momentIn(value: JsonObject, name: string): number {
  const at = Date.parse(textIn(value, name))
  if (Number.isNaN(at)) throw new WrongLine(`its "${name}" is no moment`)
  return at
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
