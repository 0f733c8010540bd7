// How long categories and output feeds keep entries: from publish to each, and each may say otherwise.
import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const source = 'sources: [{ id: a, url: "https://a.example/" }]\n'

test('what a category or feed says goes before what publish says, and all takes it back', () => {
  const settings = load({
    'root.yaml': `${site}publish: { keep: { days: 365 } }
categories:
  - { name: Tech, keep: { days: 30, entries: 1000 } }
  - { name: Free, keep: all }
  - { name: Usual }
feeds:
  - { slug: morning, title: M, from: [Tech], keep: { entries: 5 } }
  - { slug: evening, title: E, from: [Tech] }
${source}`,
  })
  expect(settings.publish.keep).toEqual({ days: 365, entries: null })
  expect(settings.categories.map(({ keep }) => keep)).toEqual([{ days: 30, entries: 1000 }, null, { days: 365, entries: null }])
  expect(settings.feeds.map(({ keep }) => keep)).toEqual([
    { days: null, entries: 5 },
    { days: 365, entries: null },
  ])
})

test('nothing is pruned where nothing is said', () => {
  const { publish, categories } = load({ 'root.yaml': `${site}categories: [{ name: Tech }]\n${source}` })
  expect([publish.keep, categories[0]?.keep]).toEqual([null, null])
})

const wrong: readonly { name: string; keep: string; want: string }[] = [
  {
    name: 'neither limit',
    keep: '{}',
    want: 'keep: says neither days nor entries; write for example { days: 365, entries: 1000 }, or all',
  },
  { name: 'no day at all', keep: '{ days: 0 }', want: 'keep.days: 0 is out of range; write a number from 1 to 36500' },
  { name: 'no entry at all', keep: '{ entries: 0 }', want: 'keep.entries: 0 is out of range; write a number from 1 to 10000000' },
  { name: 'another word', keep: 'nothing', want: 'keep: "nothing" is not known here; write one of all' },
  { name: 'a key that there is not', keep: '{ day: 3 }', want: 'keep.day: "day" is an unknown key; did you mean "days"?' },
]
for (const { name, keep, want } of wrong)
  test(`${name} is told`, () => {
    expect(problemsIn({ 'root.yaml': `${site}publish: { keep: ${keep} }\n${source}` }).join('\n')).toContain(want)
  })
