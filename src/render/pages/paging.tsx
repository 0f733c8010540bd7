// The way between the pages of an archive: one nav of links, the older on the left.
import { type ArchivePlace, archivePath } from '../../model/paths.ts'
import { categoryHref, type Page, pageHref } from './page.ts'

/** Below a category's newest entries: nothing while it has no archive. */
export function ToArchive({
  page,
  slug,
  archive,
}: {
  readonly page: Page
  readonly slug: string | null
  readonly archive: ArchivePlace | null
}) {
  if (archive === null) return null
  return (
    <nav class="paging" aria-label={page.phrases.archives}>
      <Older page={page} slug={slug} place={archive} />
    </nav>
  )
}

export interface PagingProps {
  readonly page: Page
  readonly slug: string | null
  readonly previous: ArchivePlace | null
  readonly next: ArchivePlace | null
}

/** The newest archive page goes on to the newest entries. */
export function Paging({ page, slug, previous, next }: PagingProps) {
  const { phrases } = page
  return (
    <nav class="paging" aria-label={phrases.archives}>
      {previous === null ? null : <Older page={page} slug={slug} place={previous} />}
      <a class="newer" rel="next" href={next === null ? categoryHref(page, slug, 'html') : pageHref(page, archivePath(slug, next, 'html'))}>
        {phrases.newer}
        {next === null ? phrases.newest : phrases.archive(next)} →
      </a>
    </nav>
  )
}

function Older({ page, slug, place }: { readonly page: Page; readonly slug: string | null; readonly place: ArchivePlace }) {
  return (
    <a class="older" rel="prev" href={pageHref(page, archivePath(slug, place, 'html'))}>
      ← {page.phrases.older}
      {page.phrases.archive(place)}
    </a>
  )
}
