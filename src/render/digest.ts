// Digests as feeds: an item for each edition, whose content is the list of what came.
import { groupBy } from '../base/group-by.ts'
import { formatIn } from '../base/zone.ts'
import type { DigestPeriod, FilledEdition } from '../model/digest.ts'
import type { Entry } from '../model/entry.ts'
import { categoryPath, digestPath, editionPath, type FeedFormat, publicUrl } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { webAddress } from './addresses.ts'
import { addressOfLink, foldedUnder } from './also.ts'
import { textToHtml } from './html-text.ts'
import { digestPhrasesOf } from './pages/digest-phrases.ts'
import { excerptOfEntry, titleOf } from './pages/entry-list.tsx'
import { dateText, phrasesOf } from './pages/phrases.ts'
import { frameOf, Publication } from './publication.ts'
import { asRetracted } from './retraction.ts'

/** What stands under one heading. */
export interface DigestGroup {
  /** Null: what has none. */
  readonly heading: string | null
  readonly entries: readonly CreditedEntry[]
}

/** As its source permits it to be shown. */
export interface CreditedEntry {
  readonly entry: Entry
  /** Whose it is. */
  readonly credit: string | null
}

export interface GroupedEdition extends Omit<FilledEdition, 'entries'> {
  readonly groups: readonly DigestGroup[]
}

export interface Digest {
  /** Null: of everything. */
  readonly category: Category | null
  readonly every: DigestPeriod
}

export interface DigestWindow extends Digest {
  readonly id: string
  /** Where its documents stand. */
  readonly slug: string | null
  /** Newest first. */
  readonly editions: readonly GroupedEdition[]
}

/** A digest's feed, ready to be written in each format. */
export function digestPublication(window: DigestWindow, site: SiteSettings, hubs: readonly string[]): Publication {
  const { id, slug, category, every, editions } = window
  const addressOf = (format: FeedFormat | 'html') => publicUrl(site.url, digestPath(slug, every, format))
  const publication = new Publication({
    ...frameOf(category, site),
    id,
    title: digestTitle(window, site),
    description: digestPhrasesOf(site).description[every],
    link: publicUrl(site.url, digestPath(category?.slug ?? null, every, 'html')),
    feedLinks: { rss: addressOf('rss'), atom: addressOf('atom'), json: addressOf('json') },
    updated: new Date(Math.max(0, ...editions.map(({ until, modifiedAt }) => modifiedAt ?? until))),
    hubs,
  })
  if (category !== null) publication.addCategory(category.name)
  for (const edition of editions) publication.addItem(itemOf(edition, window, site))
  return publication
}

export function digestTitle({ category, every }: Digest, site: SiteSettings): string {
  const { title, names } = digestPhrasesOf(site)
  return title(category?.title ?? site.title, names[every])
}

export function editionTitle({ day, groups, more }: GroupedEdition, { category }: Pick<Digest, 'category'>, site: SiteSettings): string {
  const count = groups.reduce((sum, { entries }) => sum + entries.length, more)
  return digestPhrasesOf(site).edition(category?.title ?? site.title, day, phrasesOf(site).entries(count))
}

function itemOf(edition: GroupedEdition, digest: Digest, site: SiteSettings): Parameters<Publication['addItem']>[0] {
  const { id, day, until, modifiedAt } = edition
  return {
    id,
    title: editionTitle(edition, digest, site),
    link: publicUrl(site.url, editionPath(digest.category?.slug ?? null, digest.every, day)),
    date: new Date(modifiedAt ?? until),
    published: new Date(until),
    content: contentOf(edition, digest, site),
  }
}

function contentOf({ groups, more }: GroupedEdition, { category }: Digest, site: SiteSettings): string {
  const lists = groups.map(({ heading, entries }) => {
    const title = heading === null ? '' : `<h3>${textToHtml(heading)}</h3>`
    return `${title}<ul>${entries.map((one) => lineOf(one, site)).join('')}</ul>`
  })
  return lists.join('') + (more === 0 ? '' : moreLine(more, category, site))
}

/** Titles lead to the original, as those of feeds do. */
function lineOf({ entry, credit }: CreditedEntry, site: SiteSettings): string {
  const shown = asRetracted(entry, site)
  const link = webAddress(shown.url) ?? publicUrl(site.url, shown.path)
  const excerpt = shown.title === '' ? '' : excerptOfEntry(shown)
  const byline = [...(credit === null ? [] : [credit]), dateText(shown.datePublished, site)].join(' · ')
  const title = titleOf({ phrases: phrasesOf(site) }, shown)
  const also = foldedUnder(entry).map(
    (one) => `<a href="${textToHtml(addressOfLink(one, site))}">${textToHtml(one.outlet ?? one.title)}</a>`,
  )
  return `<li><a href="${textToHtml(link)}">${textToHtml(title)}</a> <small>${textToHtml(byline)}</small>${excerpt === '' ? '' : `<br>${textToHtml(excerpt)}`}${also.length === 0 ? '' : `<br><small>${phrasesOf(site).related} ${also.join(' · ')}</small>`}</li>`
}

function moreLine(more: number, category: Category | null, site: SiteSettings): string {
  const link = publicUrl(site.url, categoryPath(category?.slug ?? null, 'html'))
  return `<p><a href="${textToHtml(link)}">${textToHtml(digestPhrasesOf(site).more(more))}</a></p>`
}

/**
 * By the day on which they were published, the newest first; or by the category that is their home, in the order of the catalogue. A day's
 * own category needs neither.
 */
export function grouped(
  entries: readonly CreditedEntry[],
  { by, site, catalogue }: { readonly by: 'day' | 'category' | null; readonly site: SiteSettings; readonly catalogue: readonly Category[] },
): readonly DigestGroup[] {
  if (by === null) return [{ heading: null, entries }]
  if (by === 'day') {
    const days = groupBy(entries, ({ entry }) => formatIn(site.timezone, entry.datePublished, 'yyyy-MM-dd'))
    return [...days].sort(([a], [b]) => (a < b ? 1 : -1)).map(([heading, members]) => ({ heading, entries: members }))
  }
  const homes = groupBy(entries, ({ entry }) => entry.categories[0] ?? '')
  const known = catalogue.flatMap(({ slug, title }) => {
    const members = homes.get(slug)
    return members === undefined ? [] : [{ heading: title, entries: members }]
  })
  const slugs = new Set(catalogue.map(({ slug }) => slug))
  const others = [...homes].flatMap(([slug, members]) => (slugs.has(slug) ? [] : members))
  return others.length === 0 ? known : [...known, { heading: known.length === 0 ? null : phrasesOf(site).otherCategories, entries: others }]
}
