import { expect, test } from 'vitest'
import { planComment } from '../../src/cli/plan-comment.ts'
import { describePlan } from '../../src/cli/plan-sheet.ts'
import type { Plan } from '../../src/model/plan.ts'
import { planShape } from '../../src/model/plan-shape.ts'

const entry = (n: number, title = `Title ${n}`) => ({ id: `tag:${n}`, title, url: `https://a.example/${n}` })
const zero = { all: 3, kept: 2, new: 0, changed: 1, dropped: 0, returned: 0, partly: 1, articles: 0 }
const at = Date.UTC(2026, 0, 10, 12)

const plan: Plan = {
  sources: {
    added: ['new-one'],
    removed: [],
    renamed: [{ from: 'old', to: 'new' }],
    reread: [
      { id: 'a', answers: { read: 2, elsewhere: 1, oldest: at, newest: at }, unreadable: [{ at, message: 'no items' }], sightings: zero },
      { id: 'b', answers: { read: 0, elsewhere: 0, oldest: null, newest: null }, unreadable: [], sightings: { ...zero, partly: 0 } },
    ],
  },
  entries: {
    new: [1, 2, 3].map((n) => entry(n)),
    lost: [{ ...entry(4, '<b>@me</b> | [x](javascript:1) \u001b[2J'), why: 'dropped' }],
    changed: [{ ...entry(5), fields: ['title', 'keys'] }],
    merged: [{ ...entry(6), into: entry(7) }],
    split: [{ ...entry(8), from: entry(9) }],
    moved: [{ ...entry(10), from: ['one'], to: [] }],
  },
  categories: { new: [{ slug: 'xin', name: '新' }], renamed: [], hidden: [], shown: [], emptied: [] },
  feeds: [
    { slug: null, came: 1_200, left: 0, changed: 3 },
    { slug: 'xin', came: 1, left: 0, changed: 0 },
  ],
}

const nothing: Plan = {
  sources: { added: [], removed: [], renamed: [], reread: [] },
  entries: { new: [], lost: [], changed: [], merged: [], split: [], moved: [] },
  categories: { new: [], renamed: [], hidden: [], shown: [], emptied: [] },
  feeds: [],
}

const screen = { isTerminal: false, columns: null }

test('counts come first, then so many examples of each kind', () => {
  expect(describePlan(plan, { zone: 'UTC', most: 2 }, screen)).toBe(`Plan  3 new, 1 lost, 1 changed, 1 merged, 1 split, 1 moved, 2 feeds
  new        "Title 1"
             "Title 2"
             and 1 more
  lost       "<b>@me</b> | [x](javascript:1) [2J": a rule drops it
  changed    "Title 5": title, keys
  merged     "Title 6" becomes part of "Title 7"
  split      "Title 8" parts from "Title 9"
  moved      "Title 10": one → none
  category   new: 新 (xin)
  feed       everything: 1,200 new, 3 changed
             xin: 1 new

Sources  2 read anew from what is kept of them
  added      new-one: not read yet, what it gives is not known
  renamed    old → new
  limits     a: 1 kept answers are of another address
             a: what it answered at 2026-01-10 12:00 cannot be read: no items
             and 2 more

Nothing was stored. "newsstand reread --all" applies it, once the config is in force.
`)
})

test('a plan of nothing says so', () => {
  expect(describePlan(nothing, { zone: 'UTC', most: 2 }, screen)).toContain('Plan  nothing would change\n')
})

test('a comment shows titles as text, whatever they hold', () => {
  const comment = planComment(plan, { config: 'config/`x`.yaml', most: 2 })
  expect(comment).toContain('| new | lost | changed | merged | split | moved | feeds |\n| --: |')
  expect(comment).toContain("### Newsstand: what `config/'x'.yaml` would change")
  expect(comment).toContain('- "&#60;b&#62;&#64;me&#60;/b&#62; &#124; &#91;x&#93;&#40;javascript:1&#41; &#91;2J": a rule drops it')
  expect(comment).toContain('- … and 1 more')
  expect(comment).not.toContain('\u001b')
})

test('JSON has all counts, and so many examples of each kind', () => {
  const shape = planShape(plan, 1)
  expect(shape.counts).toEqual({ new: 3, lost: 1, changed: 1, merged: 1, split: 1, moved: 1, feeds: 2 })
  expect(shape.entries.new).toEqual([entry(1)])
  expect(shape.entries.merged).toEqual([{ ...entry(6), into: entry(7) }])
  expect(shape.feeds).toHaveLength(1)
  expect(shape.sources.reread[0]).toMatchObject({ id: 'a', unreadable: [{ at: '2026-01-10T12:00:00Z', message: 'no items' }] })
})
