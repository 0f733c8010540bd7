import { expect, test } from 'vitest'
import { planCommand } from '../../src/classify/registry-command.ts'
import type { CategoryChange, CategoryCommand } from '../../src/model/registry.ts'
import { registered } from '../contract/store-samples.ts'

const registry = [
  registered('rock', { name: 'Rock', folded: 'rock' }),
  registered('rock', { name: 'Rock', folded: 'gitarre' }),
  registered('pop', { name: 'Pop', folded: 'pop' }),
  registered('old-rock', { folded: null, state: 'moved', movedTo: 'rock' }),
  registered('ended-rock', { folded: null, state: 'retired', movedTo: 'rock' }),
  registered('gone', { name: 'Gone', folded: 'gone', state: 'retired' }),
  registered('later', { name: 'Later', folded: 'later', state: 'waiting' }),
  registered('also', { name: 'Also', folded: 'also', state: 'waiting' }),
  registered('secret', { name: 'Secret', folded: 'secret', isPrivate: true }),
  registered('mixed', { name: 'Mixed', folded: null, kind: 'feed' }),
]

const rename = (slug: string, name: string, newSlug: string | null = null): CategoryCommand => ({ kind: 'rename', slug, name, newSlug })
const merge = (from: string, into: string): CategoryCommand => ({ kind: 'merge', from, into })
const alias = (slug: string, name: string): CategoryCommand => ({ kind: 'alias', slug, name })
const retire = (slug: string): CategoryCommand => ({ kind: 'retire', slug })
const approve = (...slugs: string[]): CategoryCommand => ({ kind: 'approve', slugs })

const planned: readonly { name: string; command: CategoryCommand; steps: readonly CategoryChange[] }[] = [
  { name: 'a new name', command: rename('rock', 'Loud'), steps: [{ kind: 'named', slug: 'rock', name: 'Loud' }] },
  { name: 'one of its other names', command: rename('rock', 'Gitarre'), steps: [{ kind: 'named', slug: 'rock', name: 'Gitarre' }] },
  {
    name: 'a name on several lines, with what no document may hold',
    command: rename('rock', ' Loud\n\u0000 and  clear '),
    steps: [{ kind: 'named', slug: 'rock', name: 'Loud and clear' }],
  },
  {
    name: 'a name of any length',
    command: alias('rock', 'x'.repeat(300)),
    steps: [{ kind: 'aliased', slug: 'rock', name: expect.stringMatching(/^x{199}/) }],
  },
  { name: 'another spelling', command: rename('rock', 'ROCK'), steps: [{ kind: 'named', slug: 'rock', name: 'ROCK' }] },
  { name: 'what it is called already', command: rename('rock', 'Rock', 'rock'), steps: [] },
  { name: 'a new address', command: rename('rock', 'Rock', 'hard'), steps: [{ kind: 'moved', from: 'rock', to: 'hard' }] },
  {
    name: 'a new name at an address that it had before',
    command: rename('rock', 'Loud', 'old-rock'),
    steps: [
      { kind: 'named', slug: 'rock', name: 'Loud' },
      { kind: 'moved', from: 'rock', to: 'old-rock' },
    ],
  },
  {
    name: 'a retired address of its own',
    command: rename('rock', 'Rock', 'ended-rock'),
    steps: [{ kind: 'moved', from: 'rock', to: 'ended-rock' }],
  },
  { name: 'two made one', command: merge('pop', 'rock'), steps: [{ kind: 'moved', from: 'pop', to: 'rock' }] },
  {
    name: 'one that waits made part of one that does not',
    command: merge('later', 'rock'),
    steps: [{ kind: 'moved', from: 'later', to: 'rock' }],
  },
  { name: 'a further name', command: alias('rock', 'Krach'), steps: [{ kind: 'aliased', slug: 'rock', name: 'Krach' }] },
  { name: 'the end of a category', command: retire('rock'), steps: [{ kind: 'retired', slug: 'rock' }] },
  { name: 'the end of an old address', command: retire('old-rock'), steps: [{ kind: 'retired', slug: 'old-rock' }] },
  { name: 'one that waits turned away', command: retire('later'), steps: [{ kind: 'retired', slug: 'later' }] },
  {
    name: 'one let in, and one taken back',
    command: approve('later', 'gone', 'later'),
    steps: [
      { kind: 'approved', slug: 'later' },
      { kind: 'approved', slug: 'gone' },
    ],
  },
  {
    name: 'all that wait',
    command: { kind: 'approve', slugs: 'all' },
    steps: [
      { kind: 'approved', slug: 'also' },
      { kind: 'approved', slug: 'later' },
    ],
  },
]

for (const { name, command, steps } of planned)
  test(`${name}: ${command.kind}`, () => expect(planCommand(command, registry)).toEqual(steps))

const refused: readonly { name: string; command: CategoryCommand; code: string; words: RegExp }[] = [
  { name: 'a slug that nobody has', command: rename('nothing', 'X'), code: 'unknown-category', words: /"nothing"/ },
  { name: 'a name of another category', command: rename('rock', 'ＰＯＰ'), code: 'name-taken', words: /"pop".*merge pop rock/s },
  { name: 'a name that is a space', command: rename('rock', '  '), code: 'usage', words: /name/ },
  { name: 'the address of another category', command: rename('rock', 'Rock', 'pop'), code: 'slug-taken', words: /address of "Pop"/ },
  { name: 'an old address of another one', command: rename('pop', 'Pop', 'old-rock'), code: 'slug-taken', words: /old address of "rock"/ },
  { name: 'the address of a retired one', command: rename('rock', 'Rock', 'gone'), code: 'slug-taken', words: /"Gone"/ },
  { name: 'the address of a feed', command: rename('rock', 'Rock', 'mixed'), code: 'slug-taken', words: /"Mixed"/ },
  { name: 'an address that is none', command: rename('rock', 'Rock', 'Hard Rock'), code: 'usage', words: /no slug/ },
  { name: 'an address that is too long', command: rename('rock', 'Rock', 'a'.repeat(81)), code: 'usage', words: /80/ },
  { name: 'a route', command: rename('rock', 'Rock', 'feed'), code: 'slug-reserved', words: /"feed"/ },
  { name: 'digits alone', command: rename('rock', 'Rock', '2026'), code: 'slug-reserved', words: /"2026"/ },
  { name: 'one that moved', command: rename('old-rock', 'X'), code: 'category-state', words: /old address of "rock"/ },
  { name: 'one that is retired', command: rename('gone', 'X'), code: 'category-state', words: /retired.*approve gone/s },
  { name: 'a feed of config', command: rename('mixed', 'X'), code: 'category-state', words: /output feed/ },
  { name: 'one and itself', command: merge('rock', 'rock'), code: 'usage', words: /itself/ },
  { name: 'one that moved already', command: merge('old-rock', 'pop'), code: 'category-state', words: /old address/ },
  { name: 'into one that moved', command: merge('pop', 'old-rock'), code: 'category-state', words: /Name that one: rock/ },
  { name: 'into one that waits', command: merge('pop', 'later'), code: 'category-state', words: /approve later/ },
  { name: 'a private one into a public one', command: merge('secret', 'pop'), code: 'category-private', words: /private/ },
  { name: 'a public one into a private one', command: merge('pop', 'secret'), code: 'category-private', words: /private/ },
  { name: 'a name that another one has', command: alias('rock', 'Pop'), code: 'name-taken', words: /merge pop rock/ },
  { name: 'one that is retired already', command: retire('gone'), code: 'category-state', words: /already/ },
  { name: 'one that does not wait', command: approve('later', 'rock'), code: 'category-state', words: /"rock" neither waits/ },
  { name: 'one that moved, to be let in', command: approve('old-rock'), code: 'category-state', words: /neither/ },
]

for (const { name, command, code, words } of refused) {
  test(`refuses ${name}: ${command.kind}`, () => {
    let said: unknown = null
    try {
      planCommand(command, registry)
    } catch (error) {
      said = error
    }
    expect(said).toMatchObject({ code })
    const { message = '', advice = '' } = Object(said)
    expect(`${message}\n${advice}`).toMatch(words)
  })
}

test('renaming to a name that is spelt as before changes nothing, and an alias that is known stays', () => {
  expect(planCommand(rename('rock', 'Rock'), registry)).toEqual([])
  expect(planCommand(alias('rock', 'gitarre'), registry)).toEqual([{ kind: 'aliased', slug: 'rock', name: 'gitarre' }])
})
