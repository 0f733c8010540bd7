import { expect, test } from 'vitest'
import { wantedOf } from '../../src/serve/coding.ts'

const rows: readonly { accept: string | undefined; packed: string | null; plain?: null }[] = [
  { accept: undefined, packed: 'identity' },
  { accept: '', packed: 'identity' },
  { accept: 'gzip', packed: 'gzip' },
  { accept: 'x-gzip', packed: 'gzip' },
  { accept: 'GZIP', packed: 'gzip' },
  { accept: 'gzip, deflate', packed: 'gzip' },
  { accept: 'gzip, deflate, br, zstd', packed: 'br' },
  { accept: 'gzip;q=1.0, br;q=0.5', packed: 'gzip' },
  { accept: 'br ; q=0.5 , gzip;q=0.5', packed: 'br' },
  { accept: 'gzip;q=0', packed: 'identity' },
  { accept: 'gzip;q=0.000', packed: 'identity' },
  { accept: 'deflate', packed: 'identity' },
  { accept: '*', packed: 'br' },
  { accept: '*;q=0.1, br;q=0', packed: 'gzip' },
  { accept: 'identity', packed: 'identity' },
  { accept: 'identity, gzip;q=0.5', packed: 'identity' },
  { accept: 'identity;q=0.5, gzip', packed: 'gzip' },
  { accept: 'gzip;q=0.1', packed: 'gzip' },
  { accept: 'gzip, identity;q=0', packed: 'gzip', plain: null },
  { accept: 'gzip, *;q=0', packed: 'gzip', plain: null },
  { accept: 'identity;q=0', packed: null, plain: null },
  { accept: '*;q=0', packed: null, plain: null },
  { accept: 'identity, *;q=0', packed: 'identity' },
  { accept: 'gzip;q=9', packed: 'gzip' },
]
for (const { accept, packed, plain = 'identity' } of rows) {
  test(`Accept-Encoding: ${accept ?? '(none)'} gets ${packed ?? 'nothing'}`, () => {
    expect(wantedOf(accept)).toEqual({ ofPacked: packed, ofPlain: plain })
    expect(wantedOf(accept)).toEqual({ ofPacked: packed, ofPlain: plain })
  })
}

test('however many different ones come, and however long, each is understood', () => {
  for (let n = 0; n < 2_000; n += 1) expect(wantedOf(`gzip, x${n}`).ofPacked).toBe('gzip')
  expect(wantedOf(`${'x,'.repeat(10_000)}gzip`).ofPlain).toBe('identity')
})
