// What every Store keeps to, whatever it stands on. An adapter's test says how it is opened.
import { describe, onTestFinished } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { alertsContract } from './store-alerts.ts'
import { answersContract } from './store-answers.ts'
import { archiveChangesContract } from './store-archive-changes.ts'
import { archivesContract } from './store-archives.ts'
import { articlesContract } from './store-articles.ts'
import { categoriesContract } from './store-categories.ts'
import { claimsContract } from './store-claims.ts'
import { correctionsContract } from './store-corrections.ts'
import { deliveriesContract } from './store-deliveries.ts'
import { entriesContract } from './store-entries.ts'
import { feedsContract } from './store-feeds.ts'
import { followedContract } from './store-followed.ts'
import { hubContract } from './store-hub.ts'
import { ledgerContract } from './store-ledger.ts'
import { operatingContract } from './store-operating.ts'
import { outputsContract } from './store-outputs.ts'
import { pagesContract } from './store-pages.ts'
import { pollsContract } from './store-polls.ts'
import { privateContract } from './store-private.ts'
import { pruningContract } from './store-pruning.ts'
import { publishingContract } from './store-publishing.ts'
import { pushesContract } from './store-pushes.ts'
import { registerContract } from './store-register.ts'
import { retractionsContract } from './store-retractions.ts'
import { searchContract } from './store-search.ts'
import { settlingContract } from './store-settling.ts'
import { siteContract } from './store-site.ts'
import { sourcesContract } from './store-sources.ts'

export interface Opening {
  /** Stores opened at one place share their data. */
  readonly place: string
  readonly siteId: string
  readonly host: string
  readonly year: number
  readonly identityNames: readonly string[]
}

export interface Stores {
  readonly opening: () => Opening
  /** Closed when the test ends. Without an opening: a new place. */
  readonly open: (opening?: Opening) => Promise<Store>
}

export function storeContract(name: string, open: (opening: Opening) => Promise<Store>): void {
  let places = 0
  const opening = (): Opening => ({
    place: `store-${++places}`,
    siteId: 'news.example',
    host: 'news.example',
    year: 2026,
    identityNames: ['code', 'doi'],
  })
  const stores: Stores = {
    opening,
    open: async (where = opening()) => {
      const store = await open(where)
      onTestFinished(() => store.close())
      return store
    },
  }
  describe(`${name} keeps the contract of`, () => {
    describe('its site', () => siteContract(stores))
    describe('its search', () => searchContract(stores))
    describe('followed feeds', () => followedContract(stores))
    describe('sources', () => sourcesContract(stores))
    describe('claims', () => claimsContract(stores))
    describe('the operator', () => operatingContract(stores))
    describe('polls', () => pollsContract(stores))
    describe('publishing', () => publishingContract(stores))
    describe('the ledger', () => ledgerContract(stores))
    describe('alerts', () => alertsContract(stores))
    describe('deliveries', () => deliveriesContract(stores))
    describe('pushes', () => pushesContract(stores))
    describe('articles', () => articlesContract(stores))
    describe('retractions', () => retractionsContract(stores))
    describe('corrections', () => correctionsContract(stores))
    describe('pruning', () => pruningContract(stores))
    describe('categories', () => categoriesContract(stores))
    describe('output feeds', () => feedsContract(stores))
    describe('what is private', () => privateContract(stores))
    describe('the registry file', () => registerContract(stores))
    describe('settling', () => settlingContract(stores))
    describe('entries', () => entriesContract(stores))
    describe('pages of entries, and the census', () => pagesContract(stores))
    describe('outputs', () => outputsContract(stores))
    describe('the hub', () => hubContract(stores))
    answersContract(stores)
    describe('archives', () => archivesContract(stores))
    describe('changes of archives', () => archiveChangesContract(stores))
  })
}
