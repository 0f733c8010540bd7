// What the operator joined or parted goes before every key, whatever order anything came in (design §5).
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Burnt } from '../../src/identify/burnt.ts'
import { anchorsOf, rulingsOn } from '../../src/identify/by-hand.ts'
import { partition } from '../../src/identify/partition.ts'
import type { Correction } from '../../src/model/correction.ts'
import type { Sighting } from '../../src/model/merge.ts'
import { type Seen, sightingOf } from '../support/sightings.ts'

let ids = 0
const seen = (source: string, keys: readonly string[], rest: Seen = {}): Sighting =>
  sightingOf({ id: ++ids, source, keys, titles: ['One'], ...rest })
const joined = (at: number, left: readonly Sighting[], taken: readonly Sighting[]) => said(at, 'joined', left, taken)
const parted = (at: number, left: readonly Sighting[], taken: readonly Sighting[]) => said(at, 'parted', left, taken)

function said(at: number, kind: Correction['kind'], left: readonly Sighting[], taken: readonly Sighting[]): Correction {
  return { at, by: null, kind, sides: [anchorsOf(left), anchorsOf(taken)] }
}

/** Sources of each entry, in order. */
function entriesOf(sightings: readonly Sighting[], corrections: readonly Correction[], burnt = new Burnt([])): readonly string[] {
  const precedents = { published: [], rulingsOn: (some: readonly Sighting[]) => rulingsOn(some, corrections, burnt) }
  const clusters = partition(sightings, precedents, burnt)
  return clusters
    .map((cluster) =>
      cluster
        .map(({ source }) => source)
        .sort()
        .join(''),
    )
    .sort()
}

const url = 'url:https://x.example/1'
const [a, b, c] = [seen('a', ['guid:a:1', url]), seen('b', ['guid:b:1', url]), seen('c', ['guid:c:1', url])]
const [x, y] = [seen('x', ['guid:x:1', 'code:C1']), seen('y', ['guid:y:1', 'code:C2'])]

const cases: readonly { name: string; of: readonly Sighting[]; say: readonly Correction[]; want: readonly string[] }[] = [
  { name: 'without a word keys decide', of: [a, b, c, x, y], say: [], want: ['abc', 'x', 'y'] },
  { name: 'joined are one, whatever identities contradict', of: [x, y], say: [joined(1, [x], [y])], want: ['xy'] },
  { name: 'parted are two, whatever they share', of: [a, b], say: [parted(1, [a], [b])], want: ['a', 'b'] },
  { name: 'no third one brings parted ones together', of: [a, b, c], say: [parted(1, [a], [b])], want: ['ac', 'b'] },
  { name: 'a third one stays with the part that was left', of: [a, b, c], say: [parted(1, [b], [a])], want: ['a', 'bc'] },
  { name: 'of two words the later one holds: parted', of: [a, b], say: [joined(1, [a], [b]), parted(2, [a], [b])], want: ['a', 'b'] },
  { name: 'of two words the later one holds: joined', of: [a, b], say: [parted(1, [a], [b]), joined(2, [a], [b])], want: ['ab'] },
  { name: 'also where it is told first', of: [a, b], say: [joined(2, [a], [b]), parted(1, [a], [b])], want: ['ab'] },
  {
    name: 'one that was taken out of three leaves the two others joined',
    of: [a, x, y],
    say: [joined(1, [a], [x]), joined(2, [a, x], [y]), parted(3, [a, y], [x])],
    want: ['ay', 'x'],
  },
  { name: 'a part of two sightings stays one', of: [a, x, y], say: [joined(1, [x], [y]), parted(2, [a], [x, y])], want: ['a', 'xy'] },
  {
    name: 'what is parted from one is parted from all that are joined with it',
    of: [a, b, x],
    say: [parted(1, [a], [b]), joined(2, [a], [x])],
    want: ['ax', 'b'],
  },
]
for (const { name, of, say, want } of cases) test(name, () => expect(entriesOf(of, say)).toEqual(want))

describe('what a correction means is found', () => {
  test('under all its keys, also once each of them is burnt', () => {
    const burnt = new Burnt([{ scope: 'a', key: 'guid:a:1', source: 'a' }])
    const same = seen('a', ['guid:a:1'])
    const other = seen('a', ['guid:a:1', 'guid:a:2'])
    expect(entriesOf([other, same, x], [joined(1, [same], [x])], burnt)).toEqual(['a', 'ax'])
    expect(entriesOf([other, x], [joined(1, [seen('a', ['guid:a:1', 'hash:a:0'])], [x])], burnt)).toEqual(['a', 'x'])
  })

  test('before others that have one of its keys, and before those that have more', () => {
    const [whole, part, more] = [
      seen('a', ['guid:a:1', url, 'hash:a:1']),
      seen('a', [url]),
      seen('a', ['guid:a:1', url, 'hash:a:1', 'hash:a:2']),
    ]
    const say = [joined(1, [seen('a', ['guid:a:1', url])], [x])]
    for (const order of [
      [part, whole, more],
      [more, whole, part],
    ])
      expect(rulingsOn(order, say, new Burnt([]))[0]?.sides[0]).toEqual([whole])
  })

  test('with more keys than it had, and in a lost store with fewer', () => {
    const say = [joined(1, [seen('a', ['guid:a:1', 'url:https://x.example/7', 'hash:a:0'])], [x])]
    expect(entriesOf([seen('a', ['guid:a:1', 'guid:a:2', 'url:https://x.example/7', 'hash:a:0']), x], say)).toEqual(['ax'])
    expect(entriesOf([seen('a', ['guid:a:1', 'guid:a:9']), x], say)).toEqual(['ax'])
    expect(entriesOf([seen('a', ['url:https://x.example/7']), x], say)).toEqual(['ax'])
    expect(entriesOf([seen('a', ['guid:a:9', 'url:https://x.example/7', 'hash:a:0']), x], say)).toEqual(['ax'])
    expect(entriesOf([seen('a', ['guid:a:9', 'url:https://x.example/7']), x], say)).toEqual(['a', 'x'])
    expect(entriesOf([seen('a', ['hash:a:0', 'guid:a:9']), x], say)).toEqual(['a', 'x'])
    expect(entriesOf([seen('b', ['url:https://x.example/7']), x], say)).toEqual(['b', 'x'])
  })
})

describe('what private sources show', () => {
  const hidden = seen('h', ['guid:h:1', url], { isPublic: false })

  test('brings no public ones together, joined with each of them or not', () => {
    expect(entriesOf([x, y, hidden], [joined(1, [hidden], [x]), joined(2, [hidden], [y])])).toEqual(['hy', 'x'])
  })

  test('takes nothing apart', () => {
    expect(entriesOf([a, b, hidden], [parted(1, [a], [hidden])])).toEqual(['ab', 'h'])
  })
})

/** Few values, so that sightings collide in every way. */
const anySighting = fc
  .record({
    source: fc.constantFrom('a', 'b', 'c', 'd'),
    guid: fc.nat(2),
    url: fc.option(fc.nat(1), { nil: null }),
    code: fc.option(fc.nat(1), { nil: null }),
    title: fc.constantFrom('One', 'Two'),
    isPublic: fc.boolean(),
  })
  .map(({ source, guid, url, code, title, isPublic }) => {
    const keys = [
      `guid:${source}:${guid}`,
      ...(url === null ? [] : [`url:https://x.example/${url}`]),
      ...(code === null ? [] : [`code:C${code}`]),
    ]
    return { source, keys, titles: [title], isPublic }
  })

/** Sightings of one source have guids of their own, as a source's history leaves them. */
const anySightings = fc
  .uniqueArray(anySighting, { selector: ({ keys }) => keys[0] ?? '', minLength: 2, maxLength: 8 })
  .map((all) => all.map((one, at) => sightingOf({ ...one, id: at + 1 })))

const anyCase = anySightings.chain((sightings) => {
  const side = fc.uniqueArray(fc.nat(sightings.length - 1), { minLength: 1, maxLength: 3 })
  const word = fc.record({ kind: fc.constantFrom('joined' as const, 'parted' as const), left: side, taken: side })
  return fc.record({
    sightings: fc.constant(sightings),
    words: fc.array(word, { maxLength: 4 }),
    order: fc.shuffledSubarray([...sightings.keys()], { minLength: sightings.length }),
  })
})

function corrected(sightings: readonly Sighting[], words: readonly { kind: Correction['kind']; left: number[]; taken: number[] }[]) {
  const at = (places: readonly number[]) => places.flatMap((place) => sightings[place] ?? [])
  return words.map(({ kind, left, taken }, moment) => said(moment + 1, kind, at(left), at(taken.filter((place) => !left.includes(place)))))
}

/** What a source shows of two articles is burnt there. */
function burntBy(sightings: readonly Sighting[]): Burnt {
  const carriers = sightings.flatMap(({ source, keys }) => keys.map(({ text }) => ({ scope: source, source, key: text })))
  return new Burnt(
    carriers.filter((one, at) => carriers.some((other, place) => place < at && other.source === one.source && other.key === one.key)),
  )
}

/** Entries by the ids of their sightings; `all`: also those that play no part here. */
function clustersOf(sightings: readonly Sighting[], corrections: readonly Correction[], all = sightings): readonly string[] {
  const burnt = burntBy(all)
  const precedents = { published: [], rulingsOn: (some: readonly Sighting[]) => rulingsOn(some, corrections, burnt) }
  return partition(sightings, precedents, burnt)
    .map((cluster) =>
      cluster
        .map(({ id }) => id)
        .sort()
        .join(' '),
    )
    .sort()
}

test('any corrections of any sightings, in any order, make the same entries', () => {
  fc.assert(
    fc.property(anyCase, ({ sightings, words, order }) => {
      const corrections = corrected(sightings, words)
      const shuffled = order.flatMap((at) => sightings[at] ?? [])
      expect(clustersOf(shuffled, [...corrections].reverse())).toEqual(clustersOf(sightings, corrections))
    }),
    { numRuns: 500 },
  )
})

test('the last word always holds', () => {
  fc.assert(
    fc.property(anyCase, ({ sightings, words }) => {
      const corrections = corrected(sightings, words)
      const last = corrections.at(-1)
      if (last === undefined) return
      const [left, taken] = rulingsOn(sightings, [last], burntBy(sightings))[0]?.sides ?? [[], []]
      const clusters = clustersOf(sightings, corrections).map((ids) => new Set(ids.split(' ').map(Number)))
      const entryOf = (one: Sighting) => clusters.findIndex((ids) => ids.has(one.id))
      for (const one of left.filter(({ isPublic }) => isPublic))
        for (const other of taken.filter(({ isPublic }) => isPublic)) expect(entryOf(one) === entryOf(other)).toBe(last.kind === 'joined')
    }),
    { numRuns: 500 },
  )
})

test('what is public stands together as it would without anything private, whatever was said of that', () => {
  fc.assert(
    fc.property(anyCase, ({ sightings, words }) => {
      const corrections = corrected(sightings, words)
      const inPublic = sightings.filter(({ isPublic }) => isPublic)
      const ids = new Set(inPublic.map(({ id }) => id))
      const seenInPublic = clustersOf(sightings, corrections)
        .map((cluster) =>
          cluster
            .split(' ')
            .filter((id) => ids.has(Number(id)))
            .join(' '),
        )
        .filter((cluster) => cluster !== '')
        .sort()
      expect(seenInPublic).toEqual(clustersOf(inPublic, corrections, sightings))
    }),
    { numRuns: 500 },
  )
})
