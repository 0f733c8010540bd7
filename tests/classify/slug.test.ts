// Hashes in the tables are those of coreutils' sha256sum.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distinctSlug, slugOf } from '../../src/classify/slug.ts'

const overrides = { 投行: 'touhang' }

const slugs: readonly { name: string; want: string }[] = [
  { name: '国际商报', want: 'guojishangbao' },
  { name: '21世纪经济报道', want: '21shijijingjibaodao' },
  { name: 'IT之家', want: 'itzhijia' },
  { name: '安信国际证券(香港)', want: 'anxinguojizhengquan-xianggang' },
  { name: '安信国际证券（香港）', want: 'anxinguojizhengquan-xianggang' },
  { name: 'Career In 投行PEVC', want: 'career-in-touhangpevc' },
  { name: 'AC/DC', want: 'ac-dc' },
  { name: '  --AC//DC--  ', want: 'ac-dc' },
  { name: 'ＡＣ／ＤＣ', want: 'ac-dc' },
  { name: 'R&D', want: 'r-d' },
  // polyphones
  { name: '银行', want: 'yinhang' },
  { name: '重庆', want: 'chongqing' },
  { name: '行长', want: 'hangzhang' },
  { name: '音乐', want: 'yinyue' },
  { name: '绿色', want: 'lvse' },
  // other scripts
  { name: 'Новости', want: 'novosti' },
  { name: 'Café Zürich', want: 'cafe-zuerich' },
  { name: 'Ελλάδα', want: 'ellada' },
  // nothing that can be written
  { name: '!!!', want: 'c-e84c538e' },
  { name: '📰', want: 'c-d131f913' },
]

for (const { name, want } of slugs) {
  test(`"${name}" is ${want}`, () => {
    expect(slugOf(name, overrides)).toBe(want)
  })
}

test('a word is read as the operator says, the longest word first, wherever it stands', () => {
  expect(slugOf('音乐银行', { 乐: 'le', 音乐: 'yinyue', 银行: 'bank' })).toBe('yinyuebank')
  expect(slugOf('投行与投行家', overrides)).toBe('touhangyutouhangjia')
  expect(slugOf('投行', { '': 'x' })).toBe('touxing')
})

test('is at most 80 bytes and never ends with a hyphen', () => {
  expect(slugOf('x'.repeat(200), {})).toHaveLength(80)
  expect(slugOf(`${'x'.repeat(79)} yz`, {})).toBe('x'.repeat(79))
})

const wellFormed = /^[a-z0-9]+(-[a-z0-9]+)*$/

test('whatever the name, a slug is letters, digits and single hyphens, at most 80 bytes', () => {
  const name = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }))
  fc.assert(
    fc.property(name, (text) => {
      expect(slugOf(text, overrides)).toMatch(wellFormed)
      expect(distinctSlug(slugOf(text, overrides), text)).toMatch(wellFormed)
      expect(Buffer.byteLength(distinctSlug(slugOf(text, overrides), text))).toBeLessThanOrEqual(80)
    }),
  )
})

test('a name whose slug is taken gets 8 hex of its own, within 80 bytes', () => {
  expect(distinctSlug('ac-dc', 'ac dc')).toBe('ac-dc-a03e20dc')
  expect(distinctSlug('x'.repeat(80), 'y')).toMatch(/^x{71}-[0-9a-f]{8}$/)
})
