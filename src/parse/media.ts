// Attached media: enclosures of RSS and Atom, Media RSS (rssboard.org/media-rss) alone, in content and in groups.
import type { Enclosure } from '../model/entry.ts'
import { all, attribute, type Element, textAt } from './element.ts'
import { addressOf, linksTo, webUrl } from './links.ts'
import { plainText } from './text.ts'

/** `enclosure`, links with rel=enclosure, Media RSS content in groups or alone: each address once, in this order. */
export function enclosuresOf(element: Element): readonly Enclosure[] {
  const contents = [element, ...all(element, 'media:group')].flatMap((holder) => all(holder, 'media:content'))
  const found = [
    ...all(element, 'rss:enclosure').map((item) => enclosure(item, webUrl(attribute(item, 'url') ?? attribute(item, 'href'), item.base))),
    ...linksTo(element, 'enclosure').map((link) => enclosure(link, addressOf(link))),
    ...contents.map((item) => enclosure(item, webUrl(attribute(item, 'url'), item.base))),
  ]
  const byUrl = new Map<string, Enclosure>()
  for (const item of found) if (item !== null && !byUrl.has(item.url)) byUrl.set(item.url, item)
  return [...byUrl.values()]
}

function enclosure(element: Element, url: string | null): Enclosure | null {
  if (url === null) return null
  const title = attribute(element, 'title') ?? textAt(element, 'media:title')
  return {
    url,
    type: attribute(element, 'type'),
    bytes: byteCount(attribute(element, 'length') ?? attribute(element, 'filesize')),
    title: title === null ? null : plainText(title),
  }
}

/** Zero is what generators write that do not know. */
export function byteCount(text: string | null): number | null {
  const bytes = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
  return bytes === 0 ? null : bytes
}

/** Where an item's Media RSS texts may stand, the item's own first: its values hold for what lies inside (Media RSS §"Optional Elements"). */
function mediaHolders(element: Element): readonly Element[] {
  const outer = [element, ...all(element, 'media:group')]
  return [...outer, ...outer.flatMap((holder) => all(holder, 'media:content')), ...all(element, 'rss:enclosure')]
}

/** The item's own text, else the first of its media. */
export function mediaText(element: Element, name: 'title' | 'description'): string | null {
  for (const holder of mediaHolders(element)) {
    const text = textAt(holder, `media:${name}`)
    if (text !== null) return text
  }
  return null
}
