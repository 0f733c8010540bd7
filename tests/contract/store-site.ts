import { expect, test } from 'vitest'
import type { Stores } from './store.ts'
import { now, publishEntries, titles } from './store-samples.ts'

export function siteContract({ open, opening }: Stores): void {
  test('keeps the host and the year it was made in, also under another address and in later years', async () => {
    const where = opening()
    expect((await open(where)).authority).toEqual({ host: 'news.example', year: 2026 })
    expect((await open({ ...where, host: 'moved.example', year: 2031 })).authority).toEqual({ host: 'news.example', year: 2026 })
  })

  test('refuses another site, naming both', async () => {
    const where = opening()
    await open(where)
    const other = open({ ...where, siteId: 'other.example' })
    await expect(other).rejects.toMatchObject({ code: 'other-site', message: expect.stringMatching(/"news.example".*"other.example"/) })
  })

  test('keeps everything when it is opened again', async () => {
    const where = opening()
    const first = await open(where)
    await publishEntries(first, 2)
    const again = await open(where)
    expect(await titles(again)).toEqual(await titles(first))
    expect(await again.sources(now)).toEqual(await first.sources(now))
  })

  test('keeps facts by name, the last value of each', async () => {
    const where = opening()
    const store = await open(where)
    expect(await store.fact('rendered')).toBeNull()
    await store.setFact('rendered', 'one')
    await store.setFact('rendered', 'two')
    await store.setFact('other', '')
    expect(await (await open(where)).fact('rendered')).toBe('two')
    expect(await store.fact('other')).toBe('')
  })
}
