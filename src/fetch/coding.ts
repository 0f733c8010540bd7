// Content codings (RFC 9110 §8.4): which are understood, and what undoes them.
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import type { Packing } from '../base/packing.ts'
import { VisitFailure } from './errors.ts'

/** Undoes one coding; `start` is the beginning of the body. */
export type Decoder = (start: Uint8Array) => Transform

/** Room for what comes out at a time: a whole feed, mostly. */
const chunkSize = 64 * 1024

export const gunzip: Decoder = () => zlib.createGunzip({ chunkSize })

const brotli: Decoder = () => zlib.createBrotliDecompress({ chunkSize })

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  // Meant to be zlib (RFC 9110 §8.4.1.2), but some servers send it without the zlib header.
  deflate: (start) => (((start[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate({ chunkSize }) : zlib.createInflateRaw({ chunkSize })),
  br: brotli,
  ...zstd(),
}

/** For Accept-Encoding. */
export const acceptedCodings = Object.keys(decoders).join(', ')

/**
 * The one content coding of an answer, null for none.
 * @throws VisitFailure `limits` for several: each multiplies what a small answer can become; `protocol` for one that was not asked for.
 */
export function decoderFor(contentEncoding: string | null): Decoder | null {
  const named = (contentEncoding ?? '').split(',').map((coding) => coding.trim().toLowerCase())
  const codings = named.filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length > 1)
    throw new VisitFailure('limits', `the answer is encoded ${codings.length} times, once is the limit; its server is at fault`)
  const coding = codings[0]?.replace(/^x-/, '')
  if (coding === undefined) return null
  const decoder = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined
  if (decoder === undefined)
    throw new VisitFailure('protocol', `the answer is encoded as "${coding.slice(0, 40)}", which was not asked for; its server is at fault`)
  return decoder
}

/** What a body that this undoes can be kept as, just as it came; null: it is packed anew. */
export function packingOf(decoder: Decoder): Packing | null {
  if (decoder === gunzip) return 'gzip'
  return decoder === brotli ? 'br' : null
}

/** Node has it from 22.15 on. */
function zstd(): Readonly<Record<string, Decoder>> {
  if (!('createZstdDecompress' in zlib) || typeof zlib.createZstdDecompress !== 'function') return {}
  const create: (options: unknown) => Transform = zlib.createZstdDecompress.bind(zlib)
  // A frame may ask for gigabytes of memory; on the web 8 MB is the most (RFC 9659).
  const params = Object.fromEntries(
    Object.entries(zlib.constants).flatMap(([name, id]) => (name === 'ZSTD_d_windowLogMax' ? [[id, 23]] : [])),
  )
  return { zstd: () => create({ chunkSize, params }) }
}
