import { expect, onTestFinished, test } from 'vitest'
import { serviceOn } from '../../src/jobs/service.ts'
import { configOf, firstRunAt, openSite, settingsOf, type TestSource } from '../support/site.ts'

const hour = 3_600_000
const listOf = (id: string) => `https://${id}.example/list`

async function opened(...sources: TestSource[]) {
  const site = await openSite(settingsOf(configOf(sources)))
  onTestFinished(() => site.close())
  const clock = { at: firstRunAt, now: () => clock.at }
  const deps = { ...site.deps, clock }
  const service = serviceOn(deps)
  const show = (id: string, ...titles: string[]) =>
    site.answers.set(listOf(id), JSON.stringify({ items: titles.map((title) => ({ guid: title, title })) }))
  const tick = async (passed: number) => {
    clock.at = firstRunAt + passed
    await service.tick()
    await deps.queue.drain()
  }
  const titles = async () => (await site.entries()).map(({ title }) => title).sort()
  return { ...site, show, tick, titles }
}

test('one tick visits what is due and publishes what it finds', async () => {
  const site = await opened({ id: 'a' }, { id: 'b' })
  site.show('a', 'One')
  site.show('b', 'Two')
  await site.tick(0)
  expect(await site.titles()).toEqual(['One', 'Two'])
  expect(site.files.get('feed.json')).toContain('Two')
})

test('ticks in between visit nothing', async () => {
  const site = await opened({ id: 'a' })
  site.show('a', 'One')
  await site.tick(0)
  await site.tick(5_000)
  await site.tick(10_000)
  expect(site.fetched).toEqual([listOf('a')])
  site.show('a', 'One', 'Two')
  await site.tick(hour)
  expect(await site.titles()).toEqual(['One', 'Two'])
})

test('a source that fails is visited again, and its day comes', async () => {
  const site = await opened({ id: 'a' })
  await site.tick(0)
  expect(await site.titles()).toEqual([])
  site.show('a', 'One')
  await site.tick(24 * hour)
  expect(await site.titles()).toEqual(['One'])
})

test('an embargo ends without any visit', async () => {
  const site = await opened({ id: 'a', delay: '30m' })
  site.show('a', 'One')
  await site.tick(0)
  expect(await site.titles()).toEqual([])
  await site.tick(hour / 2)
  expect(await site.titles()).toEqual(['One'])
})

test('texts are fetched in the tick that found their entries, and published by the next one at the latest', async () => {
  const site = await opened({ id: 'a', article: '{ url: "https://text.example/{guid}", content: $.text }' })
  site.show('a', 'One')
  site.answers.set('https://text.example/One', JSON.stringify({ text: '<p>Whole</p>' }))
  await site.tick(0)
  expect(site.fetched).toEqual([listOf('a'), 'https://text.example/One'])
  await site.tick(5_000)
  expect((await site.entries()).map(({ contentHtml }) => contentHtml)).toEqual(['<p>Whole</p>'])
})
