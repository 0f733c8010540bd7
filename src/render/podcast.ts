// `feed`'s option `podcast`: what Apple's directory asks of an RSS feed (help.apple.com/itc/podcasts_connect).
import type { FeedDocument, FeedItem, Podcast } from './document.ts'
import { branch, empty, leaf } from './xml.ts'

export function podcastChannel({ authors, image }: FeedDocument, { category }: Podcast): readonly string[] {
  const [author] = authors
  return [
    category === null ? '' : empty('itunes:category', { text: category }),
    leaf('itunes:author', author?.name),
    author === undefined || author.email === null
      ? ''
      : branch('itunes:owner', {}, [leaf('itunes:name', author.name), leaf('itunes:email', author.email)]),
    image === null ? '' : empty('itunes:image', { href: image }),
  ]
}

export function podcastItem({ attachments }: FeedItem): readonly string[] {
  return [leaf('itunes:duration', attachments.find(({ seconds }) => seconds !== null)?.seconds)]
}
