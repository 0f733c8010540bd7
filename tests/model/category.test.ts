import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldName, isReservedSlug } from '../../src/model/category.ts'

const same: readonly (readonly [string, string])[] = [
  ['AC/DC', 'ac/dc'],
  ['ＡＣ／ＤＣ', 'AC/DC'],
  ['  International  Business\tDaily ', 'international business daily'],
  ['国际商报　', '国际商报'],
  ['Cafe\u0301', 'Café'],
  ['STRASSE', 'Straße'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΟΣ', 'οδοσ'],
]

for (const [one, other] of same) {
  test(`"${one}" and "${other}" are one name`, () => {
    expect(foldName(one)).toBe(foldName(other))
  })
}

const different: readonly (readonly [string, string])[] = [
  ['AC/DC', 'AC DC'],
  ['国际商报', '国際商报'],
  ['Café', 'Cafe'],
]

for (const [one, other] of different) {
  test(`"${one}" and "${other}" are two names`, () => {
    expect(foldName(one)).not.toBe(foldName(other))
  })
}

test('a folded name folds to itself, in any case', () => {
  const name = fc.string({ unit: 'grapheme' })
  fc.assert(fc.property(name, (text) => foldName(foldName(text)) === foldName(text)))
  fc.assert(fc.property(name, (text) => foldName(text.toUpperCase()) === foldName(text)))
})

const routes =
  'api archive assets category feed feeds healthz hub index metrics openapi ops readyz search sitemap static status token'.split(' ')
const devices = ['con', 'prn', 'aux', 'nul', 'com1', 'com9', 'lpt1', 'lpt9']

for (const slug of [...routes, ...devices, '2026', '0']) {
  test(`"${slug}" is no slug for a category`, () => {
    expect(isReservedSlug(slug)).toBe(true)
  })
}

for (const slug of ['guojishangbao', '21shiji', 'api-news', 'com', 'com10', 'console']) {
  test(`"${slug}" may be one`, () => {
    expect(isReservedSlug(slug)).toBe(false)
  })
}
