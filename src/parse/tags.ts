// Labels that come with an entry, in the ways formats and habits write them.
import type { Tag } from '../model/entry.ts'
import { attribute, type Element, ownText } from './element.ts'
import { plainText } from './text.ts'

/**
 * As plain text (rssboard.org/rss-profile), in document order: `category`, dc:subject, categories and keywords of Media RSS; each name once.
 * itunes:keywords are left out: they praise the show.
 */
export function tagsOf(element: Element): readonly Tag[] {
  const tags: Tag[] = []
  gather(element, tags)
  return distinctTags(tags)
}

function gather(holder: Element, tags: Tag[]): void {
  for (const child of holder.children) if (typeof child !== 'string') gatherOne(child, tags)
}

function gatherOne(element: Element, tags: Tag[]): void {
  switch (element.name.key) {
    case 'rss:category':
    case 'dc:subject':
    case 'dcterms:subject':
      tags.push(rssCategory(element))
      break
    case 'atom:category':
      tags.push(atomCategory(element))
      break
    case 'media:category':
      tags.push(mediaCategory(element))
      break
    case 'media:keywords':
    case 'rss:tags':
      for (const tag of listed(element)) tags.push(tag)
      break
    case 'rss:categories':
    case 'rss:enclosure':
    case 'media:group':
    case 'media:content':
      gather(element, tags)
  }
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
