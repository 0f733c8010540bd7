// A document that is made when it is asked for, answered as a published one is: with validators, compressed, or only as held already.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import type { Clock } from '../base/clock.ts'
import { sha256Hex } from '../base/digest.ts'
import { type Coding, wantedOf } from './coding.ts'
import { etagOf, isHeld } from './conditional.ts'
import type { Headers } from './headers.ts'
import type { RouteEnv } from './routes.ts'

export interface MadeDocument {
  /** Tells it from all others that are made. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly headers: Headers
}

export type AnswerMade = (context: Context<RouteEnv>, document: MadeDocument) => Response

/** Documents whose beginning is remembered. */
const mostKnown = 1_000
const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/**
 * A document's date is the moment when this process first made these bytes: it changes whenever they do. After a restart it is a later one,
 * never one that a client could take for an older document.
 */
export function madeDocuments(clock: Clock): AnswerMade {
  const known = new Map<string, { readonly digest: string; readonly since: number }>()
  const sinceOf = (name: string, digest: string): number => {
    const found = known.get(name)
    const kept = found?.digest === digest ? found : { digest, since: clock.now() }
    known.delete(name)
    known.set(name, kept)
    const oldest = known.size > mostKnown ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
    return kept.since
  }
  return ({ req }, { name, bytes, headers }) => {
    const digest = sha256Hex(bytes).slice(0, 32)
    const coding = wantedOf(req.header('accept-encoding')).ofPacked ?? 'identity'
    const [etag, modifiedAt] = [etagOf(digest, coding), sinceOf(name, digest)]
    const { 'Content-Type': type = '', ...lasting } = headers
    const said = {
      ...lasting,
      Vary: [headers.Vary, 'Accept-Encoding'].filter((one) => one !== undefined).join(', '),
      ETag: etag,
      'Last-Modified': new Date(modifiedAt).toUTCString(),
    }
    const conditions = { ifNoneMatch: req.header('if-none-match'), ifModifiedSince: req.header('if-modified-since') }
    if (isHeld(conditions, { etag, modifiedAt })) return new Response(null, { status: 304, headers: said })
    const coded = coding === 'identity' ? {} : { 'Content-Encoding': coding }
    return new Response(packed(bytes, coding), { headers: { ...said, ...coded, 'Content-Type': type } })
  }
}

function packed(bytes: Uint8Array, coding: Coding): Uint8Array<ArrayBuffer> {
  if (coding === 'br') return Uint8Array.from(brotliCompressSync(bytes, fast))
  return Uint8Array.from(coding === 'gzip' ? gzipSync(bytes, { level: 4 }) : bytes)
}
