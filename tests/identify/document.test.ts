import { expect, test } from 'vitest'
import { compilePattern } from '../../src/base/pattern.ts'
import { Burnt } from '../../src/identify/burnt.ts'
import { comparedKeys, readDocument } from '../../src/identify/document.ts'
import { keyDraft } from '../../src/identify/keys.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { KeyedDraft } from '../../src/model/merge.ts'
import type { IdentityRule } from '../../src/model/settings.ts'

const identity: IdentityRule[] = ['code', 'doi'].map((name) => ({ name, query: null, fields: [name], pattern: compilePattern('.+') }))
const url = (n: number) => `https://x.example/${n}`

interface Item extends Partial<EntryDraft> {
  readonly code?: string
  readonly doi?: string
  readonly text?: string
}

function keyed({ code = '', doi = '', text = '', ...draft }: Item): KeyedDraft {
  const fields = { code, doi }
  return keyDraft({ ...emptyDraft, fields, ...draft }, { text, categories: [], isPublic: true }, { source: 'a', identity, tracking: [] })
}

function read(items: readonly Item[], burnt = new Burnt([])) {
  const reading = readDocument('a', items.map(keyed), burnt)
  return { ...reading, burnt, titles: reading.groups.map(({ members }) => members.map(({ draft }) => draft.title).join('+')) }
}

const cases: readonly { name: string; items: readonly Item[]; groups: readonly string[]; burns?: readonly string[] }[] = [
  {
    name: 'drafts that share nothing stay apart',
    items: [
      { guid: '1', title: 'A' },
      { guid: '2', title: 'B' },
    ],
    groups: ['A', 'B'],
  },
  {
    name: 'equal drafts under one guid are one',
    items: [
      { guid: '1', title: 'A' },
      { guid: '1', title: 'A' },
    ],
    groups: ['A+A'],
  },
  {
    name: 'a guid under two titles burns',
    items: [
      { guid: '1', title: 'A' },
      { guid: '1', title: 'B' },
    ],
    groups: ['A', 'B'],
    burns: ['a guid:a:1'],
  },
  {
    name: 'a guid under two dates burns',
    items: [
      { guid: '1', title: 'A', published: 1 },
      { guid: '1', title: 'A', published: 2 },
    ],
    groups: ['A', 'A'],
    burns: ['a guid:a:1'],
  },
  {
    name: 'an address under two texts burns',
    items: [
      { link: url(1), title: 'A', text: 'x' },
      { link: url(1), title: 'A', text: 'y' },
    ],
    groups: ['A', 'A'],
    burns: [`a url:${url(1)}`, 'a hash'],
  },
  {
    name: 'a hash under two texts burns, those of equal text are one',
    items: [
      { title: 'A', text: 'x' },
      { title: 'A', text: 'y' },
      { title: 'A', text: 'x' },
    ],
    groups: ['A+A', 'A'],
    burns: ['a hash'],
  },
  {
    name: 'a configured identity makes two drafts one',
    items: [{ code: 'C1', title: 'A' }, { title: 'X' }, { code: 'C1', title: 'B' }],
    groups: ['A+B', 'X'],
  },
  {
    name: 'a weaker identity does not part what a stronger one joins',
    items: [
      { code: 'C1', doi: '1', title: 'A' },
      { code: 'C1', doi: '2', title: 'B' },
    ],
    groups: ['A+B'],
  },
  {
    name: 'a stronger identity parts what a weaker one would join, and burns it everywhere',
    items: [
      { code: 'C1', doi: '1', title: 'A' },
      { code: 'C2', doi: '1', title: 'B' },
    ],
    groups: ['A', 'B'],
    burns: ['* doi:1'],
  },
  {
    name: 'different configured identities burn a shared address everywhere',
    items: [
      { code: 'C1', link: url(1), title: 'A' },
      { code: 'C2', link: url(1), title: 'A' },
    ],
    groups: ['A', 'A'],
    burns: [`* url:${url(1)}`],
  },
  {
    name: 'equal drafts of one address are one under different guids',
    items: [
      { guid: '1', link: url(1), title: 'A' },
      { guid: '2', link: url(1), title: 'A' },
    ],
    groups: ['A+A'],
  },
  {
    name: 'a hash is not compared while a stronger key is left',
    items: [
      { guid: '1', title: 'A' },
      { guid: '2', title: 'A' },
    ],
    groups: ['A', 'A'],
  },
  {
    name: 'a chain of keys makes one of three',
    items: [
      { code: 'C1', guid: '1', title: 'A' },
      { guid: '1', link: url(1), title: 'A' },
      { link: url(1), title: 'A' },
    ],
    groups: ['A+A+A'],
  },
  {
    name: 'groups stand in the document’s order',
    items: [
      { guid: '3', title: 'C' },
      { guid: '1', title: 'A' },
      { guid: '2', title: 'B' },
    ],
    groups: ['C', 'A', 'B'],
  },
]

for (const { name, items, groups, burns = [] } of cases) {
  test(name, () => {
    const { titles, burnt } = read(items)
    expect(titles).toEqual(groups)
    expect(burnt.burns.map(({ scope, key }) => `${scope} ${key.replace(/^hash:.*/, 'hash')}`)).toEqual(burns)
  })
}

test('a group is led by its first draft and owns the keys of all', () => {
  const [group] = read([
    { code: 'C1', link: url(1), title: 'A' },
    { code: 'C1', link: url(2), title: 'B' },
  ]).groups
  expect(group?.lead.draft.title).toBe('A')
  expect(group?.keys.map((key) => key.text)).toEqual(['code:C1', `url:${url(1)}`, `url:${url(2)}`])
})

test('a value under more than three titles is no key, and the source drifts', () => {
  const under = (count: number) => read(Array.from({ length: count }, (_, at) => ({ code: 'C1', title: `T${at}` })))
  expect(under(3)).toMatchObject({ titles: ['T0+T1+T2'], isDrifting: false })
  expect(under(4)).toMatchObject({ titles: ['T0', 'T1', 'T2', 'T3'], isDrifting: true })
  expect(under(4).groups.flatMap(({ keys }) => keys)).toEqual([])
})

test('what is burnt already is not compared again, nor burnt again', () => {
  const burnt = new Burnt([{ scope: 'a', key: 'guid:a:1', source: 'a' }])
  const items = [
    { guid: '1', title: 'A', published: 1 },
    { guid: '1', title: 'A', published: 2 },
  ]
  expect(read(items, burnt)).toMatchObject({ titles: ['A', 'A'] })
  expect(burnt.burns).toEqual([])
})

test('a group is looked up by its unburnt keys, strongest first, else by its hash, else by the hash with its text', () => {
  const keysLeft = (...keys: string[]) => {
    const burnt = new Burnt(keys.map((key) => ({ scope: 'a', key, source: 'a' })))
    const [group] = readDocument('a', [draft], new Burnt([])).groups
    return group === undefined ? [] : comparedKeys(group, 'a', burnt).map((key) => key.text)
  }
  const draft = keyed({ link: url(1), guid: '1', code: 'C1', title: 'A' })
  const strong = ['code:C1', 'guid:a:1', `url:${url(1)}`]
  expect(keysLeft()).toEqual(strong)
  expect(keysLeft('guid:a:1')).toEqual(['code:C1', `url:${url(1)}`])
  expect(keysLeft(...strong)).toEqual([draft.hash.text])
  expect(keysLeft(...strong, draft.hash.text)).toEqual([draft.textHash.text])
})

test('a thousand drafts that share one guid and one address do not stop the reader', () => {
  const items = Array.from({ length: 1_000 }, (_, at) => ({ guid: 'same', link: url(1), title: `T${at}` }))
  const { groups, burnt } = read(items)
  expect(groups).toHaveLength(1_000)
  expect(burnt.burns.map(({ key }) => key)).toEqual(['guid:a:same', `url:${url(1)}`])
})

test('nor do a thousand equal ones, or a thousand in one chain', () => {
  expect(read(Array.from({ length: 1_000 }, () => ({ guid: 'same', title: 'A' }))).groups).toHaveLength(1)
  const chain = Array.from({ length: 1_000 }, (_, at) => ({ code: `C${at >> 1}`, guid: `${(at + 1) >> 1}`, title: 'A' }))
  expect(read(chain).groups.length).toBeGreaterThan(0)
})
