// The one entry that an operator means, where it is to be changed: never a guess.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryMeant } from '../../../src/jobs/explain/entries-meant.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { configOf, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const shared = 'https://x.example/shared'
const documents = [
  { source: 'a', items: [{ guid: 'same', code: 'C1', title: 'One', url: 'https://x.example/1' }] },
  { source: 'b', items: [{ guid: 'same', code: 'C2', title: 'Two', url: 'https://x.example/2' }] },
  { source: 'a', items: [{ guid: 'C1', title: 'Four', url: shared, text: '<p>The article that everybody links to.</p>' }] },
  { source: 'b', items: [{ guid: 'g5', title: 'Five', url: shared, text: '<p>A remark of quite another kind.</p>' }] },
  { source: 'a', items: [{ guid: 'same', code: 'C1', title: 'One', url: 'https://x.example/1' }] },
]

const dir = mkdtempSync(join(tmpdir(), 'newsstand-meant-'))
const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]))
let site: TestSite
let view: NonNullable<Awaited<ReturnType<typeof viewSqlite>>>
let entries: readonly Entry[]

beforeAll(async () => {
  const file = join(dir, 'store.sqlite')
  site = await openSite(settings, { file })
  for (const document of documents) await site.run([document])
  // Two that turn out to be one.
  await site.run([{ source: 'a', items: [{ guid: 'm1', title: 'Merged', url: 'https://x.example/m1' }] }])
  await site.run([{ source: 'b', items: [{ guid: 'm2', title: 'Merged, too', url: 'https://x.example/m2' }] }])
  entries = await site.entries()
  await site.run([{ source: 'a', items: [{ guid: 'm1', title: 'Merged', url: 'https://x.example/m1', doi: '10.1/m' }] }])
  await site.run([{ source: 'b', items: [{ guid: 'm2', title: 'Merged, too', url: 'https://x.example/m2', doi: '10.1/m' }] }])
  const opened = await viewSqlite({ file, siteId: settings.site.id, identityNames: settings.identity.map(({ name }) => name) })
  if (opened === null) throw new Error('there is no store')
  view = opened
})
afterAll(async () => {
  await view.close()
  await site.close()
  rmSync(dir, { recursive: true })
})

const meant = (words: string) => entryMeant(words, { archive: view, settings })
const known = (title: string) => {
  const found = entries.find((entry) => entry.title === title)
  if (found === undefined) throw new Error(`no entry ${title}`)
  return found
}

for (const { name, words, title } of [
  { name: 'a whole key, though its value is another one’s guid', words: () => 'code:C1', title: 'One' },
  { name: 'a whole key with its source', words: () => 'guid:b:same', title: 'Two' },
  { name: 'a value that is one entry’s', words: () => 'C2', title: 'Two' },
  { name: 'an address', words: () => 'https://x.example/1?utm_source=mail', title: 'One' },
  { name: 'a whole id', words: () => known('Four').id, title: 'Four' },
  { name: 'the beginning of an id', words: () => known('Five').id.slice(0, -4), title: 'Five' },
  { name: 'a page', words: () => `https://news.example/${known('Two').path}`, title: 'Two' },
  { name: 'the id of an entry that became another', words: () => known('Merged, too').id, title: 'Merged' },
  { name: 'a key of both that are one now', words: () => '10.1/m', title: 'Merged' },
])
  test(`${name} means one entry`, async () => {
    expect(await meant(words())).toMatchObject({ id: known(title).id })
  })

for (const { name, words, titles } of [
  { name: 'a guid of two sources', words: 'same', titles: ['One', 'Two'] },
  { name: 'a value that is one’s identity and another’s guid', words: 'C1', titles: ['One', 'Four'] },
  { name: 'an address of two articles', words: shared, titles: ['Four', 'Five'] },
])
  test(`${name} is refused, and all that it means are named`, async () => {
    const listed = titles.map((title) => `"${title}" (${known(title).id})`).join(', or ')
    await expect(meant(words)).rejects.toMatchObject({
      code: 'usage',
      message: `"${words}" names 2 entries`,
      advice: `Name one by its id: ${listed}.`,
    })
  })

test('what is not known is answered with what may have been meant', async () => {
  await expect(meant('code:C')).rejects.toMatchObject({ code: 'unknown-entry', advice: 'Did you mean code:C1, or code:C2?' })
  await expect(meant('Fou')).rejects.toMatchObject({ code: 'unknown-entry', advice: `Did you mean "Four" (${known('Four').id})?` })
})
