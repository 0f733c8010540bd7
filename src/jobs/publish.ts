// Brings the published files in step with the store: entry pages first, index and feeds last, only what is stale.
import { sha256Hex } from '../base/digest.ts'
import { catalogueOf } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { writeOutputs } from './publish-outputs.ts'
import { type Publishing, writePages } from './publish-pages.ts'

/** Changes when the same entries give other bytes: then everything is written again. */
const rendering = 1

export interface Published {
  readonly categories: number
  readonly files: number
}

/** Writes what is stale. Interrupted or repeated it ends in the same bytes: what was not recorded as written is written again. */
export async function publish(deps: Deps): Promise<Published> {
  const { store, settings } = deps
  const rights = new Map((await store.standings()).map((source) => [source.id, source.rights]))
  await staleWhenRenderedOtherwise(deps, [...rights])
  if ((await store.staleOutputs()).length === 0 && (await store.stalePages(1)).length === 0) return { categories: 0, files: 0 }
  return deps.withWriterLock(async () => {
    const catalogue = catalogueOf(await store.categories(), settings)
    const publishing: Publishing = {
      ...deps,
      catalogue,
      categoryOf: new Map(catalogue.map((category) => [category.slug, category])),
      rightsOf: (source) => rights.get(source) ?? 'full',
    }
    const pages = await writePages(publishing)
    const outputs = await writeOutputs(publishing)
    return { categories: outputs.categories, files: pages + outputs.files }
  })
}

/** Titles, language, rights and the like come from config: when they change, every page does. */
async function staleWhenRenderedOtherwise({ store, settings }: Deps, rights: readonly (readonly [string, string])[]): Promise<void> {
  const { site, categories, publish: where } = settings
  const hash = sha256Hex(JSON.stringify({ rendering, site, categories, where, rights: [...rights].sort() }))
  if ((await store.fact('rendered')) === hash) return
  await store.markAllStale()
  await store.setFact('rendered', hash)
}
