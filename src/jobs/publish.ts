// Brings the published files in step with the store: entry pages first, index and feeds last, only what is stale.
import { sha256Hex } from '../base/digest.ts'
import { catalogueOf, looksIn } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { completeArchives } from './publish-archives.ts'
import { writeChangedAssets } from './publish-assets.ts'
import { writeOutputs } from './publish-outputs.ts'
import { writePages } from './publish-pages.ts'
import type { Publishing } from './publishing.ts'
import { changingLooks, shownTerms, type TermsOf, termsIn } from './shown-terms.ts'

/** Changes when the same entries give other bytes: then everything is written again. */
const rendering = 1

/** Rows of stale pages read at a time. */
const pagesAtOnce = 500

export interface Published {
  readonly categories: number
  readonly files: number
}

/** Writes what is stale. Interrupted or repeated it ends in the same bytes: what was not recorded as written is written again. */
export async function publish(deps: Deps): Promise<Published> {
  const { store } = deps
  const terms = shownTerms(await store.standings())
  await staleWhenRenderedOtherwise(deps, terms)
  await completeArchives(deps)
  await store.showCategories(looksIn(deps.settings))
  const assets = await writeChangedAssets(deps)
  if ((await store.staleOutputs()).length === 0 && (await store.stalePages(1)).length === 0) return { categories: 0, files: assets }
  return deps.withWriterLock(async () => {
    const pages = await writeStalePages(deps, terms)
    // What is stale is read before the catalogue: what another process adds in between is in the catalogue, or stale once more.
    const stale = await store.staleOutputs()
    const outputs = await writeOutputs(stale, await publishing(deps, terms))
    await store.outputsWritten(stale)
    return { categories: outputs.categories, files: assets + pages + outputs.files }
  })
}

async function writeStalePages(deps: Deps, terms: TermsOf): Promise<number> {
  let files = 0
  for (;;) {
    const stale = await deps.store.stalePages(pagesAtOnce)
    if (stale.length === 0) return files
    files += await writePages(stale, await publishing(deps, terms))
    await deps.store.pagesWritten(stale)
  }
}

async function publishing(deps: Deps, terms: TermsOf): Promise<Publishing> {
  const catalogue = catalogueOf(await deps.store.categories(), deps.settings)
  const categoryOf = new Map(catalogue.map((category) => [category.slug, category]))
  return { ...deps, catalogue, categoryOf, former: await deps.store.formerSlugs(), termsOf: termsIn(terms) }
}

/** Title, language, rights and the like come from config: when they change, every page does. */
async function staleWhenRenderedOtherwise({ store, settings }: Deps, terms: TermsOf): Promise<void> {
  const { site, publish: where } = settings
  const hash = sha256Hex(JSON.stringify({ rendering, site, where, terms: changingLooks(terms) }))
  if ((await store.fact('rendered')) === hash) return
  await store.markAllStale()
  await store.setFact('rendered', hash)
}
