// Which feeds really hold an entry that stands in their window: a feed over its limit drops its oldest entries (design §8).
import type { Entry } from '../../model/entry.ts'
import type { ExplainedFeed, Explanation } from '../../model/explanation.ts'
import type { FeedFormat } from '../../model/paths.ts'
import { maxFeedBytes } from '../../render/publication.ts'
import { asPermitted } from '../../render/rights.ts'
import type { EntryArchive } from '../../store/port/views.ts'
import type { Deps } from '../deps.ts'
import { publicationWith } from './publish-feeds.ts'
import { shownTerms, termsIn } from './shown-terms.ts'

interface Rendering extends Pick<Deps, 'settings'> {
  readonly archive: EntryArchive
}

/** Markup that is written as text takes three times its room; and so many bytes of everything else. */
const markupShare = 3
const otherBytes = 3_000

/** The feeds of an explanation, told of their limit. Only where it could be reached they are rendered. */
export async function heldFeeds({ entry, feeds }: Explanation, rendering: Rendering): Promise<readonly ExplainedFeed[]> {
  const { id } = entry
  if (id === null) return feeds
  return Promise.all(
    feeds.map(async (feed) => (feed.isIn && feed.place !== null ? told(feed, await droppedFrom(feed, id, rendering)) : feed)),
  )
}

function told(feed: ExplainedFeed, dropped: readonly FeedFormat[]): ExplainedFeed {
  if (dropped.length === 0) return feed
  const limit = `${maxFeedBytes / 1_000_000} MB`
  if (dropped.length === formats.length)
    return { ...feed, isIn: false, why: `${feed.why}, but newer entries fill the feed: it holds at most ${limit}` }
  return { ...feed, why: `${feed.why}; not in its ${dropped.join(' and ')} form, which newer entries fill: it holds at most ${limit}` }
}

const formats: readonly FeedFormat[] = ['rss', 'atom', 'json']

/** The formats that the entries up to this one do not fit into. */
async function droppedFrom({ slug, place }: ExplainedFeed, id: string, { archive, settings }: Rendering): Promise<readonly FeedFormat[]> {
  const most = place ?? 1
  const window = await archive.window(slug, { entries: most, spanMs: 0, most })
  if (window.reduce((bytes, entry) => bytes + roughBytes(entry), 0) < maxFeedBytes) return []
  const termsOf = termsIn(shownTerms(await archive.standings()))
  const entries = window.map((entry) => asPermitted(entry, termsOf(entry.source)))
  const publication = publicationWith({ id: '', category: null, entries }, { settings, termsOf })
  const texts = { rss: publication.rss2(), atom: publication.atom1(), json: publication.json1() }
  return formats.filter((format) => !texts[format].includes(id))
}

function roughBytes({ contentHtml, summary }: Entry): number {
  return Buffer.byteLength(contentHtml ?? '') * markupShare + Buffer.byteLength(summary ?? '') + otherBytes
}
