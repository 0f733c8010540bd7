// A sitemap index names many sitemaps, not the one that comes next: the newest are read, and those they name if they are indexes themselves.
import type { EntryDraft } from '../../model/entry.ts'
import type { Source } from '../../model/source.ts'
import type { Reading, SitemapIndex } from '../../read/reader.ts'
import { type FailedPage, fetchPage, type ListRead, type PageDeps } from './next-pages.ts'

export type SitemapsRead = (ListRead & { readonly kind: 'read' }) | FailedPage

export interface IndexVisit extends PageDeps {
  readonly source: Source
  /** The addresses of the index. */
  readonly asked: readonly string[]
}

interface IndexRead extends ListRead {
  readonly index: SitemapIndex
}

/**
 * The drafts of the index's sitemaps, the newest `maxEntries` of at most `source.pages` of them. One that fails is a warning, and the whole
 * is cut; when all of them fail, so does the visit. All are begun within the time of one visit (`poll.limits.visit`).
 */
export async function withSitemaps({ reading, index, bytes }: IndexRead, { source, asked, ...deps }: IndexVisit): Promise<SitemapsRead> {
  const turn = { source, stop: AbortSignal.timeout(deps.settings.poll.limits.visitMs), ...deps }
  const seen = new Set(asked)
  const waiting = [...index.addresses]
  const read: Reading[] = []
  const failures: FailedPage[] = []
  let received = bytes
  for (let number = 1; number <= source.pages; number++) {
    const url = nextOf(waiting, seen)
    if (url === null) break
    seen.add(url)
    const page = await fetchPage({ next: { url, body: null }, number }, turn)
    received += page.bytes
    if (page.kind === 'failed') failures.push({ ...page, message: `sitemap ${number} is missing: ${page.message}` })
    else read.push(page.reading)
    if (page.kind === 'read') waiting.unshift(...(page.reading.index?.addresses ?? []))
  }
  const [failure] = failures
  if (read.length === 0 && failure !== undefined) return { ...failure, message: `of the index ${failure.message}`, bytes: received }
  const left = index.isTelling || nextOf(waiting, seen) === null ? [] : [untold(source.pages)]
  const drafts = newestOf(read, source.recipe.maxEntries)
  const warnings = [...reading.warnings, ...left, ...failures.map(({ message }) => message), ...read.flatMap((one) => one.warnings)]
  const isCut = reading.isCut || failures.length > 0 || read.some((one) => one.isCut)
  return { kind: 'read', reading: { ...reading, drafts, warnings, isCut }, bytes: received }
}

/** An index that names itself, or one that names it, leads nowhere. */
function nextOf(waiting: string[], seen: ReadonlySet<string>): string | null {
  while (waiting[0] !== undefined && seen.has(waiting[0])) waiting.shift()
  return waiting[0] ?? null
}

function untold(pages: number): string {
  return `the index does not say which of its sitemaps has changed: the first ${pages} are read; "pages" may be larger, or url one of them`
}

/** Each address once. */
function newestOf(read: readonly Reading[], most: number): readonly EntryDraft[] {
  const byLink = new Map<string, EntryDraft>()
  for (const draft of read.flatMap(({ drafts }) => drafts)) {
    const key = draft.link ?? `${draft.guid} ${draft.title}`
    if (!byLink.has(key)) byLink.set(key, draft)
  }
  const at = ({ published, updated }: EntryDraft) => published ?? updated ?? 0
  return [...byLink.values()].sort((a, b) => at(b) - at(a)).slice(0, most)
}
