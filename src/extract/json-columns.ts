// Which names in the objects of a list mean which field: by the name and by what stands there.
import type { JsonObject, JsonValue } from '../base/json.ts'
import { type FieldName, fieldNames } from '../model/source.ts'
import { readDate } from '../parse/date.ts'
import { scalarText } from './fields.ts'
import { type DateReading, isDate } from './list-fields.ts'
import { median, shareOf, variety, widthOf } from './slots.ts'

/** What the objects have at one place. */
interface Column {
  readonly path: string
  /** The last name of the path; that before it where the last says only that it is the value. */
  readonly name: string
  readonly texts: readonly string[]
  /** Objects that have something there, of all. */
  readonly share: number
}

const deepest = 3
const mostNames = 60
const mostTexts = 5

/** The member of an object by name (RFC 9535 §2.5.1). */
export function memberPath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`
}

/** JSONPaths into an object. */
export function fieldsIn(objects: readonly JsonObject[], reading: DateReading): Readonly<Partial<Record<FieldName, string>>> {
  const columns = columnsOf(objects)
  const fields: { [name in FieldName]?: string } = {}
  const taken = new Set<Column>()
  for (const { field, names, holds } of tellers) {
    const found = names
      .map((name) => columns.find((column) => !taken.has(column) && name.test(column.name) && holds(column, reading)))
      .find((column) => column !== undefined)
    if (found === undefined) continue
    taken.add(found)
    fields[field] = found.path
  }
  return Object.fromEntries(fieldNames.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])))
}

interface Teller {
  readonly field: FieldName
  /** The surest first. */
  readonly names: readonly RegExp[]
  readonly holds: (column: Column, reading: DateReading) => boolean
}

const any = /(?:)/
const picture = /\.(?:jpe?g|png|gif|webp|svg|mp[34])(?:$|\?)/i

const tellers: readonly Teller[] = [
  {
    field: 'link',
    names: [/^(?:url|link|href|permalink|web_?url|share_?url|article_?url|url_\w)$/i, /url|link|href/i, any],
    holds: ({ name, texts, share }) =>
      share >= 0.6 &&
      !/^@context|image|img|pic|thumb|avatar|cover|logo|icon|video|audio|author|next|prev|self/i.test(name) &&
      variety(texts) >= 0.8 &&
      shareOf(texts, (text) => (/^https?:\/\/\S+$/.test(text) || /^\/[^/\s]\S*$/.test(text)) && !picture.test(text)) >= 0.9,
  },
  {
    field: 'title',
    names: [/^(?:headline|title)$/i, /^(?:name|subject|caption|biaoti)$/i, /title|headline/i],
    holds: ({ texts, share }) => share >= 0.6 && variety(texts) >= 0.5 && median(texts.map(widthOf)) >= 6 && !texts.every(isAddress),
  },
  {
    field: 'published',
    names: [
      /^(?:date_?published|published(?:_?(?:at|on|date|time))?|pub_?(?:date|time|lish_?(?:date|time))|publish_?(?:date|time|ed)|show_?time|issued)$/i,
      /^(?:date(?:time)?|time|(?:created?|c)_?(?:at|time|date)?|time_?stamp|display_?time|posted(?:_?at)?)$/i,
      /date|time|_at$|At$/,
      any,
    ],
    holds: ({ name, texts, share }, reading) =>
      share >= 0.6 && !/updat|modif|expire|end/i.test(name) && shareOf(texts, isTime(name, reading)) >= 0.8,
  },
  {
    field: 'updated',
    names: [/updat|modif/i],
    holds: ({ name, texts, share }, reading) => share >= 0.3 && shareOf(texts, isTime(name, reading)) >= 0.8,
  },
  {
    field: 'content',
    names: [/^(?:content(?:_?html)?|body(?:_?html)?|article_?body|full_?text|html)$/i],
    holds: ({ texts }) => median(texts.map(widthOf)) >= 80,
  },
  {
    field: 'summary',
    names: [
      /^(?:summary|digest|excerpt|abstract|intro(?:duction)?|brief|snippet|lead|standfirst|sim_?digest)$/i,
      /^(?:desc\w*|content|text|body)$/i,
    ],
    holds: ({ texts }) => median(texts.map(widthOf)) >= 12,
  },
  {
    field: 'publisher',
    names: [/^(?:publisher|media_?name|source_?name|site_?name)$/i, /^(?:source|from|media|origin|outlet)$/i],
    holds: ({ texts }) => isShort(texts),
  },
  { field: 'author', names: [/^(?:author(?:_?name)?s?|byline|writer|creator)$/i], holds: ({ texts }) => isShort(texts) },
  { field: 'tags', names: [/^(?:tags?|keywords|labels|topics|categor(?:y|ies))$/i], holds: ({ texts }) => isShort(texts) },
  {
    field: 'key',
    names: [/^(?:guid|uuid|id|_id|@id)$/i, /(?:_id|Id|ID|code|Code)$/],
    // Ids further down are those of authors and pictures.
    holds: ({ path, texts, share }) => !/[.\]].*[.[]/.test(path.slice(1)) && share >= 0.9 && variety(texts) === 1,
  },
]

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text)
}

function isShort(texts: readonly string[]): boolean {
  return texts.length > 0 && !texts.every((text) => isAddress(text) || !/\p{L}/u.test(text)) && median(texts.map(widthOf)) <= 40
}

/** Numbers count as seconds or milliseconds where the name speaks of time. */
function isTime(name: string, reading: DateReading): (text: string) => boolean {
  const { timezone, now } = reading
  const mayCount = /time|date|(?:^|_)ts$|stamp|publish|issued|creat|posted|(?:_a|A)t$/i.test(name)
  const isCount = (text: string) => mayCount && /^\d{10}(?:\d{3})?$/.test(text) && readDate(text, { timezone, format: null, now }) !== null
  return (text) => isDate(text, reading) || isCount(text)
}

function columnsOf(objects: readonly JsonObject[]): readonly Column[] {
  const texts = new Map<string, { readonly name: string; readonly texts: string[]; in: number }>()
  for (const object of objects) {
    const here = new Set<string>()
    for (const { path, name, text } of leavesOf(object, { path: '$', name: '', depth: 0 })) {
      const column = texts.get(path) ?? { name, texts: [], in: 0 }
      texts.set(path, column)
      column.texts.push(text)
      if (!here.has(path)) column.in += 1
      here.add(path)
    }
  }
  return [...texts].map(([path, column]) => ({ path, name: column.name, texts: column.texts, share: column.in / objects.length }))
}

interface Leaf {
  readonly path: string
  readonly name: string
  readonly text: string
}

/** Says only that its parent's value stands there. */
const valueNames = new Set(['rendered', 'value', 'text', '#text', 'name', 'raw', 'plain', 'html'])

function* leavesOf(value: JsonValue, at: { readonly path: string; readonly name: string; readonly depth: number }): Generator<Leaf> {
  const text = scalarText(value)
  if (text !== null && text.trim() !== '') yield { path: at.path, name: at.name, text }
  if (typeof value !== 'object' || value === null || at.depth >= deepest) return
  const depth = at.depth + 1
  if (Array.isArray(value)) {
    for (const member of value.slice(0, mostTexts)) yield* leavesOf(member, { ...at, path: `${at.path}[*]`, depth })
    return
  }
  for (const [name, inner] of Object.entries(value).slice(0, mostNames))
    yield* leavesOf(inner, { path: at.path + memberPath(name), name: valueNames.has(name) && at.name !== '' ? at.name : name, depth })
}
