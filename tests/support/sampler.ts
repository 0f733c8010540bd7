// A reader of published folders that never rests: `sampler.ts FOLDER…` reads what has changed, again and again, until it is sent a word, and
// answers with what it saw. A process of its own, so that nobody waits for it.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'
import { systemCodeOf } from '../../src/base/errors.ts'
import { shownIn } from './published-file.ts'

export interface Sampled {
  /** Times that everything was looked at. */
  passes: number
  /** Looks at whether a file had changed. */
  looks: number
  /** Whole files read, one for each time that it had changed. */
  versions: number
  /** Files that were ever read. */
  files: number
  /** Half-written files that were seen under names that nobody asks for. */
  temporaries: number
  /** What no reader should ever see, each once. */
  faults: string[]
  /** Where each id that stood in any file led to. */
  ids: Record<string, string>
  /** Paths of entry pages that anything led to. */
  pages: string[]
}

const between = 5
/** So often all entry pages are looked at; feeds and lists each time. */
const passesToPages = 5
const temporary = /^\.newsstand-\d+-[0-9a-f]{16}\.tmp$/
const ofOurs = /^(?:\.newsstand-site|_config\.yml|_layouts|_posts)$/
const variant = /\.(br|gz)$/
const unpacked = { br: promisify(brotliDecompress), gz: promisify(gunzip) }
/** An id that moves from a feed to its archive may be read of neither, when what is read changes in between. */
const triesToFind = 5

const sampled: Sampled = { passes: 0, looks: 0, versions: 0, files: 0, temporaries: 0, faults: [], ids: {}, pages: [] }
const faults = new Set<string>()
const temporaries = new Set<string>()
const pages = new Set<string>()
/** What stood in each file when it was read last, and by what it is seen to have changed. */
const known = new Map<string, { readonly mark: string; readonly ids: ReadonlySet<string> }>()
/** By category, everything that its feed or archive ever held. */
const everIn = new Map<string, Set<string>>()
let isOver = false

function fault(words: string): void {
  faults.add(words)
}

async function markOf(file: string): Promise<string | null> {
  sampled.looks++
  try {
    const { ino, mtimeMs, size, ctimeMs } = await stat(file)
    return `${ino} ${mtimeMs} ${ctimeMs} ${size}`
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Reads a file if it has changed. */
async function look(root: string, path: string): Promise<void> {
  const file = join(root, path)
  const mark = await markOf(file)
  const before = known.get(file)
  if (mark === null) {
    if (before !== undefined) fault(`${path} was there, and is gone`)
    return
  }
  if (mark === before?.mark) return
  const bytes = await readFile(file)
  sampled.versions++
  const extension = variant.exec(path)?.[1]
  try {
    const text = (extension === 'br' || extension === 'gz' ? await unpacked[extension](bytes) : bytes).toString('utf8')
    const { entries, pages: led } = shownIn(path.replace(variant, ''), text)
    for (const [id, url] of entries) remember(id, url, path)
    if (extension === undefined) for (const page of led) await follow(root, page, path)
    known.set(file, { mark, ids: new Set(entries.keys()) })
  } catch (error) {
    fault(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    known.set(file, { mark, ids: before?.ids ?? new Set() })
  }
}

function remember(id: string, url: string | null, path: string): void {
  const led = sampled.ids[id]
  sampled.ids[id] = url ?? led ?? ''
  if (url !== null && led !== undefined && led !== '' && led !== url) fault(`${path}: ${id} leads to ${url}, and led to ${led}`)
}

/** What a list leads to is there before the list is. */
async function follow(root: string, page: string, path: string): Promise<void> {
  if (pages.has(page)) return
  pages.add(page)
  if ((await markOf(join(root, page))) === null) fault(`${path} leads to ${page}, which is not there`)
}

/** Files below a folder; what has another name than a published file has is a fault. */
async function* filesUnder(root: string, folder: string): AsyncGenerator<string> {
  for (const one of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
    const path = folder === '' ? one.name : `${folder}/${one.name}`
    if (temporary.test(one.name)) temporaries.add(one.name)
    else if (one.isDirectory()) {
      if (one.name !== '_layouts') yield* filesUnder(root, path)
    } else if (!ofOurs.test(one.name)) yield path
  }
}

const isPage = (path: string) => /(?:^|\/)\d{4}\/\d\d\/\d\d\/|^_posts\//.test(path)

async function lookAtAll(root: string, isWithPages: boolean): Promise<void> {
  const there = new Set<string>()
  const folders = isWithPages ? [''] : ['category', 'archive']
  if (!isWithPages) for (const name of ['index.html', 'feed.json', 'feed.atom', 'feed.rss', 'feeds.opml', 'sitemap.xml']) there.add(name)
  for (const folder of folders) for await (const path of filesUnder(root, folder)) there.add(path)
  const before = [...known.keys()].filter((file) => file.startsWith(`${root}/`)).map((file) => file.slice(root.length + 1))
  // Feeds first: what leaves them has come into archives by then.
  const paths = [...new Set([...there, ...before.filter((path) => isWithPages || !isPage(path))])].sort((a, b) => rank(a) - rank(b))
  for (const path of paths) await look(root, path)
}

function rank(path: string): number {
  return /\/\d{4}-\d\d/.test(path) ? 1 : 0
}

/** What a category, or everything, has shown stands in its feed or archive. */
async function findAll(root: string): Promise<void> {
  for (let failed = 0; ; failed++) {
    const missing = missingNow(root)
    if (missing.length === 0) return
    if (failed === triesToFind) return void missing.map(fault)
    await wait(between)
    await lookAtAll(root, false)
  }
}

function missingNow(root: string): readonly string[] {
  const missing: string[] = []
  for (const [slug, ids] of now(root)) {
    const ever = everIn.get(slug) ?? new Set()
    everIn.set(slug, ever)
    for (const id of ids) ever.add(id)
    const gone = [...ever].filter((id) => !ids.has(id))
    if (gone.length > 0) missing.push(`${gone.length} entries are in no feed or archive of ${slug} any more, such as ${gone[0]}`)
  }
  return missing
}

function now(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const [file, { ids }] of known) {
    const slug = /^(?:category\/([^/.]+)(?:\.|\/)|(?:feed|archive\/[^/]+)\.).*json$/.exec(file.slice(root.length + 1))
    if (slug === null) continue
    const one = found.get(slug[1] ?? '') ?? new Set()
    found.set(slug[1] ?? '', one)
    for (const id of ids) one.add(id)
  }
  return found
}

const roots = process.argv.slice(2)
process.on('message', () => {
  isOver = true
})
for (; !isOver; sampled.passes++) {
  for (const root of roots) await lookAtAll(root, sampled.passes % passesToPages === 0)
  await findAll(roots[0] ?? '')
  await wait(between)
}
const answer: Sampled = { ...sampled, files: known.size, temporaries: temporaries.size, faults: [...faults], pages: [...pages] }
process.send?.(answer, () => process.disconnect())
