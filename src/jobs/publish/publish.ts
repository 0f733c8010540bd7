// Brings the published files in step with the store: entry pages first, index and feeds last, only what is stale.
import { sha256Hex } from '../../base/digest.ts'
import { hubsOf } from '../../model/hubs.ts'
import type { Store } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { keepFolds } from '../related/keep-folds.ts'
import { writeInTurns } from '../writing-turns.ts'
import { catalogueOf, looksIn } from './catalogue.ts'
import { fragmentsFor } from './fragments.ts'
import { completeArchives } from './publish-archives.ts'
import { writeChangedAssets } from './publish-assets.ts'
import { writeDigests } from './publish-digests.ts'
import { survey, writeOutputs } from './publish-outputs.ts'
import { writeStalePages } from './publish-pages.ts'
import { type Publisher, type Publishing, publisherOf } from './publishing.ts'
import { changingLooks, shownTerms, type TermsOf, termsIn } from './shown-terms.ts'

/** Changes when the same entries give other bytes: then everything is written again. */
const rendering = 3

export interface Published {
  readonly categories: number
  readonly files: number
}

export interface PublishLimits {
  /** Two thousand digests are due in the same minute: a service goes on with the rest the next time, and what is new need not wait for them. */
  readonly mostDigests?: number
  /** Milliseconds after which others may write; what was begun together is ended. */
  readonly turnMs?: number
}

const usualTurnMs = 10_000

/**
 * Writes what is stale. Interrupted or repeated it ends in the same bytes: what was not recorded as written is written again. Whoever else
 * writes files waits up to 30 s (design §4), and two thousand archives take longer: it takes turns with them.
 */
export async function publish(deps: Deps, limits: PublishLimits = {}): Promise<Published> {
  const { store } = deps
  const terms = shownTerms(await store.standings())
  const looks = await staleWhenRenderedOtherwise(deps, terms)
  await keepFolds(deps)
  await completeArchives(deps)
  await store.showCategories(looksIn(deps.settings))
  const publisher = publisherOf(deps)
  const done = { categories: 0, files: await writeChangedAssets(publisher) }
  if (!(await isAnythingStale(store))) return done
  await writeInTurns(deps, async () => {
    const turn = await publishForATurn(deps, { publisher, terms, looks, limits })
    done.categories += turn.categories
    done.files += turn.files
    return turn.isMore
  })
  return done
}

interface Turn extends Published {
  /** Its time was over before all was written. */
  readonly isMore: boolean
}

interface Turning extends Looks {
  readonly publisher: Publisher
  readonly limits: PublishLimits
}

/** What is stale is read before the catalogue: what another process adds in between is in the catalogue, or stale once more. */
async function publishForATurn(deps: Deps, { publisher, limits, ...shown }: Turning): Promise<Turn> {
  const { mostDigests = Number.POSITIVE_INFINITY, turnMs = usualTurnMs } = limits
  const until = performance.now() + turnMs
  const isOver = () => performance.now() >= until
  const surveyed = await survey(await deps.store.staleOutputs(), deps)
  const readAgain = () => publishing(publisher, shown)
  const own = await readAgain()
  const pages = await writeStalePages(own, { readAgain, isOver })
  if (pages.isMore) return { categories: 0, ...pages }
  const { categories, files, isMore } = await writeOutputs(surveyed, own, isOver)
  const digests = isMore ? 0 : await writeDigests(own, mostDigests)
  return { categories, files: pages.files + files + digests, isMore }
}

async function isAnythingStale(store: Store): Promise<boolean> {
  const found = [await store.staleOutputs(), await store.stalePages(1), await store.digests.stale(1)]
  return found.some((stale) => stale.length > 0)
}

/** As `publish` would begin now. */
export async function publishingNow(deps: Deps): Promise<Publishing> {
  const { store } = deps
  const terms = shownTerms(await store.standings())
  await store.showCategories(looksIn(deps.settings))
  return publishing(publisherOf(deps), { terms, looks: '' })
}

interface Looks {
  readonly terms: TermsOf
  /** Names what config says of how everything looks. */
  readonly looks: string
}

async function publishing(publisher: Publisher, { terms, looks }: Looks): Promise<Publishing> {
  const { store, settings } = publisher
  const catalogue = catalogueOf(await store.surveyedCategories(), settings)
  const categoryOf = new Map(catalogue.map((category) => [category.slug, category]))
  const former = await store.formerSlugs()
  const shown = { catalogue, categoryOf, former, termsOf: termsIn(terms), fragments: fragmentsFor(store, looks) }
  return { ...publisher, ...shown, deletedFrom: await deletedIn(store) }
}

/** Withdrawals are rare: most often no feed need be asked for its own. */
async function deletedIn(store: Pick<Store, 'deletedFrom'>): Promise<Publishing['deletedFrom']> {
  const all = await store.deletedFrom(null)
  return async (slug) => (all.length === 0 || slug === null ? all : store.deletedFrom(slug))
}

/** Title, language, rights and the like come from config: when they change, every page does. Names what they are. */
async function staleWhenRenderedOtherwise({ store, settings }: Deps, terms: TermsOf): Promise<string> {
  const { site, publish: said } = settings
  const { dir, entries, pages, jekyll } = said
  const where = { dir, entries, pages, jekyll }
  const hash = sha256Hex(JSON.stringify({ rendering, site, where, hubs: hubsOf(settings), terms: changingLooks(terms) }))
  if ((await store.fact('rendered')) === hash) return hash
  // Also before the first publishing: categories that config lists have feeds before anything stands in them.
  await store.markAllStale()
  await store.setFact('rendered', hash)
  return hash
}
