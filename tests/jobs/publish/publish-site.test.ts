import { expect, onTestFinished, test } from 'vitest'
import { publish } from '../../../src/jobs/publish/publish.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const day = 86_400_000
const item = (n: number, publisher: string): Item => ({ guid: `${n}`, url: `https://a.example/${n}`, title: `Title ${n}`, publisher })

/** The names and numbers in the list of the busiest. */
function busiestOn(home: string | undefined): readonly string[] {
  const [, list = ''] = /<ol>((?:<li><a [^>]*>[^<]*<\/a> <small>\d+<\/small><\/li>)+)<\/ol>/.exec(home ?? '') ?? []
  return [...list.matchAll(/">([^<]*)<\/a> <small>(\d+)/g)].map(([, name, entries]) => `${name} ${entries}`)
}

test('a home of many categories shows the busiest of the week before the newest entry', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  const papers = Array.from({ length: 61 }, (_, n) => item(n, `Paper ${n}`))
  await site.run([{ source: 'a', items: papers }], firstRunAt)
  const later = [item(100, 'Paper 7'), item(101, 'Paper 7'), item(102, 'Paper 9')]
  await site.run([{ source: 'a', items: later }], firstRunAt + 8 * day)
  expect(busiestOn(site.files.get('index.html'))).toEqual(['Paper 7 2', 'Paper 9 1'])

  const before = site.files.get('index.html')
  await site.deps.store.markAllStale()
  await publish({ ...site.deps, clock: { now: () => firstRunAt + 99 * day } })
  expect(site.files.get('index.html')).toBe(before)
})

test('a home of few categories shows all of them, and no busiest', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items: [item(1, 'Paper 1'), item(2, 'Paper 1')] }])
  expect(site.files.get('index.html')).toContain('category/paper-1.html')
  expect(busiestOn(site.files.get('index.html'))).toEqual([])
})
