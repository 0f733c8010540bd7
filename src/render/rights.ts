// What a source lets us show of its entries (`rights` in config).
import type { Entry } from '../model/entry.ts'
import type { Rights } from '../model/source.ts'
import { excerptOf } from './html-text.ts'

const excerptLength = 200

/** The entry with no more than its source allows: everything, an excerpt of the text, or only title and link. Attribution always stays. */
export function asPermitted(entry: Entry, rights: Rights): Entry {
  switch (rights) {
    case 'full':
      return entry
    case 'excerpt':
      return { ...entry, contentHtml: null, summary: excerptOf(entry.contentHtml ?? '', excerptLength) || entry.summary, enclosures: [] }
    case 'link':
      return { ...entry, contentHtml: null, summary: null, enclosures: [] }
  }
}
