// `feed`'s option `podcast`: what Apple's directory asks of an RSS feed (help.apple.com/itc/podcasts_connect).
import type { FeedDocument, FeedItem, Podcast } from './document.ts'
import { branch, empty, leaf } from './xml.ts'

export function podcastChannel({ authors, image }: FeedDocument, { category }: Podcast): string {
  const [author] = authors
  const owner =
    author === undefined || author.email === null
      ? ''
      : branch('itunes:owner', undefined, leaf('itunes:name', author.name) + leaf('itunes:email', author.email))
  return (
    (category === null ? '' : empty('itunes:category', { text: category })) +
    leaf('itunes:author', author?.name) +
    owner +
    (image === null ? '' : empty('itunes:image', { href: image }))
  )
}

export function podcastItem({ attachments }: FeedItem): string {
  return leaf('itunes:duration', attachments.find(({ seconds }) => seconds !== null)?.seconds)
}
