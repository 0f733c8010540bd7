// An entry's own simple values by name: what configured identities, templates and rules look at.
import type { EntryDraft } from '../model/entry.ts'

const maxLength = 4096
const maxFields = 100

/** The first value of each name; blank and long ones are left out. */
export function addField(fields: Map<string, string>, name: string, value: string): void {
  if (fields.size >= maxFields || value.length > maxLength || fields.has(name) || value.trim() === '') return
  fields.set(name, value)
}

/** As a plain object; guid and link are the entry's. */
export function fieldRecord(
  fields: Map<string, string>,
  { guid, link }: Pick<EntryDraft, 'guid' | 'link'>,
): Readonly<Record<string, string>> {
  if (guid !== null) fields.set('guid', guid)
  if (link !== null) fields.set('link', link)
  fields.delete('__proto__')
  return Object.fromEntries(fields)
}
