import { expect, test } from 'vitest'
import { alternativeNames, inMintOrder, strongestKey, wishedName } from '../../src/identify/mint.ts'
import { keyFromText } from '../../src/model/identity-key.ts'
import { sightingOf } from '../support/sightings.ts'

const id = 'tag:news.example,2026:0123456789abcdef0123456789abcdef'
const nothing = () => false

const strongest: readonly { name: string; keys: readonly (readonly string[])[]; burnt?: readonly string[]; want: string }[] = [
  { name: 'the best kind', keys: [['hash:a:1', 'url:https://x.example/', 'guid:a:g', 'code:C1']], want: 'code:C1' },
  { name: 'the better identity, whoever has it', keys: [['doi:1', 'guid:a:g'], ['code:C1']], want: 'code:C1' },
  { name: 'of equal kind the owner’s', keys: [['url:https://x.example/2'], ['url:https://x.example/1']], want: 'url:https://x.example/2' },
  { name: 'of equal kind and owner the smallest', keys: [['guid:a:g2', 'guid:a:g1', 'guid:a:g10']], want: 'guid:a:g1' },
  { name: 'one that is not burnt', keys: [['guid:a:g', 'url:https://x.example/']], burnt: ['guid:a:g'], want: 'url:https://x.example/' },
  { name: 'the best of the burnt, when all are', keys: [['hash:a:1', 'guid:a:g']], burnt: ['guid:a:g', 'hash:a:1'], want: 'guid:a:g' },
]

for (const { name, keys, burnt = [], want } of strongest) {
  test(`an id is made of ${name}`, () => {
    const sightings = keys.map((texts, at) => sightingOf({ source: 'abc'[at] ?? '', keys: texts }))
    expect(strongestKey(sightings, (_, key) => burnt.includes(key.text)).text).toBe(want)
  })
}

test('a key that one source has burnt is asked for by source', () => {
  const sightings = [
    sightingOf({ source: 'a', keys: ['url:https://x.example/'] }),
    sightingOf({ source: 'b', keys: ['url:https://x.example/', 'url:https://y.example/'] }),
  ]
  expect(strongestKey(sightings, (source) => source === 'a').text).toBe('url:https://x.example/')
  expect(strongestKey([...sightings].reverse(), (source, key) => source === 'b' && key.text.includes('x.')).text).toBe(
    'url:https://y.example/',
  )
})

test('an entry without any key cannot be published', () => {
  expect(() => strongestKey([sightingOf({ keys: [] })], nothing)).toThrow(RangeError)
})

test('equal strongest keys take ids in the order of all keys, not of arrival', () => {
  const one = [sightingOf({ source: 'a', keys: ['url:https://x.example/', 'hash:a:2'] })]
  const two = [sightingOf({ source: 'b', keys: ['hash:b:1', 'url:https://x.example/'] })]
  for (const arrived of [
    [one, two],
    [two, one],
  ])
    expect(inMintOrder(arrived, (sightings) => sightings)).toEqual([one, two])
})

const names: readonly { name: string; key: string; want: string }[] = [
  { name: 'the value of a configured identity', key: 'code:NW202201232257818698', want: 'NW202201232257818698' },
  { name: 'a value of letters, digits, _ and -', key: 'code:A_b-1', want: 'A_b-1' },
  { name: '16 hex of the id for a value with other characters', key: 'doi:10.1/x', want: '0123456789abcdef' },
  { name: '16 hex for a value of 65 characters', key: `code:${'x'.repeat(65)}`, want: '0123456789abcdef' },
  { name: 'a value of 64 characters', key: `code:${'x'.repeat(64)}`, want: 'x'.repeat(64) },
  { name: '16 hex for a guid', key: 'guid:a:abc', want: '0123456789abcdef' },
  { name: '16 hex for an address', key: 'url:https://x.example/', want: '0123456789abcdef' },
]

for (const { name, key, want } of names) {
  test(`a file is named by ${name}`, () => {
    expect(wishedName(keyFromText(key, ['code', 'doi']), id)).toBe(want)
  })
}

test('a taken name gets 8 hex of the id', () => {
  const names = alternativeNames('NW1', id)
  expect([names.next().value, names.next().value]).toEqual(['NW1-01234567', expect.stringMatching(/^NW1-01234567[0-9a-f]{8}$/)])
})
