import { expect, test } from 'vitest'
import { rangeOf } from '../../src/serve/range.ts'

const rows: readonly { range: string; want: readonly [number, number] | 'whole' | 'unsatisfiable' }[] = [
  { range: 'bytes=0-0', want: [0, 0] },
  { range: 'bytes=2-5', want: [2, 5] },
  { range: 'bytes=2-', want: [2, 9] },
  { range: 'bytes=-3', want: [7, 9] },
  { range: 'bytes=-30', want: [0, 9] },
  { range: 'bytes=9-99', want: [9, 9] },
  { range: 'Bytes=0-1', want: [0, 1] },
  { range: 'bytes=10-', want: 'unsatisfiable' },
  { range: 'bytes=10-12', want: 'unsatisfiable' },
  { range: 'bytes=-0', want: 'unsatisfiable' },
  { range: 'bytes=5-2', want: 'whole' },
  { range: 'bytes=-', want: 'whole' },
  { range: 'bytes=a-b', want: 'whole' },
  { range: 'bytes=0-1,3-4', want: 'whole' },
  { range: 'items=0-1', want: 'whole' },
  { range: 'bytes=99999999999999999999-', want: 'unsatisfiable' },
  { range: '', want: 'whole' },
]
for (const { range, want } of rows) {
  test(`${range || 'nothing'} of ten bytes`, () =>
    expect(rangeOf(range, 10)).toEqual(typeof want === 'string' ? want : { from: want[0], to: want[1] }))
}

test('nothing has no part', () => expect([rangeOf('bytes=0-', 0), rangeOf('bytes=-1', 0)]).toEqual(['unsatisfiable', 'unsatisfiable']))
