// Labels that come with an entry, in the ways formats and habits write them.
import type { Tag } from '../model/entry.ts'
import { all, attribute, type Element, first, ownText } from './element.ts'
import { mediaHolders } from './media.ts'
import { plainText } from './text.ts'

/** As plain text (rssboard.org/rss-profile): `category`, dc:subject, categories and keywords of Media RSS; each name once. itunes:keywords are left out: they praise the show. */
export function tagsOf(element: Element): readonly Tag[] {
  const media = mediaHolders(element)
  return distinctTags([
    ...all(element, 'atom:category').map(atomCategory),
    ...[element, first(element, 'rss:categories')].flatMap((holder) => all(holder, 'rss:category')).map(rssCategory),
    ...[...all(element, 'dc:subject'), ...all(element, 'dcterms:subject')].map(rssCategory),
    ...media.flatMap((holder) => all(holder, 'media:category')).map(mediaCategory),
    ...media.flatMap((holder) => all(holder, 'media:keywords')).flatMap(listed),
    ...all(element, 'rss:tags').flatMap(listed),
  ])
}

/** Each name once, empty ones left out. */
export function distinctTags(tags: readonly Tag[]): readonly Tag[] {
  const byName = new Map<string, Tag>()
  for (const tag of tags) if (tag.name !== '' && !byName.has(tag.name)) byName.set(tag.name, tag)
  return [...byName.values()]
}

/** RFC 4287 §4.2.2: `label` is for people, `term` for programs. */
function atomCategory(category: Element): Tag {
  const name = attribute(category, 'label') ?? attribute(category, 'term') ?? ownText(category)
  return { name: plainText(name), scheme: attribute(category, 'scheme') }
}

function rssCategory(category: Element): Tag {
  return { name: plainText(ownText(category)), scheme: attribute(category, 'domain') }
}

function mediaCategory(category: Element): Tag {
  return { name: plainText(attribute(category, 'label') ?? ownText(category)), scheme: attribute(category, 'scheme') }
}

function listed(keywords: Element): readonly Tag[] {
  return ownText(keywords)
    .split(/[,，、]/)
    .map((name) => ({ name: plainText(name), scheme: null }))
}
