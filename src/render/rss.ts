// RSS 2.0 with the modules that say what it cannot (rssboard.org/rss-profile).
import { rfc822, rfc3339 } from '../base/zone.ts'
import { mediaType } from '../model/vocabulary.ts'
import { type Attachment, type FeedDocument, type FeedItem, type Label, mediaOf } from './document.ts'
import { namespaces, xmlExtensions } from './extensions.ts'
import { historyOf } from './history.ts'
import { excerptOf, textToHtml } from './html-text.ts'
import { podcastChannel, podcastItem } from './podcast.ts'
import type { Written } from './written.ts'
import { type Attributes, branch, closing, declaration, each, empty, htmlLeaf, leaf, opening, stylesheetInstruction } from './xml.ts'

const excerptLength = 200
const noPermalink: Attributes = { isPermaLink: 'false' }

export function writeRss(feed: FeedDocument): Written {
  const root = { version: '2.0', ...declarations(feed) }
  const before = declaration + stylesheetInstruction(feed.stylesheet) + opening('rss', root) + opening('channel') + channelHead(feed)
  const items = feed.itemsIn('rss', (item) => writeItem(item, feed))
  return { before, items, between: '', after: closing('channel') + closing('rss') }
}

function declarations(feed: FeedDocument): Attributes {
  const { archive, podcast } = feed
  return namespaces(['atom', 'content', 'dc', archive.isArchive && 'fh', podcast !== null && 'itunes'], feed)
}

function channelHead(feed: FeedDocument): string {
  // It may not be missing: without a page, the feed's own address stands for it.
  const link = feed.link ?? feed.self.rss ?? feed.self.atom ?? ''
  return (
    leaf('title', feed.title) +
    leaf('link', link) +
    leaf('description', feed.description ?? '') +
    leaf('language', feed.language) +
    leaf('copyright', feed.rights) +
    leaf('lastBuildDate', feed.updated === null ? null : rfc822(feed.updated)) +
    each(feed.categories, (category) => leaf('category', category)) +
    leaf('generator', feed.generator) +
    leaf('docs', feed.docs ?? 'https://www.rssboard.org/rss-specification') +
    leaf('ttl', feed.ttlMinutes) +
    (feed.image === null ? '' : branch('image', undefined, leaf('url', feed.image) + leaf('title', feed.title) + leaf('link', link))) +
    linkTo('self', feed.self.rss, mediaType.rss) +
    each(feed.hubs, (hub) => linkTo('hub', hub, null)) +
    historyOf(feed.archive, linkTo) +
    each(feed.authors, ({ name }) => leaf('dc:creator', name)) +
    each(feed.contributors, ({ name }) => leaf('dc:contributor', name)) +
    (feed.podcast === null ? '' : podcastChannel(feed, feed.podcast)) +
    xmlExtensions(feed.extensions)
  )
}

function linkTo(rel: string, href: string | null, type: string | null): string {
  return href === null ? '' : empty('atom:link', { href, rel, type })
}

function writeItem(item: FeedItem, feed: FeedDocument): string {
  const { published, updated } = item
  const firstDate = published ?? updated
  const description = descriptionOf(item)
  return branch(
    'item',
    undefined,
    // One of title and description must be there (RSS 2.0, "Elements of <item>").
    leaf('title', item.title === '' && description !== null ? null : item.title) +
      leaf('link', item.link) +
      // Never a permalink, even where it looks like one: an id must outlive its address.
      leaf('guid', item.id, noPermalink) +
      leaf('pubDate', firstDate === null ? null : rfc822(firstDate)) +
      leaf('atom:updated', updated === null || updated === firstDate ? null : rfc3339(updated)) +
      // `author` must be an e-mail address; dc:creator may be a name, and several.
      each(item.authors, ({ name }) => leaf('dc:creator', name)) +
      each(item.contributors, ({ name }) => leaf('dc:contributor', name)) +
      leaf('dc:publisher', item.publisher) +
      leaf('dc:language', item.language === feed.language ? null : item.language) +
      leaf('dc:rights', item.rights) +
      sourceOf(item) +
      each(item.labels, categoryOf) +
      // Before content:encoded: simple readers take the first text they meet.
      htmlLeaf('description', description) +
      htmlLeaf('content:encoded', item.content) +
      each(mediaOf(item), enclosureOf) +
      (feed.podcast === null ? '' : podcastItem(item)) +
      xmlExtensions(item.extensions),
  )
}

/** HTML: the summary, else the beginning of the content. */
function descriptionOf({ summary, content }: FeedItem): string | null {
  if (summary !== null) return summary.kind === 'html' ? summary.value : textToHtml(summary.value)
  if (content === null) return null
  const excerpt = excerptOf(content, excerptLength)
  return excerpt === '' ? null : textToHtml(excerpt)
}

/** RSS `source` needs the address of the feed; a bare name goes to Dublin Core. */
function sourceOf({ origin }: FeedItem): string {
  if (origin === null) return ''
  if (origin.url === null) return leaf('dc:source', origin.title)
  return leaf('source', origin.title ?? origin.url, { url: origin.url })
}

function categoryOf({ term, label, scheme }: Label): string {
  return leaf('category', label ?? term, scheme === null ? undefined : { domain: scheme })
}

/** All three attributes are required; a length of 0 says that it is not known. */
function enclosureOf({ url, type, bytes }: Attachment): string {
  return empty('enclosure', { url, length: bytes ?? 0, type })
}
