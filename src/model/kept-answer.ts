// What a source answered, or a hub sent of it, as its reader was handed it: kept for a while, so that other rules can be tried on it.
import type { PackedBytes } from '../base/packing.ts'

/** One document of an answer. No header of a request is kept, and no secret of an address. */
export interface KeptDocument {
  /** The address that was asked, and that of the answer, after redirects. */
  readonly asked: string
  readonly url: string
  /** SHA-256 of what was posted; null: it was asked for by GET. */
  readonly posted: string | null
  readonly contentType: string | null
  /** What relative dates in it are relative to. */
  readonly fetchedAt: number
  readonly body: PackedBytes
}

export interface NewAnswer {
  /** SHA-256 of its first document, as the poll knows it; empty: not known. */
  readonly hash: string
  /** The address that config had for the source, without secrets. */
  readonly address: string
  /** Its hub sent it. */
  readonly isPush: boolean
  /** In the order in which they were read: the pages of a list, the sitemaps of an index. */
  readonly documents: readonly KeptDocument[]
}

/** What the page of an entry answered, with the pages that go on with its text. */
export interface NewArticleAnswer extends Pick<NewAnswer, 'documents'> {
  readonly sighting: number
}

export interface KeptAnswer extends Omit<NewAnswer, 'hash'> {
  /** Start of the run or tick that read it. */
  readonly at: number
}

/** An answer as it is told. */
export interface AnswerFacts {
  readonly at: number
  /** Packed. */
  readonly bytes: number
}

/** What is kept that shows an entry: from this it can be read anew. */
export interface EntryAnswers {
  /** Answers of its sources in which their last word on it stands, newest first. */
  readonly lists: readonly (AnswerFacts & { readonly source: string })[]
  /** What its own page answered, by the source that asked. */
  readonly pages: readonly (AnswerFacts & { readonly source: string })[]
}

/** What is kept in all. */
export interface AnswerCounts {
  readonly answers: number
  readonly articles: number
  /** Packed. */
  readonly bytes: number
}
