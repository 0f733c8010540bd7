// A real Jekyll builds what is exported.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatIn } from '../../src/base/zone.ts'
import type { Entry } from '../../src/model/entry.ts'
import { textToHtml } from '../../src/render/html-text.ts'
import { jekyllPost } from '../../src/render/jekyll.ts'
import { jekyllCategory } from '../../src/render/jekyll-category.ts'
import { jekyllStarter } from '../../src/render/jekyll-starter.ts'
import { sampleCategory, sampleEntry, site } from '../render/samples.ts'
import { htmlEvents } from '../support/html-events.ts'
import { type Built, jekyllBuild, jekyllVersion } from '../support/jekyll.ts'
import type { ShownCategory, ShownEntry } from '../support/shown.ts'
import { nastyEntries, randomEntries, titleShown } from './jekyll-posts.ts'
import { type FinewsSite, openFinews } from './site.ts'

const isMissing = jekyllVersion === null
if (isMissing) process.stdout.write('skipped: jekyll is not installed, so nothing that is exported is built\n')

const home = { slug: 'guojishangbao', name: '国际商报' }
/** Shows what Jekyll made of a post, before its body. */
const dump =
  '{"title":{{ page.title | jsonify }},"categories":{{ page.categories | jsonify }},"tags":{{ page.tags | jsonify }},"url":{{ page.url | jsonify }},"date":{{ page.date | date_to_xmlschema | jsonify }}}\n{{ content }}'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((dir) => rm(dir, { recursive: true, force: true }))))

interface ExportedSite {
  readonly dir: string
  /** What Jekyll made of a file. */
  read(path: string): Promise<string>
  put(path: string, text: string): Promise<void>
}

/** A site as it begins, in a folder of its own. */
async function startedSite(): Promise<ExportedSite> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-jekyll-'))
  folders.push(dir)
  const put = async (path: string, text: string) => {
    const file = join(dir, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  for (const { path, text } of jekyllStarter(site)) await put(path, text)
  return { dir, put, read: (path) => readFile(join(dir, '_site', path), 'utf8') }
}

describe.skipIf(isMissing)('posts that are made to break the build', () => {
  const nasty = nastyEntries()
  const random = randomEntries(300)
  const titles = ['a: "b" {{ c }} {% d %}', '---', '<b>&amp;']
  let built: Built
  let exported: ExportedSite
  beforeAll(async () => {
    exported = await startedSite()
    await exported.put('_layouts/post.html', dump)
    for (const entry of [...nasty.map((one) => one.entry), ...random]) {
      const { path, text } = jekyllPost(entry, { site, home })
      await exported.put(path, text)
    }
    for (const [at, title] of titles.entries()) {
      const category = sampleCategory({ slug: `c${at}`, title, description: title })
      await exported.put(`category/c${at}.html`, jekyllCategory(category, { formerly: [home.slug, 'nothing'] }))
    }
    built = await jekyllBuild(exported.dir, '--strict_front_matter')
  })

  test(`are ${nasty.length}, and all are built`, () => {
    expect(nasty.length).toBeGreaterThanOrEqual(80)
    expect(built).toMatchObject({ code: 0 })
    // Of the name `---` Jekyll makes an empty slug, which nothing of ours shows.
    expect(built.log.replace(/.*Empty `slug` generated for.*/, '')).not.toMatch(trouble)
    expect(nasty.filter(({ entry }) => !existsSync(join(exported.dir, '_site', entry.path))).map(({ name }) => name)).toEqual([])
  })

  async function expectRead(entry: Entry): Promise<void> {
    const [head = '', ...rest] = (await exported.read(entry.path)).split('\n')
    expect(JSON.parse(head)).toEqual({
      title: titleShown(entry),
      categories: ['guojishangbao'],
      tags: entry.tags.map((tag) => tag.name),
      url: `/${entry.path}`,
      date: formatIn(site.timezone, entry.datePublished, "yyyy-MM-dd'T'HH:mm:ssZZ"),
    })
    expect(htmlEvents(rest.join('\n'))).toEqual(htmlEvents(`${bodyShown(entry)}${linkShown(entry)}${waysBack(entry)}`))
  }

  for (const { name, entry } of nasty) test(`reads back ${name}`, () => expectRead(entry))

  test('and so are some hundreds that chance put together', async () => {
    for (const entry of random) await expectRead(entry)
  })

  test('their categories list them, whatever they are called', async () => {
    for (const [at, title] of titles.entries()) {
      const page = await exported.read(`category/c${at}.html`)
      expect(page).toContain(`<h1>${textToHtml(title)}</h1>`)
      expect(linksIn(page)).toHaveLength(nasty.length + random.length)
    }
  })
})

describe.skipIf(isMissing)('the site of the original', () => {
  let finews: FinewsSite
  let entries: readonly ShownEntry[]
  let categories: readonly ShownCategory[]
  let built: Built
  const read = (path: string) => readFile(join(finews.jekyllDir, '_site', path), 'utf8')
  beforeAll(async () => {
    finews = await openFinews()
    await finews.poll()
    ;[entries, categories] = await Promise.all([finews.entries(), finews.categories()])
    built = await jekyllBuild(finews.jekyllDir, '--strict_front_matter')
  })
  afterAll(() => finews?.close())

  test('is built as it was exported', () => {
    expect(built).toMatchObject({ code: 0 })
    expect(built.log).not.toMatch(trouble)
  })

  test('has every article at its own address, under its title', async () => {
    for (const { path, title } of entries) expect(htmlEvents(await read(path)).join('\n'), path).toContain(htmlTitle(title))
  })

  test('has every category, with the articles whose home it is, newest first', async () => {
    for (const { slug, name } of categories) {
      const page = await read(`category/${slug}.html`)
      expect(htmlEvents(page).join('\n'), slug).toContain(`<h1>\n${name}\n</h1>`)
      const own = entries.filter(({ path }) => path.startsWith(`${slug}/`))
      const newest = own.toSorted((a, b) => (a.date_published < b.date_published ? 1 : -1))
      expect(linksIn(page), slug).toEqual(newest.map(({ path }) => `/${path}`))
    }
  })

  test('names its categories on the front page', async () => {
    const page = await read('index.html')
    for (const { slug } of categories) expect(linksIn(page)).toContain(`/category/${slug}.html`)
  })
})

test.skipIf(isMissing)(
  'thousands of categories, and one of hundreds of articles, are built',
  async () => {
    const exported = await startedSite()
    const slugs = Array.from({ length: 2_000 }, (_, at) => `c${at}`)
    const homes = [...slugs, ...Array.from({ length: 499 }, () => 'c0')]
    for (const [at, slug] of homes.entries()) {
      const entry = sampleEntry({ path: `${slug}/2022/01/23/n${at}.html`, contentHtml: '<p>a</p>' })
      const { path, text } = jekyllPost(entry, { site, home: { slug, name: slug } })
      await exported.put(path, text)
    }
    for (const slug of slugs)
      await exported.put(`category/${slug}.html`, jekyllCategory(sampleCategory({ slug, title: slug }), { formerly: [] }))
    const startedAt = performance.now()
    expect(await jekyllBuild(exported.dir)).toMatchObject({ code: 0 })
    process.stdout.write(`jekyll built ${slugs.length} categories of ${homes.length} articles in ${seconds(startedAt)} s\n`)
    expect(linksIn(await exported.read('category/c0.html'))).toHaveLength(500)
    expect(linksIn(await exported.read('category/c1999.html'))).toEqual(['/c1999/2022/01/23/n1999.html'])
  },
  900_000,
)

const trouble = /warning|error|conflict|exception/i

/** Of a page's lists. */
function linksIn(page: string): readonly string[] {
  const lists = page.slice(page.indexOf('<ul'))
  return [...lists.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => href)
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1)
}

function htmlTitle(title: string): string {
  const shown = title.replace(/[ \t\r\n]+/g, ' ').trim()
  return shown === '' ? '<h1>\n</h1>' : `<h1>\n${shown}\n</h1>`
}

function bodyShown({ contentHtml, summary }: Entry): string {
  return contentHtml ?? (summary === null ? '' : `<p>${textToHtml(summary)}</p>`)
}

function linkShown({ url }: Entry): string {
  const shown = textToHtml((url ?? '').replace(/[\s{}|^<>"\\`]/g, encodeURIComponent))
  return url === null ? '' : `<p><a href="${shown}">${shown}</a></p>`
}

function waysBack({ tags }: Entry): string {
  const label = textToHtml(tags[0]?.name ?? home.name)
  return `<p><a href="//news.example/category/guojishangbao.html">返回${label}</a>｜<a href="//news.example/">返回首页</a></p>`
}
