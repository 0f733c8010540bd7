// A list of entries: title, where it is from, when, and its first lines.
import { collapseSpace } from '../../base/text.ts'
import type { Entry } from '../../model/entry.ts'
import type { Category } from '../../model/publication.ts'
import type { RelatedLink } from '../../model/related.ts'
import { webAddress } from '../addresses.ts'
import { foldedUnder } from '../also.ts'
import { wordsAt } from '../excerpt.ts'
import { excerptOf } from '../html-text.ts'
import { asRetracted } from '../retraction.ts'
import { EntryTime } from './entry-time.tsx'
import { categoryHref, type Page, pageHref } from './page.ts'

const excerptLength = 120

/** Where titles lead: to our own pages, or to the originals where these have an address (`publish.pages`). */
export type LeadsTo = 'pages' | 'originals'

export interface EntryListProps {
  readonly page: Page
  readonly entries: readonly Entry[]
  readonly leadsTo: LeadsTo
  /** By slug: the categories to name beside entries. */
  readonly categories: ReadonlyMap<string, Category>
}

export function EntryList({ page, entries, leadsTo, categories }: EntryListProps) {
  if (entries.length === 0) return <p class="hint">{page.phrases.noEntries}</p>
  return (
    <ol class="entries">
      {entries.map((entry) => (
        <EntryItem page={page} entry={asRetracted(entry, page.site)} leadsTo={leadsTo} home={categories.get(entry.categories[0] ?? '')} />
      ))}
    </ol>
  )
}

/** Titles and dates alone, where many stand on a page. */
export function EntryTitles({ page, entries, leadsTo }: Omit<EntryListProps, 'categories'>) {
  const shown = entries.map((entry) => asRetracted(entry, page.site))
  return (
    <ol class="entries titles">
      {shown.map((entry) => (
        <li>
          <h2 dir="auto" lang={entry.language ?? undefined}>
            <a href={entryHref(page, entry, leadsTo)}>{titleOf(page, entry)}</a>
          </h2>
          <p class="byline">
            <EntryTime at={entry.datePublished} site={page.site} />
            {entry.publisher === null ? null : <span>{entry.publisher}</span>}
          </p>
        </li>
      ))}
    </ol>
  )
}

interface EntryItemProps extends Pick<EntryListProps, 'page' | 'leadsTo'> {
  readonly entry: Entry
  readonly home: Category | undefined
}

function EntryItem({ page, entry, leadsTo, home }: EntryItemProps) {
  const excerpt = excerptOfEntry(entry)
  return (
    <li>
      <h3 dir="auto" lang={entry.language ?? undefined}>
        <a href={entryHref(page, entry, leadsTo)}>{titleOf(page, entry)}</a>
      </h3>
      {excerpt === '' || entry.title === '' ? null : (
        <p class="excerpt" dir="auto" lang={entry.language ?? undefined}>
          {excerpt}
        </p>
      )}
      <p class="byline">
        <EntryTime at={entry.datePublished} site={page.site} />
        {home === undefined ? null : <a href={categoryHref(page, home.slug, 'html')}>{home.name}</a>}
        {entry.publisher === null || entry.publisher === home?.name ? null : <span>{entry.publisher}</span>}
      </p>
      <Also page={page} links={foldedUnder(entry)} leadsTo={leadsTo} />
    </li>
  )
}

/** What is folded under an entry. */
function Also({ page, links, leadsTo }: Pick<EntryListProps, 'page' | 'leadsTo'> & { readonly links: readonly RelatedLink[] }) {
  if (links.length === 0) return null
  return (
    <p class="byline also">
      <span>{page.phrases.related}</span>
      {links.map((link) => (
        <a dir="auto" href={entryHref(page, link, leadsTo)} title={link.title}>
          {link.outlet ?? link.title}
        </a>
      ))}
    </p>
  )
}

function entryHref(page: Page, { path, url }: Pick<Entry, 'path' | 'url'>, leadsTo: LeadsTo): string {
  return (leadsTo === 'originals' ? webAddress(url) : null) ?? pageHref(page, path)
}

export function titleOf({ phrases }: Pick<Page, 'phrases'>, entry: Entry): string {
  return entry.title || excerptOfEntry(entry) || phrases.untitled
}

export function excerptOfEntry({ summary, contentHtml }: Entry): string {
  // More than is shown, so that the end of a word can be seen.
  const text = summary === null ? excerptOf(contentHtml ?? '', 2 * excerptLength) : collapseSpace(summary)
  return wordsAt(text, excerptLength)
}
