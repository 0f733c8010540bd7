// What an answer looks like that could not be read as wanted: its title, and sources that could be had of it, each tried.
import { proposalsFor } from '../../extract/propose.ts'
import type { Fetched } from '../../fetch/fetcher.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { Proposal } from '../../model/proposal.ts'
import type { Source } from '../../model/source.ts'
import { decode } from '../../parse/charset.ts'
import type { Deps } from '../deps.ts'

export interface TriedProposal {
  readonly proposal: Proposal
  /** How many entries it reads; null: it was not visited, for that takes another request. */
  readonly read: number | null
  /** The first of them, at most three. */
  readonly entries: readonly EntryDraft[]
}

export interface Looks {
  /** The title of the page. */
  readonly title: string | null
  /** Best first. */
  readonly proposals: readonly TriedProposal[]
}

export interface LookDeps extends Pick<Deps, 'reader' | 'clock'> {
  /** What a proposal would be in config; null: config refuses it. */
  readonly sourceOf: (proposal: Proposal) => Source | null
}

const mostEntries = 3

/** Proposals stand only where the reader finds entries by them in the very answer. */
export async function looksOf(
  { url, body, contentType }: Fetched,
  { source, announced }: { readonly source: Source; readonly announced: readonly string[] },
  deps: LookDeps,
): Promise<Looks> {
  const { timezone, charset } = source.recipe
  const now = deps.clock.now()
  const { text } = decode(body, { contentType, charset })
  const { title, proposals } = proposalsFor(text, { url, announced, timezone, now })
  const tried: TriedProposal[] = []
  for (const proposal of proposals) {
    // Where the operator's address leads to is a page's own business: that is what is watched.
    const named = proposal.url === url ? { ...proposal, url: source.url } : proposal
    const shown = await tryProposal(named, { bytes: body, contentType, url, fetchedAt: now }, deps)
    if (shown !== null) tried.push(shown)
  }
  return { title, proposals: tried }
}

async function tryProposal(
  proposal: Proposal,
  body: Parameters<Deps['reader']['read']>[0],
  { reader, sourceOf }: LookDeps,
): Promise<TriedProposal | null> {
  const source = sourceOf(proposal)
  if (source === null) return null
  if (proposal.kind === 'feed') return { proposal, read: null, entries: [] }
  const reading = await reader.read(body, source.recipe)
  if (reading.kind === 'unreadable') return null
  const { drafts } = reading
  // A sitemap of sitemaps and a list of feeds show their entries elsewhere.
  if (drafts.length === 0) return proposal.items === undefined ? { proposal, read: null, entries: [] } : null
  const { next: _, ...onePage } = proposal
  return { proposal: reading.next === null ? onePage : proposal, read: drafts.length, entries: drafts.slice(0, mostEntries) }
}
