// Bytes packed to be kept for a while: what came packed stays as it came, which costs nothing.
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'

const gzip = promisify(zlib.gzip)
const unpackers = { gzip: promisify(zlib.gunzip), br: promisify(zlib.brotliDecompress) }

export type Packing = keyof typeof unpackers

export interface PackedBytes {
  readonly packing: Packing
  readonly bytes: Uint8Array
  /** Unpacked. */
  readonly size: number
}

/** In a thread beside; at the lowest level: the higher ones cost twice as much, and save a tenth of a feed's room. */
export async function pack(bytes: Uint8Array): Promise<PackedBytes> {
  return { packing: 'gzip', bytes: await gzip(bytes, { level: 1 }), size: bytes.length }
}

/** @throws Error where it was damaged, or unpacks to more than its size. */
export async function unpack({ packing, bytes, size }: PackedBytes): Promise<Uint8Array> {
  return unpackers[packing](bytes, { maxOutputLength: Math.max(size, 1) })
}
