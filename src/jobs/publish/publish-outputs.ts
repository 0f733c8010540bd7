// Feeds and list pages of each category, then what stands for the whole site. What holds the same as when it was written is not read again.
import { sha256Hex } from '../../base/digest.ts'
import { inTurns } from '../../base/turns.ts'
import type { WindowSurvey } from '../../model/output.ts'
import { type ArchivePlace, categoryPath } from '../../model/paths.ts'
import type { StaleOutput } from '../../store/port/outputs.ts'
import type { Deps } from '../deps.ts'
import { type ArchiveLinks, archivesWritten, writeArchives } from './publish-archives.ts'
import { removeCategory, writeCategory } from './publish-category.ts'
import { withFormer, writeMovedCategory } from './publish-moved.ts'
import { writeStalePages } from './publish-pages.ts'
import { activitiesOf, writeSite } from './publish-site.ts'
import { writeSitemap } from './publish-sitemap.ts'
import { windowSize } from './publish-window.ts'
import { type Publishing, syncFiles } from './publishing.ts'

/** Recorded together: after a crash so many are looked at again. */
const recordedAtOnce = 50
/** While one is compressed the next is rendered. */
const writtenAtOnce = 3

export type SurveyedOutput = StaleOutput & WindowSurvey

/** Looks at what is stale. */
export async function survey(stale: readonly StaleOutput[], { store, settings }: Deps): Promise<readonly SurveyedOutput[]> {
  const surveyed: SurveyedOutput[] = []
  for (let at = 0; at < stale.length; at += recordedAtOnce) {
    const some = stale.slice(at, at + recordedAtOnce)
    const surveys = await store.surveyOutputs(
      some.map(({ slug }) => slug),
      { ...windowSize(settings), pages: settings.publish.pages },
    )
    const wantedOf = new Map(some.map(({ slug, wanted }) => [slug, wanted]))
    surveyed.push(...surveys.map((one) => ({ ...one, wanted: wantedOf.get(one.slug) ?? 0 })))
  }
  return surveyed
}

interface Written {
  readonly categories: number
  readonly files: number
}

/**
 * Writes these outputs and, when none is left, what stands for the whole site; the numbers of categories and files that changed. Not all of
 * them where `isOver` says so in between.
 */
export async function writeOutputs(
  surveyed: readonly SurveyedOutput[],
  publishing: Publishing,
  isOver: () => boolean,
): Promise<Written & { readonly isMore: boolean }> {
  const categories = surveyed.filter(({ slug }) => slug !== '')
  const counts = { categories: 0, files: 0 }
  for (let at = 0; at < categories.length; at += recordedAtOnce) {
    if (at > 0 && isOver()) return { ...counts, isMore: true }
    const written = await writeCategories(categories.slice(at, at + recordedAtOnce), publishing)
    counts.files += written.files
    counts.categories += written.categories
  }
  for (const site of surveyed.filter(({ slug }) => slug === '')) counts.files += await writeWhole(site, publishing)
  return { ...counts, isMore: false }
}

/** An output with its archive written, and what names all that its files are made of. */
interface Prepared {
  readonly output: SurveyedOutput
  readonly archive: ArchiveLinks
  readonly signature: string
}

async function writeCategories(outputs: readonly SurveyedOutput[], publishing: Publishing): Promise<Written> {
  const { store } = publishing
  const prepared: Prepared[] = []
  for (const output of outputs) prepared.push(await prepare(output, publishing))
  const changed = prepared.filter(isChanged)
  await expectFiles(changed, publishing)
  await begin(changed, publishing)
  const counts = { categories: 0, files: 0 }
  await inTurns(prepared, writtenAtOnce, async (one) => {
    const files = one.archive.files + (isChanged(one) ? await writeOutput(one, publishing) : 0)
    counts.files += files
    if (files > 0) counts.categories++
  })
  await syncFiles(publishing)
  await archivesWritten(
    prepared.map(({ archive }) => archive),
    publishing,
  )
  if (publishing.settings.publish.pages === 'recent') await store.moveWindows(outputs)
  await store.outputsWritten(prepared.map(({ output, signature }) => ({ ...output, signature })))
  return counts
}

const formats = ['html', 'rss', 'atom', 'json'] as const

async function expectFiles(changed: readonly Prepared[], publishing: Publishing): Promise<void> {
  const { outlet, jekyll, categoryOf } = publishing
  const shown = changed.map(({ output }) => output.slug).filter((slug) => categoryOf.has(slug))
  const slugs = withFormer(shown, publishing)
  await outlet.expect(slugs.flatMap((slug) => formats.map((format) => categoryPath(slug, format))))
  await jekyll?.expect(slugs.map((slug) => categoryPath(slug, 'html')))
}

async function prepare(output: SurveyedOutput, publishing: Publishing): Promise<Prepared> {
  const { slug } = output
  const { categoryOf, former } = publishing
  const category = categoryOf.get(slug) ?? null
  if (category === null) return { output, archive: noArchive, signature: neverTheSame }
  const archive = await writeArchives({ slug }, publishing)
  const head = [category, archive.newest, await publishing.deletedFrom(slug), former.filter(({ to }) => to === slug)]
  return { output, archive, signature: signatureOf(output, head) }
}

const noArchive: ArchiveLinks = { newest: null, files: 0, written: { slug: '', pages: [], seen: [] } }

/** What is private, retired or moved is looked at whenever it is stale. */
const neverTheSame = ''

function signatureOf({ version }: SurveyedOutput, head: readonly unknown[]): string {
  return sha256Hex(JSON.stringify([version, head]))
}

function isChanged({ output, signature }: Prepared): boolean {
  return signature === neverTheSame || signature !== output.signature
}

/** A crash between two of its files must leave no signature that they could be taken for. */
async function begin(changed: readonly Prepared[], { store }: Publishing): Promise<void> {
  const signed = changed.filter(({ output }) => output.signature !== null).map(({ output }) => output.slug)
  if (signed.length > 0) await store.outputsBegun(signed)
}

/** With a category go the feeds that it had under other addresses. */
async function writeOutput({ output: { slug }, archive: { newest } }: Prepared, publishing: Publishing): Promise<number> {
  let files = 0
  for (const one of withFormer([slug], publishing)) files += await writeSlug(one, newest, publishing)
  return files
}

async function writeSlug(slug: string, newest: ArchivePlace | null, publishing: Publishing): Promise<number> {
  const category = publishing.categoryOf.get(slug)
  if (category !== undefined) return writeCategory({ category, newest }, publishing)
  const moved = await writeMovedCategory(slug, publishing)
  if (moved !== null) return moved
  await removeCategory(slug, publishing)
  return 0
}

/** Home and the feed of everything; then nothing leads any more to pages that are to go, and the sitemap can tell which stay. */
async function writeWhole(output: SurveyedOutput, publishing: Publishing): Promise<number> {
  const { store, settings, catalogue } = publishing
  const { digests } = settings.publish
  const archive = await writeArchives({ slug: null }, publishing)
  const { newest } = archive
  const activities = await activitiesOf(publishing)
  const signature = signatureOf(output, [catalogue, newest, await publishing.deletedFrom(null), activities, ...digests])
  const one = { output, archive, signature }
  let { files } = archive
  if (isChanged(one)) {
    await begin([one], publishing)
    files += await writeSite({ newest, activities }, publishing)
  }
  if (settings.publish.pages === 'recent') {
    await store.moveWindows([output])
    files += (await writeStalePages(publishing, { readAgain: async () => publishing, isOver: () => false })).files
  }
  files += await writeSitemap(publishing)
  await syncFiles(publishing)
  await archivesWritten([archive], publishing)
  await store.outputsWritten([{ ...output, signature }])
  return files
}
