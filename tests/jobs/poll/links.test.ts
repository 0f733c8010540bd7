// No page leads nowhere: every link within the site is to a file that is published.
import { expect, onTestFinished, test } from 'vitest'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { linksOf } from '../../render/page-tags.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const day = 86_400_000

/** Articles of a newspaper that comes out every five days; every third has no address of its own. */
const issues: readonly (readonly Item[])[] = Array.from({ length: 9 }, (_, issue) =>
  Array.from({ length: 3 }, (_, n) => ({
    code: `C${issue}${n}`,
    guid: `g${issue}${n}`,
    title: `Article ${issue} ${n}`,
    publisher: n === 0 ? 'Paper' : 'Gazette',
    text: `<p>Text ${issue} ${n}</p>`,
    ...(n !== 2 && { url: `https://origin.example/${issue}/${n}` }),
  })),
)

async function published(pages: string): Promise<ReadonlyMap<string, string>> {
  const settings = settingsOf(
    configOf([{ id: 'a' }]).replace('publish: { dir: public }', `publish: { dir: public, entries: 4, pages: ${pages} }`),
  )
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  for (const [issue, items] of issues.entries()) await site.run([{ source: 'a', items }], firstRunAt + issue * 5 * day)
  // Of the newest issue: it stands in windows as withdrawn, and its link leads to the notice.
  const row = 25
  await retractEntry({ row, id: null, path: null, title: '' }, { why: 'It was wrong.', isSilent: false, by: 'ops' }, site.deps)
  await settleAndPublish(site.deps.clock.now(), site.deps)
  expect(site.files.get('index.html')).toContain('[Retracted]')
  return site.files
}

/** Numbers of articles that have a page. */
const modes: readonly { readonly pages: string; readonly least: number; readonly most: number }[] = [
  { pages: 'all', least: 27, most: 27 },
  { pages: 'recent', least: 12, most: 24 },
  { pages: 'none', least: 10, most: 10 },
]
for (const { pages, least, most } of modes)
  test(`with publish.pages: ${pages}`, async () => {
    const files = await published(pages)
    const root = 'https://news.example/'
    const html = [...files.keys()].filter((path) => path.endsWith('.html'))
    const dead = html.flatMap((path) =>
      linksOf(files.get(path) ?? '')
        .map((link) => new URL(link, root + path))
        .filter(({ href }) => href.startsWith(root))
        .map(({ pathname }) => decodeURI(pathname.slice(1)) || 'index.html')
        .filter((target) => !files.has(target))
        .map((target) => `${path} leads to ${target}`),
    )
    expect(dead).toEqual([])
    expect(html.filter((path) => /\/\d{4}-\d\d(-\d+)?\.html$/.test(path)).length).toBeGreaterThan(2)
    const articles = html.filter((path) => /^\w+\/\d{4}\/\d\d\/\d\d\//.test(path)).length
    expect(articles).toBeGreaterThanOrEqual(least)
    expect(articles).toBeLessThanOrEqual(most)
  })
