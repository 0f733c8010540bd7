// Attached media: heard and seen in place where a browser can, linked in any case.
import type { Enclosure } from '../../model/entry.ts'
import { webAddress } from '../addresses.ts'
import { mediaTypeOf } from '../media-types.ts'
import type { Page } from './page.ts'

export function Attachments({ page, enclosures }: { readonly page: Page; readonly enclosures: readonly Enclosure[] }) {
  const linked = enclosures.flatMap((enclosure) => {
    const url = webAddress(enclosure.url)
    return url === null ? [] : [{ ...enclosure, url }]
  })
  if (linked.length === 0) return null
  return (
    <section class="attachments">
      <h2>{page.phrases.attachments}</h2>
      <ul>
        {linked.map((enclosure) => (
          <li>
            <Player enclosure={enclosure} />
            <a href={enclosure.url}>{enclosure.title ?? nameOf(enclosure.url)}</a> <span class="count">{sizeOf(enclosure)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Player({ enclosure: { url, type } }: { readonly enclosure: Enclosure }) {
  const [family] = mediaTypeOf(type, url).split('/')
  // biome-ignore lint/a11y/useMediaCaption: feeds tell of no captions
  if (family === 'audio') return <audio controls preload="none" src={url} />
  // biome-ignore lint/a11y/useMediaCaption: feeds tell of no captions
  if (family === 'video') return <video controls preload="none" src={url} />
  return null
}

/** The last part of an address's path. */
function nameOf(url: string): string {
  const { pathname, host } = new URL(url)
  return pathname.split('/').at(-1) || host
}

function sizeOf({ bytes }: Enclosure): string | null {
  if (bytes === null || bytes <= 0) return null
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
