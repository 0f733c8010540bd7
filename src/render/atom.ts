// Atom 1.0 (RFC 4287).
import { rfc3339 } from '../base/zone.ts'
import { mediaType, ns } from '../model/vocabulary.ts'
import {
  type ArchiveLinks,
  type Attachment,
  type Author,
  type DeletedItem,
  type FeedDocument,
  type FeedItem,
  fitting,
  type Label,
  mediaOf,
  type Summary,
} from './document.ts'
import { declarationsFor, xmlExtensions } from './extensions.ts'
import { excerptOf, textToHtml } from './html-text.ts'
import { branch, declaration, empty, htmlLeaf, leaf, lines, stylesheetInstruction } from './xml.ts'

const titleLength = 80

export function writeAtom(feed: FeedDocument): string {
  const entries = fitting(
    feed.itemsIn('atom', (item) => writeEntry(item, feed)),
    feed.maxBytes,
  )
  const children = [...feedHead(feed), ...entries]
  const root = { xmlns: ns.atom, 'xml:lang': feed.language, ...declarationsFor(lines(children)) }
  return `${lines([declaration, stylesheetInstruction(feed.stylesheet), branch('feed', root, children)])}\n`
}

function feedHead(feed: FeedDocument): readonly string[] {
  const authors = feed.authors.length === 0 ? [nameless(feed.title)] : feed.authors
  return [
    leaf('id', feed.id),
    leaf('title', feed.title, { type: 'text' }),
    leaf('subtitle', feed.description, { type: 'text' }),
    leaf('updated', rfc3339(feed.updated ?? 0)),
    ...authors.map((author) => writePerson('author', author)),
    ...feed.contributors.map((person) => writePerson('contributor', person)),
    linkTo('alternate', feed.link, mediaType.html),
    linkTo('self', feed.self.atom, mediaType.atom),
    ...feed.hubs.map((hub) => linkTo('hub', hub, null)),
    ...historyOf(feed.archive),
    ...feed.categories.map((term) => empty('category', { term })),
    leaf('icon', feed.favicon),
    leaf('logo', feed.image),
    leaf('rights', feed.rights, { type: 'text' }),
    leaf('generator', feed.generator),
    ...ownExtensions(feed),
    ...feed.deleted.map(writeDeleted),
  ]
}

function writeEntry(item: FeedItem, feed: FeedDocument): string {
  const language = item.language === feed.language ? null : item.language
  return branch('entry', { 'xml:lang': language }, [
    leaf('id', item.id),
    // As text: readers show HTML titles in five different ways, `AT&T <b>` in text comes out right in all.
    leaf('title', titleOf(item), { type: 'text' }),
    linkTo('alternate', item.link, null),
    leaf('published', item.published === null ? null : rfc3339(item.published)),
    leaf('updated', rfc3339(item.updated ?? feed.updated ?? 0)),
    ...item.authors.map((author) => writePerson('author', author)),
    ...item.contributors.map((person) => writePerson('contributor', person)),
    leaf('dc:publisher', item.publisher),
    ...item.labels.map(writeCategory),
    ...mediaOf(item).map(writeEnclosure),
    writeSource(item),
    leaf('rights', item.rights, { type: 'text' }),
    writeSummary(item.summary),
    htmlLeaf('content', item.content, { type: 'html' }),
    ...ownExtensions(item),
  ])
}

/** RFC 5005 §4. */
function historyOf({ isArchive, current, previous, next }: ArchiveLinks): readonly string[] {
  return [
    isArchive ? empty('fh:archive', {}) : '',
    linkTo('current', current, mediaType.atom),
    linkTo('prev-archive', previous.atom, mediaType.atom),
    linkTo('next-archive', next.atom, mediaType.atom),
  ]
}

/** RFC 6721 §3. */
function writeDeleted({ id, at, why }: DeletedItem): string {
  const what = { ref: id, when: rfc3339(at) }
  return why === null ? empty('at:deleted-entry', what) : branch('at:deleted-entry', what, [leaf('at:comment', why)])
}

/** Atom's title may not be left out, and readers show nothing for an empty one: the text's beginning stands in. */
function titleOf({ title, summary, content, link, id }: FeedItem): string {
  if (title !== '') return title
  const text = summary?.kind === 'text' ? textToHtml(summary.value) : (summary?.value ?? content ?? '')
  return excerptOf(text, titleLength) || link || id
}

function writePerson(role: 'author' | 'contributor', { name, email, url }: Author): string {
  return branch(role, {}, [leaf('name', name), leaf('uri', url), leaf('email', email !== null && /^\S+@\S+$/.test(email) ? email : null)])
}

function writeCategory({ term, label, scheme }: Label): string {
  // §4.2.2.2: a scheme is an IRI; names of vocabularies that are none cannot be said.
  const iri = scheme !== null && /^[a-z][a-z0-9+.-]*:\S+$/i.test(scheme) ? scheme : null
  return empty('category', { term, scheme: iri, label })
}

function writeEnclosure({ url, type, bytes, title }: Attachment): string {
  return empty('link', { rel: 'enclosure', href: url, type, length: bytes, title })
}

/** §4.2.11; the feed's address also stands for its id, which entries do not tell. */
function writeSource({ origin }: FeedItem): string {
  if (origin === null || (origin.url === null && origin.title === null)) return ''
  return branch('source', {}, [leaf('id', origin.url), leaf('title', origin.title, { type: 'text' }), linkTo('self', origin.url, null)])
}

function writeSummary(summary: Summary | null): string {
  if (summary === null) return ''
  return summary.kind === 'html' ? htmlLeaf('summary', summary.value, { type: 'html' }) : leaf('summary', summary.value, { type: 'text' })
}

/** Foreign elements only: without a prefix, or with Atom's own, a name made for RSS would mean something else here. */
function ownExtensions({ extensions }: Pick<FeedItem, 'extensions'>): readonly string[] {
  return xmlExtensions(extensions.filter(({ name }) => name.includes(':') && !name.startsWith('atom:')))
}

function linkTo(rel: string, url: string | null, type: string | null): string {
  return url === null ? '' : empty('link', { rel, type, href: url })
}

function nameless(title: string): Author {
  return { name: title, email: null, url: null, avatar: null }
}
