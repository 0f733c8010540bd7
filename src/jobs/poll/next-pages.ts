// A list that goes on: its following pages, one after the other, until they bring nothing new.
import type { Code } from '../../base/errors.ts'
import { formatDuration } from '../../base/units.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { RuleUse } from '../../model/rule-use.ts'
import type { Source } from '../../model/source.ts'
import type { NextPage, Reading } from '../../read/reader.ts'
import type { Deps } from '../deps.ts'
import { requestFor, staysHome } from './list-request.ts'

/** What was read of a list so far, in one. */
export interface ListRead {
  readonly reading: Reading
  /** On the wire. */
  readonly bytes: number
}

export type PageDeps = Pick<Deps, 'fetcher' | 'reader' | 'clock' | 'settings'>

export interface FailedPage {
  readonly kind: 'failed'
  readonly code: Code
  readonly message: string
  readonly bytes: number
}

type Page = (ListRead & { readonly kind: 'read' }) | FailedPage

/**
 * Appends the drafts of the pages after the first, up to `source.pages` pages and `maxEntries` drafts. A page that fails is a warning, and the
 * whole is cut. All pages after the first are begun within the time of one visit (`poll.limits.visit`), waits for the host's turn included:
 * the other sources of the host wait meanwhile.
 * @param asked the first page, at the address that was asked and at the one that answered
 */
export async function withNextPages(
  first: ListRead,
  { source, asked, ...deps }: PageDeps & { readonly source: Source; readonly asked: readonly NextPage[] },
): Promise<ListRead> {
  if (source.pages === 1 || first.reading.next === null) return first
  const stop = AbortSignal.timeout(deps.settings.poll.limits.visitMs)
  const seen = new Set(asked.map(keyOf))
  const known = new Set(first.reading.drafts.map(sameness))
  let read = first
  let next: NextPage | null = first.reading.next
  for (let number = 2; next !== null && !seen.has(keyOf(next)); number++) {
    if (number > source.pages) return warned(read, `the list goes on after page ${source.pages}: "pages" may be larger`)
    if (read.reading.drafts.length >= source.recipe.maxEntries)
      return warned(read, `the list goes on after its first ${read.reading.drafts.length} entries: poll.limits.entries may be larger`)
    seen.add(keyOf(next))
    const page = await fetchPage({ next, number }, { source, stop, ...deps })
    if (page.kind === 'failed') return cut(read, page, `page ${number} is missing: ${page.message}`)
    const fresh = page.reading.drafts.filter((draft) => !known.has(sameness(draft)))
    read = joined(read, { ...page, reading: { ...page.reading, drafts: fresh } }, { number, source })
    if (fresh.length === 0) return read
    for (const draft of fresh) known.add(sameness(draft))
    next = page.reading.next
  }
  return read
}

export interface Turn {
  readonly source: Source
  readonly stop: AbortSignal
}

/** Never rejects for what the web does. */
export async function fetchPage(
  { next, number }: { next: NextPage; number: number },
  { source, stop, ...deps }: PageDeps & Turn,
): Promise<Page> {
  const { fetcher, reader, clock, settings } = deps
  const request = requestFor(source, next)
  if (request === null) return failed('redirect-blocked', `it is at another origin, and ${staysHome}`)
  try {
    const outcome = await fetcher.fetch({ ...request, isOperators: false, etag: null, lastModified: null }, stop)
    if (outcome.kind === 'unchanged' || outcome.kind === 'same-bytes')
      return failed('http-status', 'answered 304 to an unconditional request')
    if (outcome.kind === 'failed') return outcome
    if (outcome.kind !== 'fetched') return failed(outcome.kind === 'gone' ? 'gone' : 'rate-limited', outcome.message)
    const { body, contentType, url, bytes } = outcome
    const reading = await reader.read({ bytes: body, contentType, url, fetchedAt: clock.now(), page: number }, source.recipe)
    return reading.kind === 'read' ? { kind: 'read', reading, bytes } : { ...failed(reading.code, reading.message), bytes }
  } catch (error) {
    if (!stop.aborted) throw error
    const limit = formatDuration(settings.poll.limits.visitMs)
    return failed('timeout', `the pages after the first take longer than ${limit} together; poll.limits.visit may be longer`)
  }
}

function failed(code: Code, message: string): FailedPage {
  return { kind: 'failed', code, message, bytes: 0 }
}

function keyOf({ url, body }: NextPage): string {
  return JSON.stringify([url, body])
}

/** A list that grows between two requests shows its last entries again on the next page. They are no second ones of the same key. */
function sameness({ guid, link, title, dateGiven }: EntryDraft): string {
  return JSON.stringify([guid, link, title, guid === null && link === null ? dateGiven : null])
}

function joined(before: ListRead, { reading, bytes }: ListRead, { number, source }: { number: number; source: Source }): ListRead {
  const { drafts, warnings, uses, isCut, deletions = [] } = before.reading
  const named = [...deletions, ...(reading.deletions ?? [])]
  const all = {
    drafts: [...drafts, ...reading.drafts].slice(0, source.recipe.maxEntries),
    warnings: [...warnings, ...reading.warnings.map((warning) => `page ${number}: ${warning}`)],
    uses: uses.map((use, at) => together(use, reading.uses[at])),
    isCut: isCut || reading.isCut,
    ...(named.length > 0 && { deletions: named }),
  }
  return { reading: { ...before.reading, ...all }, bytes: before.bytes + bytes }
}

/** The rules of one mapping stand in one order. */
function together(use: RuleUse, more: RuleUse | undefined): RuleUse {
  return more === undefined ? use : { ...use, filled: use.filled + more.filled, of: use.of + more.of }
}

function warned({ reading, bytes }: ListRead, warning: string): ListRead {
  return { reading: { ...reading, warnings: [...reading.warnings, warning] }, bytes }
}

function cut({ reading, bytes }: ListRead, page: { readonly bytes: number }, warning: string): ListRead {
  return warned({ reading: { ...reading, isCut: true }, bytes: bytes + page.bytes }, warning)
}
