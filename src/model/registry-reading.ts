// Lines of the registry file → what they say (registry-line.ts).
import { type JsonObject, type JsonValue, parseJson } from '../base/json.ts'
import type { Retraction } from './entry.ts'
import type { CategoryKind } from './output-feed.ts'
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
