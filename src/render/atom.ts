// Atom 1.0 (RFC 4287).
import { rfc3339 } from '../base/zone.ts'
import { mediaType, ns } from '../model/vocabulary.ts'
import {
  type Attachment,
  type Author,
  type DeletedItem,
  type FeedDocument,
  type FeedItem,
  type Label,
  mediaOf,
  type Summary,
} from './document.ts'
import { namespaces, xmlExtensions } from './extensions.ts'
import { historyOf } from './history.ts'
import { excerptOf, textToHtml } from './html-text.ts'
import type { Written } from './written.ts'
import { type Attributes, branch, closing, declaration, each, empty, htmlLeaf, leaf, opening, stylesheetInstruction } from './xml.ts'

const titleLength = 80
const asText: Attributes = { type: 'text' }
const asHtml: Attributes = { type: 'html' }

export function writeAtom(feed: FeedDocument): Written {
  const root = { xmlns: ns.atom, 'xml:lang': feed.language, ...declarations(feed) }
  const before = declaration + stylesheetInstruction(feed.stylesheet) + opening('feed', root) + feedHead(feed)
  const items = feed.itemsIn('atom', (item) => writeEntry(item, feed))
  return { before, items, between: '', after: closing('feed') }
}

function declarations(feed: FeedDocument): Attributes {
  const { archive, deleted } = feed
  return namespaces(['dc', archive.isArchive && 'fh', deleted.length > 0 && 'at'], feed)
}

function feedHead(feed: FeedDocument): string {
  const authors = feed.authors.length === 0 ? [nameless(feed.title)] : feed.authors
  return (
    leaf('id', feed.id) +
    leaf('title', feed.title, asText) +
    leaf('subtitle', feed.description, asText) +
    leaf('updated', rfc3339(feed.updated ?? 0)) +
    each(authors, (author) => writePerson('author', author)) +
    each(feed.contributors, (person) => writePerson('contributor', person)) +
    linkTo('alternate', feed.link, mediaType.html) +
    linkTo('self', feed.self.atom, mediaType.atom) +
    each(feed.hubs, (hub) => linkTo('hub', hub, null)) +
    historyOf(feed.archive, linkTo) +
    each(feed.categories, (term) => empty('category', { term })) +
    leaf('icon', feed.favicon) +
    leaf('logo', feed.image) +
    leaf('rights', feed.rights, asText) +
    leaf('generator', feed.generator) +
    ownExtensions(feed) +
    each(feed.deleted, writeDeleted)
  )
}

function writeEntry(item: FeedItem, feed: FeedDocument): string {
  const { language, published } = item
  return branch(
    'entry',
    language === null || language === feed.language ? undefined : { 'xml:lang': language },
    leaf('id', item.id) +
      // As text: readers show HTML titles in five different ways, `AT&T <b>` in text comes out right in all.
      leaf('title', titleOf(item), asText) +
      linkTo('alternate', item.link, null) +
      each(item.related, (url) => linkTo('related', url, null)) +
      leaf('published', published === null ? null : rfc3339(published)) +
      leaf('updated', rfc3339(item.updated ?? feed.updated ?? 0)) +
      each(item.authors, (author) => writePerson('author', author)) +
      each(item.contributors, (person) => writePerson('contributor', person)) +
      leaf('dc:publisher', item.publisher) +
      each(item.labels, writeCategory) +
      each(mediaOf(item), writeEnclosure) +
      writeSource(item) +
      leaf('rights', item.rights, asText) +
      writeSummary(item.summary) +
      contentOf(item) +
      ownExtensions(item),
  )
}

/** RFC 6721 §3. */
function writeDeleted({ id, at, why }: DeletedItem): string {
  const what = { ref: id, when: rfc3339(at) }
  return why === null ? empty('at:deleted-entry', what) : branch('at:deleted-entry', what, leaf('at:comment', why))
}

/** Atom's title may not be left out, and readers show nothing for an empty one: the text's beginning stands in. */
function titleOf({ title, summary, content, link, id }: FeedItem): string {
  if (title !== '') return title
  const text = summary?.kind === 'text' ? textToHtml(summary.value) : (summary?.value ?? content ?? '')
  return excerptOf(text, titleLength) || link || id
}

function writePerson(role: 'author' | 'contributor', { name, email, url }: Author): string {
  return branch(
    role,
    undefined,
    leaf('name', name) + leaf('uri', url) + leaf('email', email !== null && /^\S+@\S+$/.test(email) ? email : null),
  )
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
  return branch('source', undefined, leaf('id', origin.url) + leaf('title', origin.title, asText) + linkTo('self', origin.url, null))
}

/** §4.1.2: an entry without an alternate link must have content. */
function contentOf({ content, link, summary, title }: FeedItem): string {
  if (content !== null) return htmlLeaf('content', content, asHtml)
  if (link !== null) return ''
  return summary?.kind === 'html' ? htmlLeaf('content', summary.value, asHtml) : leaf('content', summary?.value ?? title, asText)
}

function writeSummary(summary: Summary | null): string {
  if (summary === null) return ''
  return summary.kind === 'html' ? htmlLeaf('summary', summary.value, asHtml) : leaf('summary', summary.value, asText)
}

/** Foreign elements only: without a prefix, or with Atom's own, a name made for RSS would mean something else here. */
function ownExtensions({ extensions }: Pick<FeedItem, 'extensions'>): string {
  return extensions.length === 0 ? '' : xmlExtensions(extensions.filter(({ name }) => name.includes(':') && !name.startsWith('atom:')))
}

function linkTo(rel: string, url: string | null, type: string | null): string {
  return url === null ? '' : empty('link', type === null ? { rel, href: url } : { rel, type, href: url })
}

function nameless(title: string): Author {
  return { name: title, email: null, url: null, avatar: null }
}
