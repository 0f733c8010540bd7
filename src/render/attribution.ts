// The line that says where a text is from, as config words it: made at publishing, never stored.
import { fillText } from '../base/uri-template.ts'
import type { Entry } from '../model/entry.ts'
import type { attributionFields, Terms } from '../model/source.ts'
import { webAddress } from './addresses.ts'
import { textToHtml } from './html-text.ts'

export interface Attribution {
  readonly text: string
  /** The original; null: its address is not known. */
  readonly url: string | null
}

export interface AttributionTerms extends Pick<Terms, 'rights' | 'attribution'> {
  /** The source's, for people. */
  readonly title: string | null
}

/** Null where nothing is left of the text, where config wants none, where an entry has not what the line would say, and where nothing but title and link is shown. */
export function attributionOf(entry: Entry, { rights, attribution, title }: AttributionTerms): Attribution | null {
  if (entry.retraction !== null || attribution === null || rights === 'link') return null
  const text = fillText(attribution, valuesOf(entry, title))
  return text === null ? null : { text: text.trim(), url: webAddress(entry.url) }
}

/** The entry with the line as the last paragraph of its content, linked to the original. */
export function withAttribution(entry: Entry, attribution: Attribution | null): Entry {
  if (attribution === null) return entry
  const { contentHtml, summary } = entry
  const text = textToHtml(attribution.text)
  const line = attribution.url === null ? text : `<a href="${textToHtml(attribution.url)}">${text}</a>`
  const before = contentHtml ?? (summary === null ? '' : `<p>${textToHtml(summary)}</p>`)
  return { ...entry, contentHtml: `${before}<p>${line}</p>` }
}

function valuesOf({ source: id, publisher, origin, authors, url, title }: Entry, sourceTitle: string | null) {
  const source = sourceTitle ?? id
  const values: Readonly<Record<(typeof attributionFields)[number], string>> = {
    publisher: publisher ?? origin?.title ?? source,
    source,
    author: authors.map(({ name }) => name).join(', '),
    url: webAddress(url) ?? '',
    title,
  }
  return values
}
