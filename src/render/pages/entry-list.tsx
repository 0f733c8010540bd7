// A list of entries: title, where it is from, when, and its first lines.
import { collapseSpace } from '../../base/text.ts'
import type { Entry } from '../../model/entry.ts'
import type { Category } from '../../model/publication.ts'
import { wordsAt } from '../excerpt.ts'
import { excerptOf } from '../html-text.ts'
import { asRetracted } from '../retraction.ts'
import { EntryTime } from './entry-time.tsx'
import { categoryHref, type Page, pageHref } from './page.ts'

const excerptLength = 120

export interface EntryListProps {
  readonly page: Page
  readonly entries: readonly Entry[]
  /** By slug: the categories to name beside entries. */
  readonly categories: ReadonlyMap<string, Category>
}

export function EntryList({ page, entries, categories }: EntryListProps) {
  if (entries.length === 0) return <p class="hint">{page.phrases.noEntries}</p>
  return (
    <ol class="entries">
      {entries.map((entry) => (
        <EntryItem page={page} entry={asRetracted(entry, page.site)} home={categories.get(entry.categories[0] ?? '')} />
      ))}
    </ol>
  )
}

/** Titles and dates alone, where many stand on a page. */
export function EntryTitles({ page, entries }: Omit<EntryListProps, 'categories'>) {
  return (
    <ol class="entries titles">
      {entries.map((entry) => (
        <li>
          <h2 dir="auto" lang={entry.language ?? undefined}>
            <a href={pageHref(page, entry.path)}>{titleOf(page, asRetracted(entry, page.site))}</a>
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

function EntryItem({ page, entry, home }: { readonly page: Page; readonly entry: Entry; readonly home: Category | undefined }) {
  const excerpt = excerptOfEntry(entry)
  return (
    <li>
      <h3 dir="auto" lang={entry.language ?? undefined}>
        <a href={pageHref(page, entry.path)}>{titleOf(page, entry)}</a>
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
    </li>
  )
}

export function titleOf({ phrases }: Page, entry: Entry): string {
  return entry.title || excerptOfEntry(entry) || phrases.untitled
}

export function excerptOfEntry({ summary, contentHtml }: Entry): string {
  // More than is shown, so that the end of a word can be seen.
  const text = summary === null ? excerptOf(contentHtml ?? '', 2 * excerptLength) : collapseSpace(summary)
  return wordsAt(text, excerptLength)
}
