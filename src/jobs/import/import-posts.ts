// `import jekyll`: posts of another site become entries, a few hundred a transaction. What was taken in is not read again, so that
// an import that was broken off goes on where it was.
import { breathe } from '../../base/breathe.ts'
import { sha256Hex } from '../../base/digest.ts'
import { planPoll } from '../../identify/dedupe.ts'
import { keyDraft } from '../../identify/keys.ts'
import type { BrokenPost, MovedPost, OddPost, PostsReport } from '../../model/import-report.ts'
import type { KeyedDraft } from '../../model/merge.ts'
import type { PostFiles } from '../../model/post-files.ts'
import { plainText } from '../../normalize/text.ts'
import { entryPathAt } from '../../parse/jekyll-address.ts'
import type { ImportSource } from '../../store/port/imports.ts'
import type { KnownRows } from '../../store/port/polls.ts'
import type { Deps } from '../deps.ts'
import { publicity } from '../poll/publicity.ts'
import { settle } from '../settle/settle.ts'
import { type CategoryBook, categoryBook } from './post-categories.ts'
import { isBroken, type PostReader, postReader, type ReadPost } from './read-posts.ts'

export interface ImportWish {
  readonly folder: PostFiles
  /** Id under which posts are kept. */
  readonly source: string
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** A transaction holds the store for about as long as a poll that brings much. */
const atOnce = 200
const openAtOnce = 32

/** What is published of them is left to whoever publishes next. */
export async function importPosts({ folder, source: id, onProgress }: ImportWish, deps: Deps): Promise<PostsReport> {
  const { store, settings, clock } = deps
  const { files } = folder
  const source = { id, title: folder.title, url: settings.site.url }
  const found: Found = { new: 0, known: 0, unchanged: 0, drafts: 0, broken: [], odd: [], moved: [] }
  const reader = postReader(folder, { settings, now: clock.now() })
  for (let at = 0; at < files.length; at += atOnce) {
    const batch = files.slice(at, at + atOnce)
    await takeIn(batch, found, {
      source,
      reader,
      deps,
      book: categoryBook(await store.registry(), { settings, unnamed: folder.title ?? settings.site.title }),
    })
    onProgress({ done: Math.min(at + atOnce, files.length), total: files.length })
  }
  return { source: id, posts: files.length, ...found }
}

interface Found {
  new: number
  known: number
  unchanged: number
  drafts: number
  readonly broken: BrokenPost[]
  readonly odd: OddPost[]
  readonly moved: MovedPost[]
}

interface Taking {
  readonly source: ImportSource
  readonly reader: PostReader
  readonly book: CategoryBook
  readonly deps: Deps
}

async function takeIn(files: readonly string[], found: Found, taking: Taking): Promise<void> {
  const { source, deps, book } = taking
  const { store, clock } = deps
  const posts = await readFresh(files, found, taking)
  if (posts.length === 0) return
  const byGuid = new Map(posts.map((post) => [post.draft.guid, post]))
  const keyed = await keyPosts(posts, taking)
  const at = clock.now()
  const counts = await store.imports.record({
    source,
    at,
    files: posts.map(({ file, mark }) => ({ path: file, mark })),
    names: book.fresh(at),
    plan: (rows) => plan(keyed, { source: source.id, at, rows }),
    pathOf: ({ guid }) => entryPathAt(byGuid.get(guid)?.address ?? null),
  })
  found.new += counts.new
  found.known += posts.length - counts.new
  // Told nobody: what settles here is no news.
  await settle(at, deps)
  await noteMoved([...byGuid.values()], found, taking)
}

async function readFresh(files: readonly string[], found: Found, { source, reader, deps }: Taking): Promise<readonly ReadPost[]> {
  const marks = await deps.store.imports.marks(source.id, files)
  const posts: ReadPost[] = []
  const contents = await bytesOf(files, reader)
  for (const [at, file] of files.entries()) {
    await breathe()
    const bytes = contents[at] ?? new Uint8Array()
    const mark = sha256Hex(bytes).slice(0, 32)
    if (marks.get(file) === mark) {
      found.unchanged++
      continue
    }
    const post = reader.read({ file, mark, bytes })
    if (isBroken(post)) found.broken.push({ file, ...post })
    else if (!post.isPublished) found.drafts++
    else posts.push(post)
    if ('notes' in post) found.odd.push(...post.notes.map((note) => ({ file, note })))
  }
  return posts
}

/** Reading a file is mostly waiting for it. */
async function bytesOf(files: readonly string[], reader: PostReader): Promise<readonly Uint8Array[]> {
  const contents: Uint8Array[] = []
  for (let at = 0; at < files.length; at += openAtOnce)
    contents.push(...(await Promise.all(files.slice(at, at + openAtOnce).map((file) => reader.bytes(file)))))
  return contents
}

async function keyPosts(posts: readonly ReadPost[], { source, book, deps }: Taking): Promise<readonly KeyedDraft[]> {
  const { settings } = deps
  const rules = { source: source.id, identity: settings.identity, tracking: settings.tracking }
  const isPublic = publicity(settings, book.hidden)
  const keyed: KeyedDraft[] = []
  for (const post of posts) {
    await breathe()
    const { categories, publisher } = book.placeOf(post)
    const draft = { ...post.draft, publisher: post.draft.publisher ?? publisher }
    keyed.push(
      keyDraft(draft, { text: plainText(draft.content ?? draft.summary ?? ''), categories, isPublic: isPublic(categories) }, rules),
    )
  }
  return keyed
}

interface Planning {
  readonly source: string
  readonly at: number
  readonly rows: KnownRows
}

/** Posts are listed by their own dates, as what a source brings on its first visit. */
function plan(drafts: readonly KeyedDraft[], { source, at, rows }: Planning) {
  const category = { name: source, rule: 'no rule of category yields a name' }
  const fallback = { category, isPublic: true }
  const visit = { source, isFirstPoll: true, at, lost: new Set<string>(), fallback, place: () => ({ categories: [], isPublic: true }) }
  return planPoll(drafts, visit, rows)
}

async function noteMoved(posts: readonly ReadPost[], found: Found, { source, deps }: Taking): Promise<void> {
  const guids = posts.flatMap(({ draft }) => draft.guid ?? [])
  const paths = await deps.store.imports.paths(source.id, guids)
  for (const { file, address, draft } of posts) {
    const to = paths.get(draft.guid ?? '') ?? null
    if (to === null || address !== `/${to}`) found.moved.push({ file, from: address, to })
  }
}
