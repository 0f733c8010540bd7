// What is said of a published file: the whole of it, a part, or only that the client has it (RFC 9110 §13 to §15).
import type { IncomingHttpHeaders } from 'node:http'
import { dayIn } from '../base/zone.ts'
import { hubsOf } from '../model/hubs.ts'
import type { Settings } from '../model/settings.ts'
import { type Answer, answerWith, type Redirect, refusal } from './answer.ts'
import { type Coding, wantedOf } from './coding.ts'
import { etagOf, isHeld, isOtherwise, isSame } from './conditional.ts'
import { cachingOf, type Headers, isBrowsing, linkingOf, sharingOf, typeOf, varyingOf } from './headers.ts'
import { rangeOf } from './range.ts'
import type { Document } from './shelf.ts'

export type Published = Pick<Settings, 'site' | 'serve' | 'publish'>

/** What is kept with a document for its answers. */
export interface Prepared {
  /** Where its path leads, if the file stands only for those who serve the folder without us. */
  readonly moved: Redirect | null
  readonly heads: Heads
}

type Heads = Partial<Record<Coding | `${Coding} browsing`, Head>>

export type PublishedDocument = Document<Prepared>

/** What does not differ from one request to the next. */
interface Head {
  readonly madeFor: Published
  readonly etag: string
  readonly modifiedAt: number
  readonly headers: Headers
  /** What errors say, too. */
  readonly sharing: Headers
  readonly held: Answer
  /** Null while it is not in memory. */
  whole: Answer | null
}

export interface Asked {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

/** Undefined from `bodyOf`: the body is not in memory. */
export interface Having {
  readonly settings: Published
  readonly bodyOf: (document: PublishedDocument, coding: Coding) => Uint8Array | undefined
}

/** Where the body is needed and not in memory, the coding in which it is needed. */
export function documentAnswer({ method, headers }: Asked, document: PublishedDocument, { settings, bodyOf }: Having): Answer | Coding {
  const wanted = wantedOf(headers['accept-encoding'])
  const coding = document.isPackable ? wanted.ofPacked : wanted.ofPlain
  if (coding === null) return refusal(406, { ...varyingOf(document.path, settings.serve.feedType), ...sharingOf(document.path) })
  const head = headOf(document, { coding, accept: headers.accept, settings })
  const { 'if-match': ifMatch, 'if-unmodified-since': ifUnmodifiedSince } = headers
  if (isOtherwise({ ifMatch, ifUnmodifiedSince }, head)) return refusal(412, head.sharing)
  if (isHeld({ ifNoneMatch: headers['if-none-match'], ifModifiedSince: headers['if-modified-since'] }, head)) return head.held

  const range = method === 'GET' ? rangeAsked(headers, head) : undefined
  if (head.whole !== null && range === undefined) return head.whole
  const body = bodyOf(document, coding)
  if (body !== undefined) return range === undefined ? wholeOf(body, head, document.bodies[coding] === body) : partOf(body, range, head)
  return method === 'HEAD' && coding === 'identity' ? answerWith(200, head.headers, { length: document.length }) : coding
}

/** RFC 9110 §13.1.5: a part of what the client has no other part of would not fit. */
function rangeAsked({ range, 'if-range': ifRange }: IncomingHttpHeaders, head: Head): string | undefined {
  return range !== undefined && typeof ifRange === 'string' && !isSame(ifRange, head) ? undefined : range
}

/** One that stays in memory is prepared once. */
function wholeOf(body: Uint8Array, head: Head, isKept: boolean): Answer {
  const whole = answerWith(200, head.headers, { body })
  if (isKept) head.whole = whole
  return whole
}

function partOf(body: Uint8Array, range: string, { headers, sharing }: Head): Answer {
  const part = rangeOf(range, body.byteLength)
  if (part === 'whole') return answerWith(200, headers, { body })
  const length = body.byteLength
  if (part === 'unsatisfiable') return refusal(416, { 'Content-Range': `bytes */${length}`, ...sharing })
  const { from, to } = part
  return answerWith(206, { ...headers, 'Content-Range': `bytes ${from}-${to}/${length}` }, { body: body.subarray(from, to + 1) })
}

function headOf(document: PublishedDocument, manner: Manner): Head {
  const key = isBrowsing(manner.accept) ? (`${manner.coding} browsing` as const) : manner.coding
  const known = document.extra.heads[key]
  if (known?.madeFor === manner.settings) return known
  const made = madeHead(document, manner)
  // Until the moment that it names has come it would say another one each second.
  if (document.modifiedAt <= Date.now()) document.extra.heads[key] = made
  return made
}

interface Manner {
  readonly coding: Coding
  readonly accept: string | undefined
  readonly settings: Published
}

function madeHead({ path, digest, modifiedAt }: PublishedDocument, { coding, accept, settings }: Manner): Head {
  const { site, serve } = settings
  const now = Date.now()
  const { yyyy, mm } = dayIn(site.timezone, now)
  const etag = etagOf(digest, coding)
  // RFC 9110 §8.8.2.1: never later than the answer itself.
  const validators = { ETag: etag, 'Last-Modified': new Date(Math.min(modifiedAt, now)).toUTCString() }
  const sharing = { ...varyingOf(path, serve.feedType), ...sharingOf(path) }
  const lasting = {
    ...cachingOf(path, `${yyyy}-${mm}`),
    ...sharing,
    ...linkingOf(path, { hubs: hubsOf(settings), siteUrl: site.url }),
    ...validators,
  }
  const type = { 'Content-Type': typeOf(path, accept, serve.feedType) ?? 'application/octet-stream' }
  const headers = { ...type, ...(coding === 'identity' ? {} : { 'Content-Encoding': coding }), 'Accept-Ranges': 'bytes', ...lasting }
  return { madeFor: settings, etag, modifiedAt, headers, sharing, held: answerWith(304, lasting), whole: null }
}
