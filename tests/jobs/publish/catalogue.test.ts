import { expect, test } from 'vitest'
import { catalogueOf } from '../../../src/jobs/publish/catalogue.ts'
import { foldName } from '../../../src/model/category.ts'
import { configOf, settingsOf } from '../../support/site.ts'

const stored = (slug: string, name: string, isPrivate = false) => ({
  slug,
  name,
  names: [foldName(name)],
  kind: 'category' as const,
  isPrivate,
  entries: 1,
  updated: 7,
})

test('categories stand by config’s order, then by slug; private ones not at all', () => {
  const settings = settingsOf(
    configOf([{ id: 'a' }], 'categories: [{ name: Z, order: 1 }, { name: Y, order: 2 }, { name: S, private: true }]\n'),
  )
  const rows = [stored('a', 'A'), stored('b', 'B'), stored('s', 'S', true), stored('y', 'Y'), stored('z', 'Z')]
  expect(catalogueOf(rows, settings).map(({ slug }) => slug)).toEqual(['z', 'y', 'a', 'b'])
})

test('a category is titled and described by config, found under any spelling', () => {
  const settings = settingsOf(
    configOf([{ id: 'a' }], 'categories: [{ name: ROCK, title: Rock music, description: Loud, group: Music, order: 3, icon: 🎸 }]\n'),
  )
  expect(catalogueOf([stored('rock', 'Rock'), stored('pop', 'Pop')], settings)).toEqual([
    { slug: 'rock', name: 'Rock', title: 'Rock music', description: 'Loud', group: 'Music', order: 3, icon: '🎸', entries: 1, updated: 7 },
    { slug: 'pop', name: 'Pop', title: 'Pop', description: null, group: null, order: null, icon: null, entries: 1, updated: 7 },
  ])
})
