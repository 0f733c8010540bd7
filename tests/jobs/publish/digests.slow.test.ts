import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publish } from '../../../src/jobs/publish/publish.ts'
import { memoryOutlet } from '../../support/site.ts'
import { a, day, digestFiles, hour, item, itemsOf, minute, opened, seven, soonAfter, titlesIn } from './digest-site.ts'

test('of more than 200 an edition says how many', async () => {
  const site = await opened()
  await site.run([a(...Array.from({ length: 203 }, (_, at) => item(1_000 + at)))], seven - 3 * hour)
  await site.publishAt(soonAfter)
  const [edition] = itemsOf(site)
  expect(edition?.title).toBe('A · 2026-01-11 (203 articles)')
  expect(titlesIn(edition?.content_html)).toHaveLength(200)
  expect(edition?.content_html).toMatch(/<p><a href="https:\/\/news.example\/category\/a.html">and 3 more<\/a><\/p>$/)
})

type Step =
  | { readonly kind: 'come'; readonly count: number }
  | { readonly kind: 'edit' }
  | { readonly kind: 'wait'; readonly hours: number }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('come' as const), count: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('edit' as const) }),
    fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  ),
  { minLength: 3, maxLength: 12 },
)

type Site = Awaited<ReturnType<typeof opened>>

/** Both sites are polled alike; only one is there in between. */
async function live([awake, asleep]: readonly [Site, Site], plan: readonly Step[]) {
  const seen = new Map<string, readonly (string | undefined)[]>()
  let now = seven - 18 * hour
  let code = 1
  for (const step of plan) {
    if (step.kind === 'wait') {
      for (const end = now + step.hours * hour; now < end; now += hour) await awake.publishAt(now)
      continue
    }
    const edited = [item(Math.max(1, code - 1), { title: `Edited ${now}` })]
    const items = step.kind === 'edit' ? edited : Array.from({ length: step.count }, () => item(code++))
    if (step.kind === 'edit') code = Math.max(code, 2)
    now += 5 * minute
    for (const site of [awake, asleep]) await site.run([a(...items)], now)
    for (const { id, content_html } of itemsOf(awake)) {
      expect(titlesIn(content_html)).toEqual(seen.get(id) ?? titlesIn(content_html))
      seen.set(id, titlesIn(content_html))
    }
  }
  for (const site of [awake, asleep]) await site.publishAt(now + 2 * day)
  return { end: now + 2 * day, came: code - 1 }
}

test('each entry stands in one edition, which never changes; all written anew is the same, and so is a site that slept', async () => {
  const property = fc.asyncProperty(steps, async (plan) => {
    const [awake, asleep] = [await opened(), await opened()] as const
    const { end, came } = await live([awake, asleep], plan)
    expect(digestFiles(asleep.files)).toEqual(digestFiles(awake.files))
    expect(itemsOf(awake).flatMap(({ content_html }) => titlesIn(content_html))).toHaveLength(came)
    const anew = new Map<string, string>()
    await awake.deps.store.markAllStale()
    await publish({ ...awake.at(end), outlet: memoryOutlet(anew) })
    expect(digestFiles(anew)).toEqual(digestFiles(awake.files))
  })
  await fc.assert(property, { numRuns: 10 })
})
