// What a source lets us show of pictures (`images` in config): they are linked, never copied.
import type { Content, Enclosure } from '../model/entry.ts'
import type { Images } from '../model/source.ts'

/**
 * The entry with the pictures that its terms allow: all, those whose address is https, or none. What only held a picture goes with it, a
 * caption stays. For sanitised HTML, where `>` stands in no attribute.
 */
export function withImages<T extends Content>(entry: T, images: Images): T {
  if (images === 'link') return entry
  const isAllowed = images === 'drop' ? () => false : isSecure
  const { contentHtml, enclosures } = entry
  return {
    ...entry,
    contentHtml: contentHtml === null ? null : withoutPictures(contentHtml, isAllowed),
    enclosures: enclosures.filter((enclosure) => !isPicture(enclosure) || isAllowed(enclosure.url)),
  }
}

/** HTML for feeds: readers that hold back what is not in view show empty frames, so nothing asks them to. */
export function eager(html: string): string {
  return html.includes(' loading="') ? html.replace(/<img [^>]*>/g, (tag) => tag.replace(/ loading="[^"]*"/, '')) : html
}

type IsAllowed = (url: string) => boolean

function withoutPictures(html: string, isAllowed: IsAllowed): string | null {
  const left = html.replace(/<(img|source|video)(?=[ >])[^>]*>/g, (tag, name: string) =>
    (name === 'video' ? posterless : pictureless)(tag, isAllowed),
  )
  if (left === html) return html
  const filled = withoutEmpty(left)
  return filled.trim() === '' ? null : filled
}

/** Nothing where no address may stay; a `source` of sound or film has no `srcset`, its `src` is no picture. */
function pictureless(tag: string, isAllowed: IsAllowed): string {
  if (tag.startsWith('<source') && !/ srcset="/.test(tag)) return tag
  const srcset = (/ srcset="([^"]*)"/.exec(tag)?.[1] ?? '').split(', ').filter((candidate) => isAllowed(candidate))
  const [first] = srcset
  const src = [/ src="([^"]*)"/.exec(tag)?.[1], first?.replace(/ .*$/s, '')].find((url) => url !== undefined && isAllowed(url))
  if (src === undefined && first === undefined) return ''
  return tag
    .replace(/ srcset="[^"]*"/, first === undefined ? '' : ` srcset="${srcset.join(', ')}"`)
    .replace(/ src="[^"]*"/, src === undefined ? '' : ` src="${src}"`)
}

function posterless(tag: string, isAllowed: IsAllowed): string {
  return tag.replace(/ poster="([^"]*)"/, (poster, url: string) => (isAllowed(url) ? poster : ''))
}

/** Without the elements that hold nothing now: from the inside out. */
function withoutEmpty(html: string): string {
  const left = html.replace(/<(picture|a|figure|p)(?: [^>]*)?>\s*<\/\1>/g, '')
  return left === html ? html : withoutEmpty(left)
}

function isSecure(url: string): boolean {
  return /^https:/i.test(url)
}

function isPicture({ url, type }: Enclosure): boolean {
  return type === null ? /\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)/i.test(url) : type.startsWith('image/')
}
