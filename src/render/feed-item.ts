// An item of users of the `feed` package, made into one whose every choice is made.
import type { Category, Enclosure, Author as FeedAuthor, Item } from 'feed'
import { asciiUri } from './addresses.ts'
import type { Attachment, Author, FeedItem, Label, Summary } from './document.ts'
import { mediaTypeOf } from './media-types.ts'
import { address, count, instant, known, languageTag, urnOf } from './writable.ts'

/** `feed`'s item, and what it cannot say. */
export interface PublicationItem extends Item {
  /** Names what the item says, its bytes: two items of one version are written alike. Without one it is not kept in `fragments`. */
  version?: string
  /** Plain text; `description` is HTML. */
  summary?: string
  /** Any number of attached media, besides `enclosure`, `audio`, `video` and `image`. */
  enclosures?: readonly Enclosure[]
  publisher?: string
  language?: string
  /** Addresses of what tells the same. */
  related?: readonly string[]
  /** The feed that the item was taken from. */
  origin?: { readonly title: string | null; readonly url: string | null }
}

export function itemOf(item: PublicationItem): FeedItem {
  const authors = authorsOf(item.author)
  const publisher = known(item.publisher)
  return {
    id: item.id || item.guid || item.link || urnOf(item.title),
    title: item.title,
    link: address(item.link),
    updated: updatedOf(item),
    published: instant(item.published),
    summary: summaryOf(item),
    content: known(item.content),
    // Who is to be thanked is never left open: the outlet stands for writers it does not name.
    authors: authors.length === 0 && publisher !== null ? authorsOf([{ name: publisher }]) : authors,
    contributors: authorsOf(item.contributor),
    publisher,
    labels: (item.category ?? []).flatMap(labelOf),
    attachments: attachmentsOf(item),
    image: item.image === undefined ? null : attachmentOf(item.image),
    language: languageTag(item.language),
    origin: item.origin === undefined ? null : { title: item.origin.title, url: address(item.origin.url ?? undefined) },
    related: (item.related ?? []).flatMap((one) => address(one) ?? []),
    rights: known(item.copyright),
    extensions: item.extensions ?? [],
  }
}

function summaryOf({ summary, description }: PublicationItem): Summary | null {
  if (summary) return { kind: 'text', value: summary }
  return description ? { kind: 'html', value: description } : null
}

export function authorsOf(authors: readonly FeedAuthor[] = []): readonly Author[] {
  const named: Author[] = []
  for (const { name, email, link, avatar } of authors) {
    const called = name || email || link
    if (called) named.push({ name: called, email: known(email), url: address(link), avatar: address(avatar) })
  }
  return named
}

function labelOf({ name, term, scheme, domain }: Category): readonly Label[] {
  const value = term || name
  return value ? [{ term: value, label: name && name !== value ? name : null, scheme: known(scheme ?? domain) }] : []
}

function attachmentsOf({ enclosure, audio, video, enclosures = [] }: PublicationItem): readonly Attachment[] {
  const media = [enclosure, audio, video, ...enclosures].filter((one) => one !== undefined)
  const all = media.map(attachmentOf)
  return all.filter(({ url }, index) => url !== '' && all.findIndex((other) => other.url === url) === index)
}

function attachmentOf(media: string | Enclosure): Attachment {
  const { url, type, length, title, duration } = typeof media === 'string' ? { url: media } : media
  return { url: asciiUri(url), type: mediaTypeOf(type, url), bytes: count(length), title: known(title), seconds: count(duration) }
}

export function updatedOf({ date, published }: PublicationItem): number | null {
  return instant(date) ?? instant(published)
}
