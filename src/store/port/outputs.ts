// Which published files are behind the store, and which were written at all.
import type { Folder, IndexedPage, PageSpan, PagesPolicy, SitemapDay, WindowSurvey } from '../../model/output.ts'
import type { Archives } from './archives.ts'
import type { WindowSize } from './entries.ts'

export interface StalePage {
  readonly entry: number
  readonly wanted: number
}

export interface StaleOutput {
  /** Empty: the feed of everything. */
  readonly slug: string
  readonly wanted: number
}

export interface WrittenOutput extends StaleOutput {
  /** Names what its files were made of. */
  readonly signature: string
}

/** What publishing wrote: it removes nothing else. */
export interface Manifest {
  /** Notes what is about to be written, so that what a crash leaves behind is known. */
  expect(folder: Folder, paths: readonly string[]): Promise<void>
  /** Which of these it wrote. */
  known(folder: Folder, paths: readonly string[]): Promise<ReadonlySet<string>>
  /** What it wrote that begins so. */
  under(folder: Folder, start: string): Promise<readonly string[]>
  forget(folder: Folder, paths: readonly string[]): Promise<void>
}

export interface Sitemap {
  /** All days, the oldest first; those in which a page changed are counted again. */
  survey(policy: PagesPolicy): Promise<readonly SitemapDay[]>
  /** Public entry pages that are ours to be found (their owner's rights are full), by date of publication. */
  pages(span: PageSpan): Promise<readonly IndexedPage[]>
  written(days: readonly SitemapDay[]): Promise<void>
}

export interface OutputStore {
  readonly archives: Archives
  readonly manifest: Manifest
  readonly sitemap: Sitemap
  stalePages(limit: number): Promise<readonly StalePage[]>
  pagesWritten(pages: readonly StalePage[]): Promise<void>
  staleOutputs(): Promise<readonly StaleOutput[]>
  /** Counts these categories and looks at their windows. */
  surveyOutputs(slugs: readonly string[], survey: WindowSize & { readonly pages: PagesPolicy }): Promise<readonly WindowSurvey[]>
  /** How many entries were listed from an instant on, by slug: in those categories that had any when they were surveyed last. */
  listedSince(at: number): Promise<ReadonlyMap<string, number>>
  /** What left one of these windows, or came back into it, has its page to be looked at again. */
  moveWindows(surveys: readonly WindowSurvey[]): Promise<void>
  /** Which of these paths are of entries that stand in a window. */
  recentPages(paths: readonly string[]): Promise<ReadonlySet<string>>
  /** From now on nobody knows what their files hold, until `outputsWritten`. */
  outputsBegun(slugs: readonly string[]): Promise<void>
  outputsWritten(outputs: readonly WrittenOutput[]): Promise<void>
  /** Everything is to be written again. In steps: thousands of entries at once would keep all else waiting. */
  markAllStale(): Promise<void>
  /** Whether that was begun, and broken off. */
  isHalfMarked(): Promise<boolean>
}
