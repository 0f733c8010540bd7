// An entry's own simple values by name: what configured identities, templates and rules look at.
import type { EntryDraft } from '../model/entry.ts'

const maxLength = 4096
const maxFields = 100

/** The entry's own texts, in all formats. The draft has them already: kept twice, they would be half of every store. */
const texts: ReadonlySet<string> = new Set(['content', 'content_html', 'content_text', 'description', 'encoded', 'summary'])
const longestText = 200

export interface OwnFields {
  readonly record: Record<string, string>
  size: number
}

export function noFields(): OwnFields {
  return { record: {}, size: 0 }
}

/** The first value of each name; blank and long ones are left out. */
export function addField(fields: OwnFields, name: string, value: string): void {
  const { record } = fields
  const most = texts.has(name) ? longestText : maxLength
  if (fields.size >= maxFields || value.length > most || name === '__proto__' || Object.hasOwn(record, name)) return
  if (value.trim() === '') return
  record[name] = value
  fields.size += 1
}

/** guid and link are the entry's, whatever is called so in the document. */
export function fieldRecord({ record }: OwnFields, { guid, link }: Pick<EntryDraft, 'guid' | 'link'>): Readonly<Record<string, string>> {
  if (guid !== null) record.guid = guid
  if (link !== null) record.link = link
  return record
}
