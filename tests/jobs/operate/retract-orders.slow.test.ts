// Whatever happens to a withdrawn entry, in whatever order: one id, one path, and no text while it is withdrawn.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const minute = 60_000
const text = '<p>The harbour company will build a second quay, its board decided on Friday evening.</p>'
const story = { title: 'A second quay', date: '2026-01-09T08:00:00Z', text }

/** One article: by its identity, as a copy, under guids that change at every poll, and as an entry of its own until it tells its identity. */
const looks: Readonly<Record<string, (n: number, isEdited: boolean) => Item>> = {
  a: () => ({ ...story, guid: 'a1', url: 'https://paper.example/quay', code: 'C1' }),
  b: () => ({ ...story, guid: 'b1', url: 'https://b.example/copy', code: 'C1', title: 'Copied' }),
  c: (n) => ({ ...story, guid: `churn${n}`, url: 'https://paper.example/quay' }),
  d: (_, isEdited) => ({ ...story, guid: 'd1', url: 'https://d.example/1', title: 'A twin', ...(isEdited && { code: 'C1' }) }),
}

type Step =
  | { readonly kind: 'poll'; readonly source: string; readonly isEdited: boolean }
  | { readonly kind: 'retract'; readonly isSilent: boolean }
  | { readonly kind: 'undo' }
  | { readonly kind: 'later'; readonly days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('poll' as const), source: fc.constantFrom('a', 'b', 'c', 'd'), isEdited: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retract' as const), isSilent: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('later' as const), days: fc.constantFrom(1, 31) }) },
)

interface Course {
  at: number
  isRetracted: boolean
  /** That readers ever saw. */
  readonly ids: Set<string>
  readonly paths: Set<string>
}

async function see(site: TestSite, { ids, paths }: Course): Promise<readonly Entry[]> {
  const shown = (await site.entries()).filter(({ keys }) => keys.includes('code:C1'))
  for (const { id, path } of shown) {
    ids.add(id)
    paths.add(path)
  }
  return shown
}

async function take(one: Step, site: TestSite, course: Course): Promise<void> {
  course.at += minute
  const deps = { ...site.deps, clock: { now: () => course.at } }
  const named = { row: 1, id: null, path: null, title: '' }
  if (one.kind === 'poll') {
    const item = looks[one.source]?.(course.at, one.isEdited) ?? {}
    const items = [one.isEdited ? { ...item, text: `<p>Edited ${course.at}: ${text}</p>` } : item]
    await site.run([{ source: one.source, items }], course.at)
  } else if (one.kind === 'retract') {
    await retractEntry(named, { why: 'Why', isSilent: one.isSilent, by: null }, deps)
    course.isRetracted = true
  } else if (one.kind === 'undo') {
    if (course.isRetracted) await restoreEntry(named, deps)
    else await expect(restoreEntry(named, deps)).rejects.toMatchObject({ code: 'not-retracted' })
    course.isRetracted = false
  } else {
    course.at += one.days * 24 * 60 * minute
    await settleAndPublish(course.at, deps)
  }
}

test('it has one id and one path for ever, and its text only while it is not withdrawn', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
    const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }])))
    try {
      const course: Course = { at: firstRunAt, isRetracted: false, ids: new Set(), paths: new Set() }
      await take({ kind: 'poll', source: 'a', isEdited: false }, site, course)
      await see(site, course)
      for (const one of steps) {
        await take(one, site, course)
        const shown = await see(site, course)
        expect(shown.length).toBeLessThanOrEqual(1)
        expect([course.ids.size, course.paths.size]).toEqual([1, 1])
        const [path = ''] = course.paths
        expect(await site.deps.store.isGone(path)).toBe(course.isRetracted)
        const withText = [...site.files].filter(([, bytes]) => bytes.includes('its board decided'))
        const others = (await site.entries()).filter(({ keys }) => !keys.includes('code:C1'))
        if (course.isRetracted && others.length === 0) expect(withText.map(([file]) => file)).toEqual([])
        if (!course.isRetracted) expect(shown).toMatchObject([{ path, retraction: null }])
      }
      if (course.isRetracted) await take({ kind: 'undo' }, site, course)
      await take({ kind: 'poll', source: 'a', isEdited: false }, site, course)
      expect(await see(site, course)).toMatchObject([{ id: [...course.ids][0], path: [...course.paths][0], contentHtml: text }])
    } finally {
      await site.close()
    }
  })
  await fc.assert(property, { numRuns: 60 })
}, 300_000)
