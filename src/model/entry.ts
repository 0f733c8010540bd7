// One story: as just read (draft), and as kept and published (entry). Instants are milliseconds since 1970.
import type { RelatedLink } from './related.ts'
import type { RulePlaces } from './rule-use.ts'

export interface Person {
  readonly name: string
  readonly url: string | null
  readonly email: string | null
}

/** Attached media. `bytes` is the announced length. */
export interface Enclosure {
  readonly url: string
  readonly type: string | null
  readonly bytes: number | null
  readonly title: string | null
}

/** A label that came along; `scheme` is the vocabulary it is from (Atom `scheme`, RSS `domain`). */
export interface Tag {
  readonly name: string
  readonly scheme: string | null
}

/** The feed an entry says it was taken from (`atom:source`, RSS `source`). */
export interface Origin {
  readonly title: string | null
  readonly url: string | null
}

/**
 * An entry as one source shows it. A reader of formats makes it raw: `title` plain text, `summary` and `content` HTML as found.
 * After `normalize/`: links absolute, `content` sanitised HTML, `summary` plain text, no character that XML cannot carry.
 */
export interface EntryDraft {
  /** The publisher's value, verbatim. */
  readonly guid: string | null
  readonly link: string | null
  readonly title: string
  readonly published: number | null
  readonly updated: number | null
  /** The date as it was written, for `explain`. */
  readonly dateGiven: string | null
  readonly summary: string | null
  readonly content: string | null
  readonly authors: readonly Person[]
  readonly publisher: string | null
  readonly tags: readonly Tag[]
  readonly enclosures: readonly Enclosure[]
  readonly language: string | null
  readonly origin: Origin | null
  /** The item's own scalar values by name, numbers with all their digits: what configured identities and templates look at. */
  readonly fields: Readonly<Record<string, string>>
  /** A rule of its source drops it; only where a recipe asks for it all the same. */
  readonly isDropped?: true
}

/** A draft before it is cleaned. */
export interface RawDraft extends EntryDraft {
  /** What addresses in its texts are relative to where the document says so (xml:base); null: its link, else the document's address. */
  readonly contentBase: string | null
  /** The entry's own address, where a proxy of feeds has put its own into `link` and says so (feedburner:origLink). */
  readonly originalLink: string | null
  /** Which of the source's rules filled its fields, where a mapping made it. */
  readonly rules?: RulePlaces
}

export const emptyDraft: EntryDraft = {
  guid: null,
  link: null,
  title: '',
  published: null,
  updated: null,
  dateGiven: null,
  summary: null,
  content: null,
  authors: [],
  publisher: null,
  tags: [],
  enclosures: [],
  language: null,
  origin: null,
  fields: {},
}

/** Where `datePublished` came from. `future`: the given date lay more than 10 minutes ahead. */
export type DateOrigin = 'published' | 'updated' | 'first-seen' | 'future'

/** What readers see of an entry, put together from its sightings by `identify/compose.ts`. */
export interface Content {
  readonly title: string
  readonly url: string | null
  readonly summary: string | null
  readonly contentHtml: string | null
  readonly authors: readonly Person[]
  readonly publisher: string | null
  readonly tags: readonly Tag[]
  readonly enclosures: readonly Enclosure[]
  readonly language: string | null
  readonly origin: Origin | null
}

/** The operator's word that an entry is withdrawn (design §8). */
export interface Retraction {
  readonly at: number
  /** For readers, in the operator's words. */
  readonly why: string
  /** Nothing stands in its place: readers are not told. */
  readonly isSilent: boolean
}

/** A published entry. */
export interface Entry extends Content {
  /** `tag:host,year:hash` – minted once, never recomputed. */
  readonly id: string
  readonly keys: readonly string[]
  /** Id of the owner among its sources. */
  readonly source: string
  readonly sources: readonly string[]
  /** Slugs of its public categories, the home category first. */
  readonly categories: readonly string[]
  readonly datePublished: number
  readonly dateModified: number | null
  readonly firstSeen: number
  readonly listed: number
  readonly revision: number
  /** `<home slug>/<yyyy>/<mm>/<dd>/<name>.html` */
  readonly path: string
  /** Null: it is not withdrawn. */
  readonly retraction: Retraction | null
  /** What is folded under it, in a feed that folds. */
  readonly also?: readonly RelatedLink[]
}
