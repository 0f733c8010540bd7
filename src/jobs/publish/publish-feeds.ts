// A feed in all formats.
import { hubsOf } from '../../model/hubs.ts'
import { type ArchivePlace, archivePath, categoryPath, type FeedFormat, publicUrl } from '../../model/paths.ts'
import type { FeedHistory, FeedWindow } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { withAlso } from '../../render/also.ts'
import { attributionOf, withAttribution } from '../../render/attribution.ts'
import { type Publication, publicationOf } from '../../render/publication.ts'
import { versionOf } from './fragments.ts'
import { countWritten, type Publishing } from './publishing.ts'

/** Writes the window's feeds to its category's paths; how many files changed. `shown`: whose entries these are, where not its own. */
export async function writeFeeds(
  window: FeedWindow,
  publishing: Publishing,
  shown: string | null = window.category?.slug ?? null,
): Promise<number> {
  const { outlet, deletedFrom, settings } = publishing
  const slug = window.category?.slug ?? null
  const publication = publicationWith({ ...window, deleted: await deletedFrom(shown) }, { ...publishing, hubs: hubsOf(settings) })
  const formats = ['json', 'rss', 'atom'] as const
  const write = (format: FeedFormat) => outlet.writeWithVariants(categoryPath(slug, format), publication.bytes(format))
  return countWritten(await Promise.all(formats.map(write)))
}

type Rendering = Pick<Publishing, 'settings' | 'termsOf'> & Partial<Pick<Publishing, 'fragments'>> & { readonly hubs?: readonly string[] }

/** A feed of entries that are permitted as they are, each with the line that its source's terms ask for. */
export function publicationWith(window: FeedWindow, { settings, termsOf, fragments, hubs = [] }: Rendering): Publication {
  const entries = window.entries.map((entry) =>
    withAlso(withAttribution(entry, attributionOf(entry, termsOf(entry.source))), settings.site),
  )
  return publicationOf({ ...window, entries }, settings.site, { hubs, ...(fragments && { fragments, versionOf }) })
}

/** Where a feed of the newest entries goes on: the newest page of its archive. */
export function historyBefore(slug: string | null, newest: ArchivePlace | null, site: SiteSettings): { readonly archive?: FeedHistory } {
  if (newest === null) return {}
  const addressOf = (format: 'atom' | 'json') => publicUrl(site.url, archivePath(slug, newest, format))
  return { archive: { previous: { atom: addressOf('atom'), json: addressOf('json') } } }
}
