// Bodies: counted on the wire and again while they are decoded, so that neither an endless answer nor a small bomb fills the memory.
import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { sha256Hex } from '../base/digest.ts'
import type { PackedBytes } from '../base/packing.ts'
import type { Limits } from '../model/settings.ts'
import { type Decoder, decoderFor, gunzip, packingOf } from './coding.ts'
import { failureOf, VisitFailure } from './errors.ts'
import type { Answer } from './exchange.ts'
import { openGathering } from './gathering.ts'

/** What came so far, still encoded. */
export interface Wire {
  bytes: number
}

interface BodyOptions {
  readonly host: string
  readonly limits: Limits
}

interface WholeOptions extends BodyOptions {
  /** `sentHash` of a body that is known already. */
  readonly known: string | null
}

export interface Body {
  /** Decoded; null: it is the body that is known. */
  readonly bytes: Uint8Array | null
  /** SHA-256 of what was sent, still encoded. */
  readonly sentHash: string
  /** As it was sent; null: not packed, or in a way that is not kept. */
  readonly packed: PackedBytes | null
}

/** Feeds shrink to a fifth or a tenth; what swells so much more, and is not small either, was made to do harm. */
const bombRatio = 200
const bombFromBytes = 1024 * 1024

/**
 * A body that is known by what was sent is not decoded. A gzip file (sitemaps often are) is unpacked, where it is not encoded already: once
 * is the limit.
 * @throws VisitFailure `too-large` or `bomb` past the limits, `truncated`, `protocol`, `timeout`.
 */
export async function readBody(answer: Answer, wire: Wire, options: WholeOptions): Promise<Body> {
  const { limits, known } = options
  return reading(answer, wire, options, async (decoder) => {
    refuseAnnounced(answer.header('content-length'), limits)
    const sent = await gather(onWire(answer.body(), wire, limits), decoder === null ? limits.bodyBytes : limits.wireBytes)
    const sentHash = sha256Hex(sent)
    if (sentHash === known) return { bytes: null, sentHash, packed: null }
    const unpacking = decoder ?? (isGzip(sent) ? gunzip : null)
    if (unpacking === null) return { bytes: sent, sentHash, packed: null }
    const bytes = await decode(inOnePiece(sent), unpacking, { wire, limits })
    const packing = packingOf(unpacking)
    return { bytes, sentHash, packed: packing === null ? null : { packing, bytes: sent, size: bytes.length } }
  })
}

/** As `readBody`, but a body that is not encoded may be longer than `bodyBytes`: the rest is cut off. */
export async function readStart(answer: Answer, wire: Wire, options: BodyOptions): Promise<Uint8Array> {
  const { limits } = options
  return reading(answer, wire, options, (decoder) => {
    if (decoder !== null) return decode(onWire(answer.body(), wire, limits), decoder, { wire, limits })
    return gatherStart(answer.body(), wire, limits)
  })
}

async function reading<T>(
  answer: Answer,
  wire: Wire,
  { host, limits }: BodyOptions,
  read: (decoder: Decoder | null) => Promise<T>,
): Promise<T> {
  try {
    refuseCodedTransfer(answer.header('transfer-encoding'))
    return await read(decoderFor(answer.header('content-encoding')))
  } catch (error) {
    const { code, message } = failureOf(error, { host, phase: 'reading', limits })
    throw new VisitFailure(code, message, wire.bytes)
  } finally {
    answer.discard()
  }
}

/** Transfer codings but "chunked" are optional, and we say nothing of them (RFC 9112 §7.4). */
function refuseCodedTransfer(transferEncoding: string | null): void {
  const coding = transferEncoding?.trim().toLowerCase() ?? 'chunked'
  if (coding !== 'chunked')
    throw new VisitFailure(
      'protocol',
      `the answer is transferred as "${coding.slice(0, 40)}", which was not asked for; its server is at fault`,
    )
}

function refuseAnnounced(contentLength: string | null, { wireBytes }: Limits): void {
  if (contentLength === null || !(Number(contentLength) > wireBytes)) return
  const said = `an answer of ${contentLength.slice(0, 40)} bytes is announced, more than ${wireBytes}`
  throw new VisitFailure('too-large', `${said}; poll.limits.wireBytes may allow more`)
}

async function* onWire(body: AsyncIterable<Uint8Array>, wire: Wire, { wireBytes }: Limits): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    wire.bytes += chunk.length
    if (wire.bytes > wireBytes)
      throw new VisitFailure('too-large', `the answer is longer than ${wireBytes} bytes; poll.limits.wireBytes may allow more`)
    yield chunk
  }
}

async function gather(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const gathering = openGathering(most, 'too-large')
  for await (const chunk of chunks) gathering.add(chunk)
  return gathering.whole()
}

async function gatherStart(body: AsyncIterable<Uint8Array>, wire: Wire, { bodyBytes }: Limits): Promise<Uint8Array> {
  const gathering = openGathering(bodyBytes, 'too-large')
  for await (const chunk of body) {
    wire.bytes += chunk.length
    gathering.add(chunk.subarray(0, bodyBytes - gathering.size))
    if (gathering.size === bodyBytes) break
  }
  return gathering.whole()
}

/** RFC 1952 §2.3.1: no text of any charset begins so. */
function isGzip([first, second, method]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b && method === 8
}

async function* inOnePiece(body: Uint8Array): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield body
}

async function decode(
  chunks: AsyncGenerator<Uint8Array>,
  decoder: Decoder,
  { wire, limits }: { wire: Wire; limits: Limits },
): Promise<Uint8Array> {
  const first = await chunks.next()
  if (first.done === true) return new Uint8Array()
  const gathering = openGathering(limits.bodyBytes, 'bomb')
  const stream = decoder(first.value)
  // Events and not a pipeline, which costs as much again as the decoding of a feed.
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error)
      stream.destroy()
    }
    stream.on('error', fail)
    stream.once('end', () => resolve(gathering.whole()))
    stream.on('data', (chunk: Uint8Array) => {
      try {
        gathering.add(chunk)
        refuseBomb(gathering.size, wire.bytes)
      } catch (error) {
        fail(error)
      }
    })
    feed(stream, first.value, chunks).catch(fail)
  })
}

async function feed(stream: Transform, first: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<void> {
  stream.write(first)
  for await (const chunk of rest) if (!stream.write(chunk)) await once(stream, 'drain')
  stream.end()
}

function refuseBomb(decodedBytes: number, wireBytes: number): void {
  if (decodedBytes <= bombFromBytes || decodedBytes <= bombRatio * wireBytes) return
  throw new VisitFailure(
    'bomb',
    `the answer swells to more than ${bombRatio} times its ${wireBytes} bytes; its server means harm, or is broken`,
  )
}
