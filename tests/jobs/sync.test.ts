import { expect, test } from 'vitest'
import { registryPlan, sourceRecords } from '../../src/jobs/sync.ts'
import type { Source } from '../../src/model/source.ts'
import { registered } from '../contract/store-samples.ts'
import { configOf, settingsOf } from '../support/site.ts'

const now = 7
const settingsWith = (...categories: string[]) =>
  settingsOf(configOf([{ id: 'a' }], `categories:\n${categories.map((line) => `  - ${line}`).join('\n')}\n`))
const planned = (registry: Parameters<typeof registryPlan>[1], ...categories: string[]) =>
  registryPlan(settingsWith(...categories), registry, now).map(({ slug, name, folded }) => `${slug} ${name} ${folded}`)

const rock = registered('rock', { name: 'Rock', folded: 'rock' })
const pop = registered('pop', { name: 'Pop', folded: 'pop' })

test('a new category gets its slug, and a row for each of its names', () => {
  expect(planned([], '{ name: 摇滚, aliases: [Rock, Hard Rock] }')).toEqual([
    'yaogun 摇滚 摇滚',
    'yaogun 摇滚 rock',
    'yaogun 摇滚 hard rock',
  ])
  expect(registryPlan(settingsWith('{ name: Rock, private: true }'), [], now)).toEqual([
    {
      slug: 'rock',
      name: 'Rock',
      folded: 'rock',
      spelling: 'Rock',
      renamedFrom: null,
      state: 'active',
      isPrivate: true,
      isAutomatic: false,
      createdAt: now,
    },
  ])
})

test('a known one keeps its slug, under another spelling and under a new name that names the old', () => {
  expect(planned([rock], '{ name: ROCK }')).toEqual(['rock ROCK rock'])
  expect(planned([rock], '{ name: Gitarre, aliases: [Rock] }')).toEqual(['rock Gitarre gitarre', 'rock Gitarre rock'])
})

test('a slug that a publisher’s category holds is not made for another name', () => {
  expect(planned([rock], '{ name: Röck! }')).toEqual([expect.stringMatching(/^roeck Röck! röck!$/)])
  expect(planned([rock], '{ name: Rock! }')).toEqual([expect.stringMatching(/^rock-[0-9a-f]{8} Rock! rock!$/)])
})

const later = registered('rock', { name: 'ROCK!', folded: 'rock!', state: 'waiting' })

test('what waits gives its slug to config, and takes one that config says', () => {
  const other = expect.stringMatching(/^rock-[0-9a-f]{8} ROCK! rock!$/)
  expect(planned([later], '{ name: Gitarre, slug: rock }')).toEqual([other, 'rock Gitarre gitarre'])
  expect(planned([later], '{ name: Rock }')).toEqual([other, 'rock Rock rock'])
  expect(planned([later], '{ name: ROCK!, slug: loud }')).toEqual(['loud ROCK! rock!'])
  expect(planned([later], '{ name: ROCK! }')).toEqual(['rock ROCK! rock!'])
})

test('a command that renamed it or moved it stands until config says something new', () => {
  const moved = registered('rock', { folded: null, state: 'moved', movedTo: 'loud' })
  const loud = registered('loud', { name: 'Loud', folded: 'rock', renamedFrom: 'rock' })
  expect(planned([moved, loud], '{ name: Rock, slug: rock }')).toEqual(['loud Loud rock'])
  expect(planned([moved, loud], '{ name: Noise, aliases: [Rock] }')).toEqual(['loud Noise noise', 'loud Noise rock'])
})

test('categories that were merged are one, and the one that stayed gives the name', () => {
  const merged = [registered('pop', { folded: null, state: 'moved', movedTo: 'rock' }), rock, { ...rock, folded: 'pop' }]
  expect(planned(merged, '{ name: Pop }', '{ name: Rock }')).toEqual(['rock Rock pop', 'rock Rock rock'])
  expect(() => planned(merged, '{ name: Pop }', '{ name: Rock, private: true }')).toThrow(/merged.*private/)
})

const refused: readonly { name: string; categories: readonly string[]; message: RegExp }[] = [
  { name: 'another slug for a known category', categories: ['{ name: Rock, slug: hard }'], message: /"Rock".*"rock".*"hard"/ },
  { name: 'the slug of another one', categories: ['{ name: Gitarre, slug: rock }'], message: /"rock".*"Gitarre".*"Rock"/ },
  { name: 'two known ones made one', categories: ['{ name: Rock, aliases: [Pop] }'], message: /"Rock" and "Pop".*rock and pop/ },
  { name: 'the old address of another one', categories: ['{ name: Metal, slug: hard }'], message: /"hard".*"Metal".*old address of "Pop"/ },
]
const hard = registered('hard', { folded: null, state: 'moved', movedTo: 'pop' })

test('what is refused says which command does it', () => {
  const advice = (...categories: string[]) => {
    try {
      return planned([rock, pop], ...categories)
    } catch (error) {
      return Object(error).advice
    }
  }
  expect(advice('{ name: Rock, slug: loud }')).toContain('newsstand category rename rock "Rock" --slug loud')
  expect(advice('{ name: Gitarre, slug: rock }')).toContain('newsstand category rename rock "Gitarre"')
  expect(advice('{ name: Rock, aliases: [Pop] }')).toContain('newsstand category merge pop rock')
})

for (const { name, categories, message } of refused) {
  test(`refuses ${name}`, () => {
    expect(() => planned([rock, pop, hard], ...categories)).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringMatching(message) }),
    )
  })
}

test('a source’s record has its standing and its host, none for a file', () => {
  const { sources, ...settings } = settingsOf(configOf([{ id: 'a', priority: 3, joins: true, article: '{ content: $.text }' }]))
  const [record] = sourceRecords({ ...settings, sources })
  expect(record).toMatchObject({
    id: 'a',
    kind: 'json',
    host: 'a.example',
    priority: 3,
    position: 0,
    joins: true,
    rights: 'full',
    enabled: true,
    hasArticle: true,
  })
  expect(sourceRecords({ ...settings, sources: sources.map((source) => ({ ...source, url: 'file:///srv/list.json' })) })[0]?.host).toBe('')
})

test('its fingerprint changes with what is asked for and how it is read, and with nothing else', () => {
  const { sources, ...settings } = settingsOf(configOf([{ id: 'a', article: '{ content: $.text }' }]))
  const printOf = (changes: Partial<Source> = {}) =>
    sourceRecords({ ...settings, sources: sources.map((source) => ({ ...source, ...changes })) })[0]?.fingerprint
  const [{ recipe } = { recipe: null }] = sources
  if (recipe === null) throw new Error('there is no source')
  const same: readonly Partial<Source>[] = [
    { position: 9, priority: 9, title: 'T', enabled: false, delayMs: 1, rights: 'link', joins: true },
  ]
  for (const changes of same) expect(printOf(changes)).toBe(printOf())
  const others: readonly Partial<Source>[] = [
    { headers: { A: 'b' } },
    { everyMs: 60_000 },
    { schedule: '* * * * *' },
    { category: [] },
    { article: null },
    { recipe: { ...recipe, dateFormat: 'yyyy' } },
    { recipe: { ...recipe, rules: [{ kind: 'drop', field: 'title', pattern: 'x' }] } },
  ]
  expect(new Set([printOf(), ...others.map(printOf)]).size).toBe(others.length + 1)
})

test('a setting that a later version adds, and nobody has set, does not change it', () => {
  const { sources, ...settings } = settingsOf(configOf([{ id: 'a' }]))
  const printOf = (more: object) =>
    sourceRecords({ ...settings, sources: sources.map((source) => ({ ...source, recipe: { ...source.recipe, ...more } })) })[0]?.fingerprint
  for (const more of [{ fullText: false }, { selectors: null }, { keep: [] }, { pages: {} }]) expect(printOf(more)).toBe(printOf({}))
})
