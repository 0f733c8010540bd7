// What a document looks like from outside: what is expected of the next one.
import type { EntryDraft } from '../model/entry.ts'
import { type MeasuredField, measuredFields } from '../model/expectations.ts'
import type { RuleUse } from '../model/rule-use.ts'

/** A measure of one document. */
export interface Measure {
  readonly value: number
  /** How many items it was taken from. */
  readonly of: number
}

/** Measures by name: `items` in number, `text-length` as the logarithm of the mean, the others as shares. */
export type Shape = ReadonlyMap<string, Measure>

/** More rules than this are not watched one by one. */
const mostRules = 40

/** Of clean drafts, so that a link which leads nowhere is none. */
export function shapeOf(drafts: readonly EntryDraft[], uses: readonly RuleUse[]): Shape {
  const of = drafts.length
  const shape = new Map<string, Measure>([['items', { value: of, of }]])
  if (of === 0) return shape
  for (const field of measuredFields) shape.set(`field:${field}`, { value: drafts.filter(fills[field]).length / of, of })
  const lengths = drafts.map((draft) => textOf(draft).length).filter((length) => length > 0)
  if (lengths.length > 0)
    shape.set('text-length', { value: Math.log(lengths.reduce((a, b) => a + b) / lengths.length), of: lengths.length })
  setSame(
    shape,
    'same-link',
    drafts.flatMap(({ link }) => link ?? []),
  )
  setSame(
    shape,
    'same-title',
    drafts.flatMap(({ title }) => title || []),
  )
  for (const { field, index, filled, of: items } of uses.slice(0, mostRules))
    if (items > 0) shape.set(`rule:${field}:${index}`, { value: filled / items, of: items })
  return shape
}

const fills: Readonly<Record<MeasuredField, (draft: EntryDraft) => boolean>> = {
  title: ({ title }) => title !== '',
  link: ({ link }) => link !== null,
  published: ({ published, updated }) => published !== null || updated !== null,
  content: (draft) => textOf(draft) !== '',
  author: ({ authors }) => authors.length > 0,
  publisher: ({ publisher }) => publisher !== null,
  tags: ({ tags }) => tags.length > 0,
  key: ({ guid }) => guid !== null,
}

function textOf({ content, summary }: EntryDraft): string {
  return content ?? summary ?? ''
}

/** The share of the commonest value. */
function setSame(shape: Map<string, Measure>, name: string, values: readonly string[]): void {
  if (values.length === 0) return
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  shape.set(name, { value: Math.max(...counts.values()) / values.length, of: values.length })
}
