// Bodies that do not decode, decode to too much, or in a way that was not asked for.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { type Behaviour, says } from './behaviour.ts'
import { feed } from './documents.ts'
import type { Row } from './row.ts'

function coded(coding: string, body: Uint8Array): Behaviour {
  return says({ headers: [`Content-Encoding: ${coding}`], body })
}

export const compression: readonly Row[] = [
  { id: 'gzip-good', origin: coded('gzip', gzipSync(feed('gzip-good', 2))), polls: ['changed'], rows: 2 },
  { id: 'x-gzip-good', origin: coded('X-GZip', gzipSync(feed('x-gzip-good', 2))), polls: ['changed'], rows: 2 },
  { id: 'deflate-good', origin: coded('deflate', deflateSync(feed('deflate-good', 2))), polls: ['changed'], rows: 2 },
  { id: 'deflate-raw', origin: coded('deflate', deflateRawSync(feed('deflate-raw', 2))), polls: ['changed'], rows: 2 },
  { id: 'br-good', origin: coded('br', brotliCompressSync(feed('br-good', 2))), polls: ['changed'], rows: 2 },
  {
    id: 'gzip-members',
    origin: coded('gzip', Buffer.concat([gzipSync(feed('gzip-members', 2).slice(0, 200)), gzipSync(feed('gzip-members', 2).slice(200))])),
    polls: ['changed'],
    rows: 2,
  },
  {
    id: 'gzip-truncated',
    origin: coded('gzip', halfOf(gzipSync(feed('gzip-truncated', 20)))),
    polls: ['failed truncated | failed protocol'],
    rows: 0,
  },
  {
    id: 'br-truncated',
    origin: coded('br', halfOf(brotliCompressSync(feed('br-truncated', 20)))),
    polls: ['failed truncated | failed protocol'],
    rows: 0,
  },
  { id: 'gzip-empty', origin: coded('gzip', new Uint8Array()), polls: ['failed empty | failed truncated'], rows: 0 },
  { id: 'gzip-of-nothing', origin: coded('gzip', gzipSync('')), polls: ['failed empty'], rows: 0 },
  { id: 'gzip-garbage', origin: coded('gzip', Buffer.from(feed('gzip-garbage', 2))), polls: ['failed protocol'], rows: 0 },
  {
    id: 'gzip-bad-checksum',
    origin: coded('gzip', withLastByteChanged(gzipSync(feed('gzip-bad-checksum', 2)))),
    polls: ['failed protocol | failed truncated'],
    rows: 0,
  },
  {
    id: 'gzip-trailing-garbage',
    origin: coded('gzip', Buffer.concat([gzipSync(feed('gzip-trailing-garbage', 1)), Buffer.from('garbage after the end')])),
    polls: ['changed | failed protocol'],
    rows: [0, 1],
  },
  {
    id: 'gzip-nested',
    origin: coded('gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(Buffer.alloc(20_000_000, ' '))))),
    polls: ['failed limits | failed bomb'],
    rows: 0,
  },
  {
    id: 'encoding-chain',
    origin: coded(Array<string>(1000).fill('gzip').join(', '), gzipSync(feed('encoding-chain', 1))),
    polls: ['failed limits'],
    rows: 0,
  },
  {
    id: 'encoding-lines',
    origin: says({ headers: Array<string>(300).fill('Content-Encoding: br'), body: brotliCompressSync(feed('encoding-lines', 1)) }),
    polls: ['failed limits'],
    rows: 0,
  },
  {
    id: 'gzip-double-unlabelled',
    origin: coded('gzip', gzipSync(gzipSync(feed('gzip-double-unlabelled', 1)))),
    polls: ['failed not-a-feed | failed xml | failed charset | changed'],
    rows: [0, 1],
  },
  { id: 'encoding-unknown', origin: coded('zstd-evil', Buffer.from(feed('encoding-unknown', 1))), polls: ['failed protocol'], rows: 0 },
]

function halfOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length / 2)
}

function withLastByteChanged(bytes: Uint8Array): Uint8Array {
  const checksumAt = bytes.length - 8
  return Uint8Array.from(bytes, (byte, index) => (index === checksumAt ? byte ^ 0xff : byte))
}
