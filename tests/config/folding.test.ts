import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

test('folding is said for everything, and for a category or feed otherwise', () => {
  const { publish, categories, feeds } = load({
    'root.yaml': `${site}publish: { fold: true }\ncategories:\n  - { name: A, fold: false }\n  - { name: B }\nfeeds:\n  - { slug: f, title: F, from: [A], fold: true }\n`,
  })
  expect([publish.fold, categories.map(({ fold }) => fold), feeds[0]?.fold]).toEqual([true, [false, null], true])
})

const wrong: readonly { name: string; said: string; problem: string }[] = [
  {
    name: 'a private category',
    said: 'categories:\n  - { name: A, private: true, fold: true }\n',
    problem: 'categories[0].fold: what is private is not folded; take fold out, or private',
  },
  {
    name: 'what has nothing to go by',
    said: 'publish: { related: false }\nfeeds:\n  - { slug: f, title: F, from: [a], fold: true }\n',
    problem: 'feeds[0].fold: nothing is related: publish.related is false; take one of them out',
  },
  {
    name: 'everything without anything to go by',
    said: 'publish: { related: false, fold: true }\n',
    problem: 'publish.fold: nothing is related',
  },
]
for (const { name, said, problem } of wrong)
  test(`${name} does not fold`, () => expect(problemsIn({ 'root.yaml': site + said }).join('\n')).toContain(problem))
