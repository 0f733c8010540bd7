// SIGTERM: what is under way comes to its end, and what does not is done by who comes next.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomFrom } from '../support/fault-press.ts'
import { openPressedSite, type PressedSite } from '../support/pressed-site.ts'
import type { Running } from '../support/program.ts'

const feeds = 20
let site: PressedSite
let service: Running
let release: () => void

beforeEach(async () => {
  site = await openPressedSite({ feeds, desks: 5, random: randomFrom(8) })
  release = site.press.hold()
  service = site.start('run', '--log-level', 'info')
  await service.said(/http:\/\/127/)
  await expect.poll(() => site.press.asked, { timeout: 60_000 }).toBe(feeds)
})
afterEach(() => site.close())

async function outcomes(): Promise<readonly (string | null)[]> {
  const sources: readonly { readonly outcome: string | null }[] = JSON.parse((await site.run('list', 'sources', '--json')).stdout)
  return [...new Set(sources.map(({ outcome }) => outcome))]
}

async function expectAllThere(): Promise<void> {
  site.press.stopPrinting()
  expect((await site.run('poll', '--force')).code).toBe(0)
  expect(await site.codes()).toEqual([...site.press.stories().keys()].sort())
  const files = site.published()
  expect((await site.run('publish', '--all')).code).toBe(0)
  expect(site.published()).toEqual(files)
}

test('visits that are answered after it are recorded, each once; the program ends with 0', async () => {
  service.kill('SIGTERM')
  release()
  const { code, stderr } = await service.ended
  expect({ code, troubles: stderr.split('\n').filter((line) => /"level":(40|50)/.test(line)) }).toEqual({ code: 0, troubles: [] })
  expect(await outcomes()).toEqual(['changed'])
  expect(site.press.asked).toBe(feeds)
  expect((await site.run('publish')).code).toBe(0)
  expect(await site.codes()).toEqual([...site.press.stories().keys()].sort())
  expect(site.leftovers()).toEqual([])
  await expectAllThere()
})

test('visits that are never answered are cut off within 10 s, and made by who comes next', async () => {
  const toldAt = performance.now()
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
  expect(performance.now() - toldAt).toBeLessThan(10_000)
  expect(await outcomes()).toEqual([null])
  release()
  await expectAllThere()
})

test('said twice it ends the program at once, and nothing is lost', async () => {
  service.kill('SIGTERM')
  service.kill('SIGTERM')
  await service.ended
  release()
  service = site.start('run', '--log-level', 'info')
  await service.said(/http:\/\/127/)
  await expect.poll(outcomes, { timeout: 60_000, interval: 500 }).toEqual(['changed'])
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
  await expectAllThere()
})
