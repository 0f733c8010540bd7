import { expect, test } from 'vitest'
import { expectedAfter } from '../../src/identify/expectations.ts'
import { shapeOf } from '../../src/identify/shape.ts'
import type { EntryDraft } from '../../src/model/entry.ts'
import { type Expectations, nothingLearnt } from '../../src/model/expectations.ts'
import { day, honestSource } from '../support/honest-source.ts'

test('200 honest sources do not drift within 90 days', () => {
  const alarms: string[] = []
  for (let seed = 1; seed <= 200; seed += 1) {
    const { kind, description, polls } = honestSource(seed, 90)
    let expectations = nothingLearnt
    for (const { at, drafts } of polls) {
      expectations = expectedAfter(expectations, shapeOf(drafts, []), [], { kind, now: at })
      if (expectations.breaks.length > 0) alarms.push(`${JSON.stringify(expectations.breaks)} ${description}`)
    }
  }
  expect(alarms).toEqual([])
}, 60_000)

const kinds = ['page', 'json', 'feed'] as const
const sizes = [{ newest: 5 }, { newest: 20 }, { newest: 50 }, { days: 7 }] as const

interface Redesign {
  readonly name: string
  readonly change: (draft: EntryDraft) => EntryDraft
  /** Items that are left. */
  readonly left?: number
}

const redesigns: readonly Redesign[] = [
  { name: 'field:title', change: (draft) => ({ ...draft, title: '' }) },
  { name: 'field:link', change: (draft) => ({ ...draft, link: null }) },
  { name: 'field:published', change: (draft) => ({ ...draft, published: null }) },
  { name: 'field:content', change: (draft) => ({ ...draft, summary: null }) },
  { name: 'field:author', change: (draft) => ({ ...draft, authors: [] }) },
  { name: 'field:publisher', change: (draft) => ({ ...draft, publisher: null }) },
  { name: 'field:tags', change: (draft) => ({ ...draft, tags: [] }) },
  { name: 'field:key', change: (draft) => ({ ...draft, guid: null }) },
  { name: 'items', change: (draft) => draft, left: 0 },
  { name: 'items', change: (draft) => draft, left: 1 },
  { name: 'text-length', change: (draft) => ({ ...draft, summary: 'Read more' }) },
  { name: 'same-link', change: (draft) => ({ ...draft, link: 'https://news.example/login' }) },
  { name: 'same-title', change: (draft) => ({ ...draft, title: 'Read more' }) },
]

const filled = { link: 1, published: 0.97, summary: 1, author: 0.98, publisher: 1, tags: 0.95, guid: 1 }

test('redesigns are found by the first poll that shows them', () => {
  const missed: string[] = []
  let tried = 0
  for (const [index, { name, change, left }] of redesigns.entries()) {
    for (const [at, window] of sizes.entries()) {
      const kind = kinds[(index + at) % kinds.length] ?? 'page'
      const habits = {
        kind,
        window,
        perDay: 5,
        weekend: 0.3,
        pollsPerDay: 4,
        filled,
        textLength: 600,
        spread: 0.6,
        isOneLink: false,
        kept: 1,
      }
      const { polls } = honestSource(1000 + tried, 30, habits)
      const before = polls.reduce<Expectations>(
        (known, { at: now, drafts }) => expectedAfter(known, shapeOf(drafts, []), [], { kind, now }),
        nothingLearnt,
      )
      const last = polls.at(-1)
      const shown = (last?.drafts ?? []).slice(0, left).map(change)
      const { breaks } = expectedAfter(before, shapeOf(shown, []), [], { kind, now: (last?.at ?? 0) + day / 4 })
      tried += 1
      if (!breaks.some((found) => found.name === name))
        missed.push(`${name} of ${kind} ${JSON.stringify(window)}: ${JSON.stringify(breaks)}`)
    }
  }
  expect(tried).toBeGreaterThanOrEqual(50)
  expect(missed).toEqual([])
})
