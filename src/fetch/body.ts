// Bodies: counted on the wire and again while they are decoded, so that neither an endless answer nor a small bomb fills the memory.
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { Limits } from '../model/settings.ts'
import type { Answer } from './agent.ts'
import { failureOf, VisitFailure } from './errors.ts'

export const acceptedCodings = 'gzip, deflate, br'

/** What came so far, still encoded. */
export interface Wire {
  bytes: number
}

/** @throws VisitFailure `too-large` or `bomb` past the limits, `truncated`, `protocol`, `timeout`. */
export async function readBody(answer: Answer, wire: Wire, { host, limits }: { host: string; limits: Limits }): Promise<Uint8Array> {
  try {
    const coding = codingOf(answer.header('content-encoding'))
    refuseAnnounced(answer.header('content-length'), limits)
    return await decode(onWire(answer.body, wire, limits), coding, limits)
  } catch (error) {
    answer.discard()
    const { code, message } = failureOf(error, { host, phase: 'reading', limits })
    throw new VisitFailure(code, message, wire.bytes)
  }
}

/** The one content coding, `identity` for none. Chains are refused: each link multiplies what a small answer can become. */
function codingOf(header: string | null): string {
  const named = (header ?? '').split(',').map((coding) => coding.trim().toLowerCase())
  const codings = named.filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length > 1) throw new VisitFailure('limits', `the answer is encoded ${codings.length} times; once is the limit`)
  const coding = codings[0]?.replace(/^x-/, '') ?? 'identity'
  if (coding === 'identity' || acceptedCodings.split(', ').includes(coding)) return coding
  throw new VisitFailure('protocol', `the answer is encoded as "${coding.slice(0, 40)}", which was not asked for`)
}

function refuseAnnounced(contentLength: string | null, { wireBytes }: Limits): void {
  if (contentLength === null || !(Number(contentLength) > wireBytes)) return
  throw new VisitFailure('too-large', `an answer of ${contentLength} bytes is announced; the limit is ${wireBytes}`)
}

async function* onWire(body: AsyncIterable<Uint8Array>, wire: Wire, { wireBytes }: Limits): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    wire.bytes += chunk.length
    if (wire.bytes > wireBytes) throw new VisitFailure('too-large', `the answer is longer than ${wireBytes} bytes`)
    yield chunk
  }
}

async function decode(chunks: AsyncGenerator<Uint8Array>, coding: string, { bodyBytes }: Limits): Promise<Uint8Array> {
  if (coding === 'identity') return gather(chunks, bodyBytes, 'too-large')
  const first = await chunks.next()
  if (first.done === true) return new Uint8Array()
  return pipeline(startingWith(first.value, chunks), decoderOf(coding, first.value), (decoded: AsyncIterable<Uint8Array>) =>
    gather(decoded, bodyBytes, 'bomb'),
  )
}

function decoderOf(coding: string, start: Uint8Array) {
  if (coding === 'gzip') return createGunzip()
  if (coding === 'br') return createBrotliDecompress()
  // "deflate" is meant to be zlib (RFC 9110 §8.4.1.2), but some servers send it without the zlib header.
  return ((start[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
}

async function* startingWith(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

async function gather(chunks: AsyncIterable<Uint8Array>, max: number, code: 'bomb' | 'too-large'): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > max) throw new VisitFailure(code, `the answer is longer than ${max} bytes once decoded`)
    parts.push(chunk)
  }
  return Buffer.concat(parts, size)
}
