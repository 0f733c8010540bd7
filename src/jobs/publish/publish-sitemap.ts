// sitemap.xml: all addresses, or above 50,000 an index of parts, of which only those are written in which something changed.
import { breathe } from '../../base/breathe.ts'
import type { IndexedPage, PageSpan } from '../../model/output.ts'
import { listPages, maxAddresses, newestOf, sitemap, sitemapIndex, sitemapLines } from '../../render/sitemap.ts'
import type { Store } from '../../store/store.ts'
import { countWritten, type Publishing } from './publishing.ts'
import { type SitemapPart, sitemapParts } from './sitemap-parts.ts'

/** Takes some milliseconds. */
const linesAtOnce = 1_000

const root = 'sitemap.xml'
const folder = 'sitemap/'

/** What a sitemap in one file says of each part, from one publishing to the next. */
const keptLines = new WeakMap<Store, ReadonlyMap<string, string>>()

/** How many files changed. `most`: addresses a file. */
export async function writeSitemap(publishing: Publishing, most = maxAddresses): Promise<number> {
  const { store, settings, catalogue } = publishing
  const days = await store.sitemap.survey(settings.publish.pages)
  const lists = listPages(catalogue.filter(({ entries }) => entries > 0))
  const parts = sitemapParts(days, most)
  const addresses = parts.reduce((sum, part) => sum + part.addresses, lists.length)
  const written = await (addresses <= most ? writeWhole : writeParts)({ lists, parts, most }, publishing)
  await publishing.outlet.sync()
  await store.sitemap.written(days)
  return written
}

interface Contents {
  readonly lists: readonly ReturnType<typeof listPages>[number][]
  readonly parts: readonly SitemapPart[]
  readonly most: number
}

async function writeWhole({ lists, parts }: Contents, publishing: Publishing): Promise<number> {
  const { outlet, settings, store } = publishing
  const known = keptLines.get(store) ?? new Map<string, string>()
  const lines = new Map<string, string>()
  for (const part of parts) {
    const key = JSON.stringify([settings.site.url, settings.publish.pages, part.name, part.version])
    lines.set(key, known.get(key) ?? (await linesOf(await pagesOf(part, publishing), publishing)))
  }
  keptLines.set(store, lines)
  const written = await outlet.write(root, sitemap(sitemapLines(lists, settings.site) + [...lines.values()].join('')))
  await keepParts([], publishing)
  return countWritten([written])
}

async function writeParts({ lists, parts, most }: Contents, publishing: Publishing): Promise<number> {
  const { outlet, settings } = publishing
  keptLines.delete(publishing.store)
  const before = new Set(await partsBefore(publishing))
  const listPart = { path: `${folder}pages.xml`, modified: newestOf(lists) }
  let written = countWritten([await outlet.write(listPart.path, sitemap(sitemapLines(lists, settings.site)))])
  const index = [listPart]
  for (const part of parts) {
    const files = filesOf(part, most)
    index.push(...files.map((path) => ({ path, modified: part.modified })))
    if (part.isStale || files.some((path) => !before.has(path))) written += await writePart(part, most, publishing)
  }
  written += countWritten([await outlet.write(root, sitemapIndex(index, settings.site))])
  await keepParts(
    index.map(({ path }) => path),
    publishing,
  )
  return written
}

/** Only a day of more addresses than a file may hold has more than one. */
function filesOf({ name, addresses }: SitemapPart, most: number): readonly string[] {
  return Array.from({ length: Math.ceil(addresses / most) }, (_, n) => `${folder}${name}${n === 0 ? '' : `-${n + 1}`}.xml`)
}

async function writePart(part: SitemapPart, most: number, publishing: Publishing): Promise<number> {
  const pages = await pagesOf(part, publishing)
  let written = 0
  for (const [n, path] of filesOf(part, most).entries()) {
    const held = pages.slice(n * most, (n + 1) * most)
    written += countWritten([await publishing.outlet.write(path, sitemap(await linesOf(held, publishing)))])
  }
  return written
}

async function linesOf(pages: readonly IndexedPage[], { settings }: Publishing): Promise<string> {
  const lines: string[] = []
  for (let at = 0; at < pages.length; at += linesAtOnce) {
    lines.push(sitemapLines(pages.slice(at, at + linesAtOnce), settings.site))
    await breathe()
  }
  return lines.join('')
}

function pagesOf(
  { fromDay, toDay }: Pick<PageSpan, 'fromDay' | 'toDay'>,
  { store, settings }: Publishing,
): Promise<readonly IndexedPage[]> {
  return store.sitemap.pages({ fromDay, toDay, policy: settings.publish.pages })
}

const partsFact = 'sitemap parts'

async function partsBefore({ store }: Publishing): Promise<readonly string[]> {
  return JSON.parse((await store.fact(partsFact)) ?? '[]')
}

/** Notes which parts there are, when they are, and removes the others. */
async function keepParts(paths: readonly string[], publishing: Publishing): Promise<void> {
  const before = await partsBefore(publishing)
  const now = new Set(paths)
  for (const path of before) if (!now.has(path)) await publishing.outlet.remove(path)
  await publishing.outlet.sync()
  if (JSON.stringify(paths) !== JSON.stringify(before)) await publishing.store.setFact(partsFact, JSON.stringify(paths))
}
