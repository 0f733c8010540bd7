// What config tells us to watch, fully resolved: later rooms see no defaults.
import type { JsonValue } from '../base/json.ts'
import type { Pattern } from '../base/pattern.ts'
import type { DeletionPolicy } from './deletion.ts'

export type SourceKind = 'feed' | 'page' | 'json' | 'sitemap' | 'opml'
export type OnUpdate = 'touch' | 'silent' | 'relist'
export type Rights = 'full' | 'excerpt' | 'link'
/** Pictures are linked where they are, linked if their address is https, or left out. */
export type Images = 'link' | 'https-only' | 'drop'

/** On what terms entries are shown: those of their owner. */
export interface Terms {
  readonly rights: Rights
  /** Most characters of an excerpt. */
  readonly excerpt: number
  readonly images: Images
  /** Template of the line that says where a text is from; null: none. */
  readonly attribution: string | null
  /** How long after its first publication an entry is shown; null: for ever. */
  readonly expiresMs: number | null
}

/** What an attribution's template may name; `source` is the source's title. */
export const attributionFields = ['publisher', 'source', 'author', 'url', 'title'] as const

/** Fields that a mapping may fill and that rules may look at. */
export const fieldNames = ['title', 'link', 'published', 'updated', 'summary', 'content', 'author', 'publisher', 'tags', 'key'] as const
export type FieldName = (typeof fieldNames)[number]

/** One way to get a field's value; several are tried in order, the first that yields wins. */
export type FieldRule =
  /** JSONPath (RFC 9535) into the item. `dateFormat`: luxon tokens of a date that it gives, instead of the source's. */
  | { readonly kind: 'path'; readonly path: string; readonly pattern: string | null; readonly dateFormat?: string }
  | CssRule
  /** URI template (RFC 6570) over the item's fields. */
  | { readonly kind: 'uri'; readonly template: string }
  /** Fixed text, or a template such as `{publisher}新闻` over the item's fields and those mapped before. */
  | { readonly kind: 'text'; readonly template: string }

/** CSS selector into the item; empty: the item itself. */
export interface CssRule {
  readonly kind: 'css'
  readonly select: string
  /** Null: what stands in the element. */
  readonly attribute: string | null
  /** What stands in it as HTML; false: its text. */
  readonly html: boolean
  readonly pattern: string | null
  readonly dateFormat?: string
}

export type FieldMap = Readonly<Partial<Record<FieldName, readonly FieldRule[]>>>

/** How a `json` source's answer becomes drafts: JSONPath of the items, then the rules of each field. */
export interface JsonMapping {
  readonly items: string
  readonly fields: FieldMap
}

/** How a JSON list goes on. Paths are JSONPaths into the answer. */
export type JsonNext =
  /** `path`: of the next page's address, relative or not. */
  | { readonly kind: 'address'; readonly path: string }
  /** `url`: template with `{cursor}` in it; null: the same address, the cursor stands in what is posted. */
  | { readonly kind: 'cursor'; readonly path: string; readonly url: string | null }
  /** `name`: of the query parameter that is counted up from `from`; where what is posted holds `{page}`, that is. */
  | { readonly kind: 'number'; readonly name: string; readonly from: number }

/** What is posted for each page; `{cursor}` and `{page}` are filled in. */
export type PostTemplate =
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string; readonly escape: 'json' | 'form' | 'none' }
  /** Sent as JSON: a text that is a template and nothing else becomes its value, and is left out where there is none. */
  | { readonly kind: 'json'; readonly value: JsonValue; readonly contentType: string }

/** How the pages of a JSON list are asked for. */
export interface ListRequest {
  readonly next: JsonNext | null
  /** Null: they are asked for by GET. */
  readonly post: PostTemplate | null
  /** The answers are JSONP. */
  readonly isJsonp: boolean
}

/** How an HTML page becomes drafts: CSS selectors, or JSONPaths into the JSON that its scripts hold. */
export interface PageMapping {
  /** CSS selector of the items; with `script` their JSONPath. */
  readonly items: string
  readonly fields: FieldMap
  /** CSS selector of the link to the next page; with `script` it may be the JSONPath (it starts with `$`) of its address. */
  readonly next: string | null
  /** CSS selector of the script blocks. */
  readonly script: string | null
}

/** Operators' rules over a draft's fields, in order. Patterns are RE2 source texts: a recipe crosses into the reader's worker. */
export type DraftRule =
  | { readonly kind: 'keep' | 'drop'; readonly field: FieldName; readonly pattern: string }
  | { readonly kind: 'replace'; readonly field: FieldName; readonly pattern: string; readonly with: string }
  /** Sets `field` to `to` when `pattern` is found in `when`. */
  | { readonly kind: 'relabel'; readonly when: FieldName; readonly pattern: string; readonly field: FieldName; readonly to: string }

/** Everything a Reader must know of a source; plain data, so that it can be posted to a worker. */
export interface Recipe {
  readonly kind: SourceKind
  readonly timezone: string
  /** luxon tokens; null: recognised by itself. */
  readonly dateFormat: string | null
  readonly charset: string | null
  readonly keepClasses: readonly string[]
  readonly rules: readonly DraftRule[]
  readonly json: JsonMapping | null
  readonly page: PageMapping | null
  /** Absent: there is one page, asked for by GET. */
  readonly list?: ListRequest
  readonly maxEntries: number
  /** Says of each draft which rules filled it, for people to see. */
  readonly tells?: boolean
  /** What a rule drops is read all the same, and says so: what is known of it is to go. */
  readonly marksDropped?: boolean
}

/** The `article` step: each new entry's own text, fetched once, and again when its source says that it changed. */
export interface ArticleStep {
  /** URI template over the item's fields; null: the entry's link. */
  readonly url: string | null
  /** `json`: the answer of an API that the operator named; `page`: a page on the web, whose host's robots.txt is obeyed. */
  readonly kind: 'json' | 'page'
  /** CSS selectors and JSONPaths (they start with `$`), tried in order; none: the part of the page that looks most like its text. */
  readonly content: readonly string[]
  /** What else is taken from the page; it goes before what the list says. */
  readonly fields: Readonly<Partial<Record<PageField, readonly FieldRule[]>>>
  /** How a text goes on over several pages; null: it does not. */
  readonly paging: ArticlePaging | null
}

export const pageFields = ['title', 'published', 'updated', 'author', 'publisher'] as const
export type PageField = (typeof pageFields)[number]

export const mostArticlePages = 20

export interface ArticlePaging {
  /** CSS selector of the link to the next page; null: a link that says so and whose address goes on from the first page's. */
  readonly next: string | null
  /** Most pages of a text. */
  readonly most: number
}

/** A rule of `category`: names (templates allowed), optionally only when a field matches. The first that yields a name decides. */
export interface CategoryRule {
  readonly names: readonly string[]
  readonly when: { readonly field: FieldName; readonly pattern: Pattern } | null
  /** How config wrote it, for `explain`. */
  readonly written: string
}

export interface Source extends Terms {
  readonly id: string
  readonly kind: SourceKind
  readonly url: string
  readonly title: string | null
  readonly enabled: boolean
  /** Place in config; with `priority` it decides who owns a shared entry. */
  readonly position: number
  readonly priority: number
  readonly joins: boolean
  /** Its documents are taken as they come, whatever they used to show. */
  readonly ignoresDrift: boolean
  readonly everyMs: number | null
  readonly schedule: string | null
  readonly timezone: string
  readonly headers: Readonly<Record<string, string>>
  readonly category: readonly CategoryRule[]
  readonly recipe: Recipe
  readonly article: ArticleStep | null
  /** Most pages of its list that one visit reads. */
  readonly pages: number
  /** How long after its first publication an entry's page is looked at again, ascending, in milliseconds. */
  readonly recheckMs: readonly number[]
  /** Embargo between first seen and first published. */
  readonly delayMs: number
  readonly onUpdate: OnUpdate
  /** What becomes of entries that its origin deletes. */
  readonly deletions: DeletionPolicy
  readonly formerly: readonly string[]
}
