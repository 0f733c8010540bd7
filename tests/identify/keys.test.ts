import { expect, test } from 'vitest'
import { compilePattern } from '../../src/base/pattern.ts'
import { keyDraft, titleKeyOf } from '../../src/identify/keys.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { IdentityRule } from '../../src/model/settings.ts'

const infoCode: IdentityRule = {
  name: 'infoCode',
  query: 'infoCode',
  fields: ['infoCode', 'infocode'],
  pattern: compilePattern('NW\\d{3,6}'),
}
const doi: IdentityRule = { name: 'doi', query: null, fields: ['doi'], pattern: compilePattern('10\\..+') }
const rules = { source: 'a', identity: [infoCode, doi], tracking: ['from'] }

const keyed = (draft: Partial<EntryDraft>, text = '') =>
  keyDraft({ ...emptyDraft, ...draft }, { text, categories: [], isPublic: true }, rules)

const keys: readonly { name: string; draft: Partial<EntryDraft>; want: readonly string[] }[] = [
  { name: 'nothing to be known by but its hash', draft: { title: 'One' }, want: [] },
  {
    name: 'all kinds, strongest first',
    draft: { guid: 'g', link: 'https://x.example/1', fields: { doi: '10.1/x', infoCode: 'NW123' } },
    want: ['infoCode:NW123', 'doi:10.1/x', 'guid:a:g', 'url:https://x.example/1'],
  },
  { name: 'a guid verbatim, spaces and all', draft: { guid: ' G 1 ' }, want: ['guid:a: G 1 '] },
  { name: 'no blank guid', draft: { guid: ' \n' }, want: [] },
  { name: 'all digits of a number', draft: { guid: '90071992547409931' }, want: ['guid:a:90071992547409931'] },
  {
    name: 'a link without tracking',
    draft: { link: 'https://X.example/1?utm_source=a&from=b&id=2' },
    want: ['url:https://x.example/1?id=2'],
  },
  { name: 'no link that is no web address', draft: { link: 'mailto:a@x.example' }, want: [] },
  {
    name: 'an identity in the query of the link, under any case',
    draft: { link: 'https://x.example/?INFOCODE=NW123' },
    want: ['infoCode:NW123', 'url:https://x.example/?INFOCODE=NW123'],
  },
  {
    name: 'an identity in the link before one in the fields',
    draft: { link: 'https://x.example/?infoCode=NW123', fields: { infoCode: 'NW456' } },
    want: ['infoCode:NW123', 'url:https://x.example/?infoCode=NW123'],
  },
  {
    name: 'the field that matches, when the one before does not',
    draft: { fields: { infoCode: '', infocode: 'NW456' } },
    want: ['infoCode:NW456'],
  },
  { name: 'spaces around an identity', draft: { fields: { infocode: ' NW456 ' } }, want: ['infoCode:NW456'] },
  { name: 'no identity with more around it', draft: { fields: { infoCode: 'NW1234567' } }, want: [] },
  { name: 'no empty identity', draft: { fields: { infoCode: '' } }, want: [] },
]

for (const { name, draft, want } of keys) {
  test(`a draft has ${name}`, () => {
    expect(keyed(draft).keys.map((key) => key.text)).toEqual(want)
  })
}

test('a field that every object has by birth is none of its own', () => {
  const born: IdentityRule = { name: 'born', query: null, fields: ['constructor', 'toString'], pattern: compilePattern('.*') }
  expect(keyDraft(emptyDraft, { text: '', categories: [], isPublic: true }, { ...rules, identity: [born] }).keys).toEqual([])
})

const hashOf = (draft: Partial<EntryDraft>) => keyed(draft).hash.text

test('its hash is of title and date, within its source', () => {
  expect(hashOf({ title: 'One', published: 1 })).toMatch(/^hash:a:[0-9a-f]{32}$/)
  expect(hashOf({ title: ' Ｏne\n', published: 1 })).toBe(hashOf({ title: 'One', published: 1 }))
  expect(hashOf({ title: 'One', published: 1, summary: 'x' })).toBe(hashOf({ title: 'One', published: 1 }))
  expect(hashOf({ title: 'one', published: 1 })).not.toBe(hashOf({ title: 'One', published: 1 }))
  expect(hashOf({ title: 'One', published: 2 })).not.toBe(hashOf({ title: 'One', published: 1 }))
  expect(
    keyDraft({ ...emptyDraft, title: 'One' }, { text: '', categories: [], isPublic: true }, { ...rules, source: 'b' }).hash.text,
  ).toMatch(/^hash:b:/)
})

test('its other hash also has its text', () => {
  expect(keyed({ title: 'One' }, 'x').hash).toEqual(keyed({ title: 'One' }, 'y').hash)
  expect(keyed({ title: 'One' }, 'x').textHash).not.toEqual(keyed({ title: 'One' }, 'y').textHash)
})

test('its fingerprint sees every change of draft and categories', () => {
  const one = keyed({ title: 'One' }).fingerprint
  const tags = [{ name: 'x', scheme: null }]
  expect(keyed({ title: 'One' }).fingerprint).toBe(one)
  expect(keyed({ title: 'One', tags }).fingerprint).not.toBe(one)
  expect(
    keyDraft({ ...emptyDraft, title: 'One' }, { text: '', categories: [{ name: 'C', rule: 'C' }], isPublic: true }, rules).fingerprint,
  ).not.toBe(one)
})

test('titles are compared by NFKC and collapsed space, with their case', () => {
  expect(titleKeyOf(' Ｏne\u00a0 \u0000Two ')).toBe('One Two')
  expect(titleKeyOf('one')).not.toBe(titleKeyOf('One'))
})
