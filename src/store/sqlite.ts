// ADAPTER: the Store on SQLite. What differs from PostgreSQL stands here: connection, pragmas, write lock, damage.
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'
import { type AppError, messageOf } from '../base/errors.ts'
import { type Logger, silentLogger } from '../base/log.ts'
import { makeFolderSync } from '../base/make-folder.ts'
import type { TakedownJudge } from '../model/takedown.ts'
import { adopt } from './adopted.ts'
import { announcedOfUnwatched, endAlerts } from './alerts.ts'
import { countAnswers, isTooMuch, keepOnly } from './answer-room.ts'
import { answersOf, forgetAnswers } from './answers.ts'
import {
  archiveEntries,
  archiveSpots,
  archiveState,
  archivesWritten,
  behind,
  dropArchive,
  layArchive,
  markBehind,
  staleArchive,
} from './archives.ts'
import { claimArticle, dueArticles, recordArticle } from './articles.ts'
import { breathing } from './breathing.ts'
import { careOf } from './care.ts'
import { registry } from './categories.ts'
import { fateOf, formerSlugs } from './category-addresses.ts'
import { changeCategories } from './category-changes.ts'
import { listCategories, listRegistry, surveyedCategories, waitingNames } from './category-lists.ts'
import { changedLooks, keepLooks } from './category-looks.ts'
import { syncCategories } from './category-privacy.ts'
import { takeCensus } from './census.ts'
import { claimDue, releaseLease, releaseLeases } from './claims.ts'
import { copiesOf } from './copies.ts'
import { correct } from './correcting.ts'
import { claimDelivery, dropDeliveries, dueRecipients, endDelivery, postponeDeliveries } from './deliveries.ts'
import { dueDigests, isPlannedOtherwise, issueDigests, planDigests } from './digests.ts'
import { digestNames, digestsWritten, editionsWritten, fillEdition, newestEditions, staleDigests, staleEditions } from './editions.ts'
import { entriesOf, isGone, listEntries, movedFrom, pagesOf, windowOf } from './entries.ts'
import { entryPage, publicEntries } from './entry-pages.ts'
import { factOf, setFact } from './facts.ts'
import { foldingOn, foldSlugs, openFolds, syncFolds } from './folds.ts'
import { listFollowed } from './followed.ts'
import { ask, claimRequest, confirm, countHub, drop, endSubscriptions, hasEnding } from './hub.ts'
import { claimDeliveries, dueHosts, duePings, pinged, pingFailed, record } from './hub-telling.ts'
import { isPublic, seen, unseen, unwatched, unwatchedDigests, watch } from './hub-topics.ts'
import { importedPaths, importMarks, recordImport } from './imports.ts'
import { listIncidents } from './incidents.ts'
import { outlineOf } from './keep-limits.ts'
import { keepLog, type LogKeeper } from './log-keeper.ts'
import { claimedMove } from './lost-entries.ts'
import { expectFiles, filesUnder, forgetFiles, knownFiles } from './manifest.ts'
import { bringUpToDate } from './migrating.ts'
import { references } from './named-entries.ts'
import { askForPoll, backlogOf, forgetValidators, pauseSources, pulse, resumeSources } from './operating.ts'
import { feedFills, fillFeed, syncFeeds } from './output-feeds.ts'
import { isHalfMarked, markAllStale, outputsBegun, outputsWritten, pagesWritten, staleOutputs, stalePages } from './outputs.ts'
import { listLedger, recordPolls } from './polls.ts'
import { modifiedAt, privateCategories, privateEntries, privatePage, privatePlaces, privateSlugOf } from './private-windows.ts'
import { lookAhead, pruneStep } from './pruning.ts'
import { tombstoneAt } from './prunings.ts'
import { asking, changePushes, confirmPush, denyPush, duePushes, findPush, hasten, offerOf, surveyPushes } from './push.ts'
import { dropPush, keepPush, nextPush, packed, waitingPushes } from './push-inbox.ts'
import { categoriesWritten, categoryLines, linesAfter, linesBehind, linesWritten, shownRows } from './registered.ts'
import { forgetRelated, isAnythingRelated, isRelatedBehind, relatingOn } from './related.ts'
import { linksOf } from './related-links.ts'
import { retract, unretract } from './retracting.ts'
import { deletedFrom } from './retractions.ts'
import { rereadBy, revise, sightingIds, sightingsToReread, sourcesBehind } from './revising.ts'
import type { Tables } from './schema.ts'
import { isSearchBehind, takeIn, unsearched } from './search-texts.ts'
import { settle } from './settling.ts'
import { openSite, type SiteIdentity } from './site.ts'
import { indexedPages, sitemapWritten, surveySitemap } from './sitemap.ts'
import { ledgerPage, ledgerTails, newsByDay, sourceOf, sourcePage } from './source-pages.ts'
import { listSources, listStandings, syncSources } from './sources.ts'
import { guarded, patiently, refuseEmpty, type Safely, storeError } from './sqlite-errors.ts'
import { search } from './sqlite-search.ts'
import { bytesOf } from './sqlite-size.ts'
import { cleanFiles, remade, wipe } from './sqlite-wiping.ts'
import { keepingStatements } from './statements.ts'
import type { Store } from './store.ts'
import { listedSince, moveWindows, recentPages, surveyOutputs } from './surveys.ts'
import { entriesUnder, obeyTakedown, ruledEntries, ruleOf, urlKeys } from './takedown.ts'
import { addToken, findToken, listTokens, revokeToken, tokenUsed } from './tokens.ts'
import { addTraffic, listTraffic } from './traffic.ts'
import { useStore } from './use-lock.ts'

export interface SqliteOptions extends SiteIdentity {
  readonly file: string
  /** Names of configured identities, strongest first. */
  readonly identityNames: readonly string[]
  /** It has published before: its store holds something, if there is one. */
  readonly isKnown?: boolean
  readonly log?: Logger
  /** Told when it turns out to be damaged. */
  readonly onDamage?: (error: AppError) => void
}

/**
 * Opens (or makes) the store of a site and brings its tables up to date.
 * @throws AppError `store-damaged`, `other-site`, `store-newer`, `cannot-write`, `in-use`
 */
export async function openSqlite({ file, ...options }: SqliteOptions): Promise<Store> {
  const use = isInMemory(file) ? null : await useStore(file)
  try {
    return await openUsed({ file, ...options, leave: () => use?.release() })
  } catch (error) {
    use?.release()
    throw error
  }
}

async function openUsed({
  file,
  identityNames,
  isKnown = false,
  log = silentLogger,
  onDamage,
  leave,
  ...site
}: SqliteOptions & Pick<Opened, 'leave'>): Promise<Store> {
  if (isKnown) await refuseEmpty(file)
  const database = await openFile(file)
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect({ database: keepingStatements(database) }), plugins: [breathing()] })
  const safely = guarded(file, onDamage)
  try {
    await safely(() => bringUpToDate(db, { database, file, log }))
    // The migrator writes outside transactions too; from here on waiting is ours: see beginTransaction.
    database.pragma('busy_timeout = 0')
    const authority = await safely(() => db.transaction().execute((trx) => openSite(trx, site, file)))
    const aside = isInMemory(file) ? db : asideOf(file)
    return storeOn({ db, aside, database, file, siteId: site.siteId, authority, identityNames, safely, leave })
  } catch (error) {
    await db.destroy()
    throw error
  }
}

interface Opened {
  readonly db: Kysely<Tables>
  /** For what readers of the site wait for: they are not to wait for a transaction that settles thousands of entries. */
  readonly aside: Kysely<Tables>
  readonly database: Database.Database
  readonly file: string
  readonly siteId: string
  readonly authority: Store['authority']
  readonly identityNames: readonly string[]
  readonly safely: Safely
  /** Says that the store is not used any more. */
  readonly leave: () => void
}

function storeOn({ db, aside, database, file, siteId, authority, safely, leave, ...opened }: Opened): Store {
  let logKeeper: LogKeeper | null = null
  let { identityNames } = opened
  let judge: TakedownJudge | null = null
  let current = authority
  const write = <T>(work: (trx: Kysely<Tables>) => Promise<T>) => safely(() => db.transaction().execute(work))
  // A reader, too, may find the store locked: by the last process that leaves it, or by the first after a crash.
  const read = <T>(work: (db: Kysely<Tables>) => Promise<T>) => safely(() => patiently(() => work(db)))
  const answer = <T>(work: (db: Kysely<Tables>) => Promise<T>) => safely(() => patiently(() => work(aside)))
  return {
    get authority() {
      return current
    },
    syncSources: (sources) => write((trx) => syncSources(trx, sources)),
    care: careOf({ file, siteId, safely, read, write }),
    rankIdentities: (names) => {
      identityNames = names
    },
    syncCategories: (plan, feeds = []) =>
      write(async (trx) => {
        await syncCategories(trx, plan)
        await syncFeeds(trx, feeds)
      }),
    register: {
      linesBehind: (limit) => read((trx) => linesBehind(trx, limit)),
      linesAfter: (id, limit) => read((trx) => linesAfter(trx, id, limit)),
      linesWritten: (lines) => write((trx) => linesWritten(trx, lines)),
      categoryLines: () => read(categoryLines),
      categoriesWritten: (lines) => write((trx) => categoriesWritten(trx, lines)),
      shownRows: (ids) => read((trx) => shownRows(trx, ids)),
      adopt: (lines) => write((trx) => adopt(trx, lines)),
    },
    feedFills: () => read(feedFills),
    fillFeed: (step) => write((trx) => fillFeed(trx, step)),
    registry: () => read(registry),
    changeCategories: (plan, now) => write((trx) => changeCategories(trx, { plan, now })),
    categoryRecords: () => read(listRegistry),
    waitingNames: () => read(waitingNames),
    formerSlugs: () => read(formerSlugs),
    fateOf: (slug) => answer((trx) => fateOf(trx, slug)),
    showCategories: async (looksOf) => {
      if ((await read((trx) => changedLooks(trx, looksOf))).length > 0)
        await write(async (trx) => keepLooks(trx, await changedLooks(trx, looksOf)))
    },
    sources: (now) => read((trx) => listSources(trx, now)),
    pauseSources: (ids, now) => write((trx) => pauseSources(trx, ids, now)),
    resumeSources: (ids) => write((trx) => resumeSources(trx, ids)),
    askForPoll: (ids, asking) => write((trx) => askForPoll(trx, ids, asking)),
    forgetValidators: (id) => write((trx) => forgetValidators(trx, id)),
    sourcePage: (query) => read((trx) => sourcePage(trx, query)),
    source: (id, now) => read((trx) => sourceOf(trx, id, now)),
    ledgerTails: (ids, length) => read((trx) => ledgerTails(trx, ids, length)),
    ledgerPage: (query) => read((trx) => ledgerPage(trx, query)),
    newsByDay: (source, sinceDay) => read((trx) => newsByDay(trx, source, sinceDay)),
    incidents: (query) => read((trx) => listIncidents(trx, query)),
    backlog: (now) => read((trx) => backlogOf(trx, now)),
    pulse: () => read(pulse),
    followed: () => read(listFollowed),
    standings: () => read(listStandings),
    claimDue: (claim) => write((trx) => claimDue(trx, claim)),
    releaseLease: (claimed) => write((trx) => releaseLease(trx, claimed)),
    releaseLeases: (prefix) => write((trx) => releaseLeases(trx, prefix)),
    recordPolls: async (records, traffic = []) => {
      const recorded = await write(async (trx) => {
        if (traffic.length > 0) await addTraffic(trx, traffic)
        return recordPolls(trx, records, { identityNames, judge })
      })
      const inOurWords = (error: unknown) => safely(() => Promise.reject(error)).catch((ours: unknown) => ours)
      return Promise.all(recorded.map(async (one) => (one.kind === 'failed' ? { ...one, error: await inOurWords(one.error) } : one)))
    },
    ledger: (source, limit) => read((trx) => listLedger(trx, source, limit)),
    addTraffic: (rows) => write((trx) => addTraffic(trx, rows)),
    traffic: (sinceDay) => read((trx) => listTraffic(trx, sinceDay)),
    dueArticles: (now, limit) => read((trx) => dueArticles(trx, { now, limit, identityNames })),
    claimArticle: (entry, claim) => write((trx) => claimArticle(trx, { ...claim, entry, identityNames })),
    recordArticle: (record) => write((trx) => recordArticle(trx, record, { identityNames, judge })),
    settle: (window, work) => write((trx) => settle(trx, { window, identityNames, judge, work })),
    endAlerts: async (at, recipients) => {
      if ((await read((trx) => announcedOfUnwatched(trx).execute())).length > 0) await write((trx) => endAlerts(trx, at, recipients))
    },
    dueRecipients: (now) => read((trx) => dueRecipients(trx, now)),
    claimDelivery: (recipient, term) => write((trx) => claimDelivery(trx, recipient, term)),
    postponeDeliveries: (ids, nextAt) => write((trx) => postponeDeliveries(trx, ids, nextAt)),
    endDelivery: (id) => write((trx) => endDelivery(trx, id)),
    dropDeliveries: (recipient, before) => write((trx) => dropDeliveries(trx, recipient, before)),
    entries: (query) => read((trx) => listEntries(trx, query)),
    publicEntries: (entries) => read((trx) => publicEntries(trx, entries)),
    entryPage: (query) => read((trx) => entryPage(trx, query)),
    entriesOf: (rows) => read((trx) => entriesOf(trx, rows)),
    categories: () => read(listCategories),
    window: (slug, size) => read((trx) => windowOf(trx, slug, size)),
    archives: {
      state: (slug, size) => read((trx) => archiveState(trx, slug, size)),
      spots: (slug, range) => read((trx) => archiveSpots(trx, slug, range)),
      entries: (slug, range) => read((trx) => archiveEntries(trx, slug, range)),
      lay: (slug, layout) => write((trx) => layArchive(trx, slug, layout)),
      drop: (slug) => write((trx) => dropArchive(trx, slug)),
      stale: (slug) => read((trx) => staleArchive(trx, slug)),
      written: (archives) => write((trx) => archivesWritten(trx, archives)),
      markBehind: async (month) => {
        if ((await read((trx) => behind(trx, month))).length > 0) await write((trx) => markBehind(trx, month))
      },
    },
    digests: {
      plan: async (plans, former) => {
        if (await read((trx) => isPlannedOtherwise(trx, plans))) await write((trx) => planDigests(trx, plans, former))
      },
      due: (now, limit) => read((trx) => dueDigests(trx, now, limit)),
      issue: (issues) => write((trx) => issueDigests(trx, issues)),
      stale: (limit) => read((trx) => staleDigests(trx, limit)),
      names: () => read(digestNames),
      staleEditions: (digest, range) => read((trx) => staleEditions(trx, digest, range)),
      newest: (digest, limit) => read((trx) => newestEditions(trx, digest, limit)),
      fill: (edition) => read((trx) => fillEdition(trx, edition)),
      editionsWritten: (editions) => write((trx) => editionsWritten(trx, editions)),
      written: (digests) => write((trx) => digestsWritten(trx, digests)),
    },
    stalePages: (limit) => read((trx) => stalePages(trx, limit)),
    pages: (entries) => read((trx) => pagesOf(trx, entries)),
    pagesWritten: (pages) => write((trx) => pagesWritten(trx, pages)),
    staleOutputs: () => read(staleOutputs),
    surveyOutputs: (slugs, survey) => write((trx) => surveyOutputs(trx, slugs, survey)),
    listedSince: (at) => read((trx) => listedSince(trx, at)),
    moveWindows: (surveys) => write((trx) => moveWindows(trx, surveys)),
    recentPages: (paths) => read((trx) => recentPages(trx, paths)),
    surveyedCategories: () => answer(surveyedCategories),
    outputsBegun: (slugs) => write((trx) => outputsBegun(trx, slugs)),
    outputsWritten: (outputs) => write((trx) => outputsWritten(trx, outputs)),
    manifest: {
      expect: (folder, paths) => write((trx) => expectFiles(trx, folder, paths)),
      known: (folder, paths) => read((trx) => knownFiles(trx, folder, paths)),
      under: (folder, start) => read((trx) => filesUnder(trx, folder, start)),
      forget: (folder, paths) => write((trx) => forgetFiles(trx, folder, paths)),
    },
    sitemap: {
      survey: (policy) => write((trx) => surveySitemap(trx, policy)),
      pages: (span) => read((trx) => indexedPages(trx, span)),
      written: (days) => write((trx) => sitemapWritten(trx, days)),
    },
    markAllStale: () => markAllStale(write),
    isHalfMarked: () => read(isHalfMarked),
    copies: copiesOf({
      aside,
      safely,
      read,
      write,
      identityNames: () => identityNames,
      adopt: ({ host, year }) => {
        current = { host, year }
      },
    }),
    imports: {
      marks: (source, paths) => read((trx) => importMarks(trx, source, paths)),
      record: (batch) => write((trx) => recordImport(trx, batch, identityNames)),
      paths: (source, guids) => read((trx) => importedPaths(trx, source, guids)),
    },
    hub: {
      isPublic: (slug) => read((trx) => isPublic(trx, slug)),
      watch: (topics) => write((trx) => watch(trx, topics)),
      unwatched: () => read(unwatched),
      unwatchedDigests: () => read(unwatchedDigests),
      unseen: () => read(unseen),
      seen: (topics) => write((trx) => seen(trx, topics)),
      ask: (request, at) => write((trx) => ask(trx, request, at)),
      claimRequest: (host, taking) => write((trx) => claimRequest(trx, host, taking)),
      confirm: (request, since) => write((trx) => confirm(trx, request, since)),
      drop: (request) => write((trx) => drop(trx, request)),
      endSubscriptions: async (at) => {
        if (await read((trx) => hasEnding(trx, at))) await write((trx) => endSubscriptions(trx, at))
      },
      dueHosts: (now) => read((trx) => dueHosts(trx, now)),
      claimDeliveries: (host, taking) => write((trx) => claimDeliveries(trx, host, taking)),
      record: (results) => write((trx) => record(trx, results)),
      duePings: (hub, at) => read((trx) => duePings(trx, hub, at)),
      pinged: (hub, ping) => write((trx) => pinged(trx, hub, ping)),
      pingFailed: (hub, ping, nextAt) => write((trx) => pingFailed(trx, hub, ping, nextAt)),
      counts: () => read(countHub),
    },
    related: {
      isBehind: () => read(isRelatedBehind),
      relate: (work) => write((trx) => work(relatingOn(trx))),
      forget: async (limit) => !(await read(isAnythingRelated)) || write((trx) => forgetRelated(trx, limit)),
      links: (paths) => read((trx) => linksOf(trx, paths)),
      foldSlugs: () => read(foldSlugs),
      syncFolds: (slugs) => write((trx) => syncFolds(trx, slugs)),
      openFolds: () => read(openFolds),
      decideFolds: (work) => write((trx) => work({ folding: foldingOn(trx), relating: relatingOn(trx) })),
    },
    search: (query) => read((trx) => search(trx, query)),
    unsearched: (limit) => read((trx) => unsearched(trx, limit)),
    takeIn: (rows) => write((trx) => takeIn(trx, rows)),
    isSearchBehind: () => read(isSearchBehind),
    movedFrom: (path) => answer(async (trx) => (await movedFrom(trx, path)) ?? (await claimedMove(trx, path))),
    isGone: (path) => answer((trx) => isGone(trx, path)),
    retract: (order) => write((trx) => retract(trx, order)),
    unretract: (order) => write((trx) => unretract(trx, order)),
    takedown: {
      follow: (next) => {
        judge = next
      },
      ruled: (after, limit) => read((trx) => ruledEntries(trx, after, limit)),
      keys: (after, limit) => read((trx) => urlKeys(trx, after, limit)),
      entriesUnder: (keys) => read((trx) => entriesUnder(trx, keys)),
      obey: (entries, at) => write((trx) => obeyTakedown(trx, entries, { judge, at })),
      ruleOf: (row) => read((trx) => ruleOf(trx, row)),
      clean: () => safely(() => cleanFiles(db, file)),
    },
    wipe: (retracted) => safely(() => wipe(db, file, retracted)),
    pruning: {
      outline: (slug, pruning) => read((trx) => outlineOf(trx, slug, pruning)),
      look: (step) => read((trx) => lookAhead(trx, step)),
      step: (step) => write((trx) => pruneStep(trx, step)),
      tombstone: (path) => answer((trx) => tombstoneAt(trx, path)),
      shrink: () => safely(() => remade(db)),
    },
    deletedFrom: (slug) => read((trx) => deletedFrom(trx, slug)),
    corrections: {
      make: (rows, now, decide) => write((trx) => correct(trx, { rows, now, decide, identityNames })),
      references: (rows) => read((trx) => references(trx, rows)),
    },
    answers: {
      of: (source) => read((trx) => answersOf(trx, source)),
      forget: (what) => write((trx) => forgetAnswers(trx, what)),
      limit: async (settings) => {
        if (await read((trx) => isTooMuch(trx, settings))) await write((trx) => keepOnly(trx, settings))
      },
      counts: () => read(countAnswers),
      sightingIds: (source) => read((trx) => sightingIds(trx, source)),
      sightings: (ids) => read((trx) => sightingsToReread(trx, ids, identityNames)),
      behind: (rules) => read((trx) => sourcesBehind(trx, rules)),
      revise: (claimed, at, work) => write((trx) => revise(trx, { claimed, at, identityNames, work })),
      reread: (source, rules) => write((trx) => rereadBy(trx, source, rules)),
    },
    tokens: {
      add: (token) => write((trx) => addToken(trx, token)),
      list: (slug) => read((trx) => listTokens(trx, slug)),
      revoke: (id) => write((trx) => revokeToken(trx, id)),
      find: (id, now) => answer((trx) => findToken(trx, id, now)),
      used: (id, day) => write((trx) => tokenUsed(trx, id, day)),
    },
    hidden: {
      categories: (now) => answer((trx) => privateCategories(trx, now)),
      slugOf: (slug) => answer((trx) => privateSlugOf(trx, slug)),
      places: (slug, range) => answer((trx) => privatePlaces(trx, slug, range)),
      entries: (places) => answer((trx) => privateEntries(trx, places)),
      page: (path, now) => answer((trx) => privatePage(trx, path, now)),
      modifiedAt: (path, signature, now) => write((trx) => modifiedAt(trx, path, signature, now)),
    },
    pushes: {
      survey: () => read(surveyPushes),
      offer: (source) => read((trx) => offerOf(trx, source)),
      change: (changes, now) => write((trx) => changePushes(trx, changes, now)),
      due: (now, limit) => read((trx) => duePushes(trx, now, limit)),
      asking: (callback, mode, nextTryAt) => write((trx) => asking(trx, callback, { mode, nextTryAt })),
      find: (callback) => read((trx) => findPush(trx, callback)),
      confirm: (callback, confirmation) => write((trx) => confirmPush(trx, callback, confirmation)),
      deny: (callback, nextTryAt, now) => write((trx) => denyPush(trx, callback, { nextTryAt, now })),
      keep: async (push) => {
        const small = await packed(push)
        return write((trx) => keepPush(trx, small))
      },
      waiting: (limit) => read((trx) => waitingPushes(trx, limit)),
      next: (source) => read((trx) => nextPush(trx, source)),
      drop: (id) => write((trx) => dropPush(trx, id)),
      hasten: (source, now) => write((trx) => hasten(trx, source, now)),
    },
    fact: (key) => answer((trx) => factOf(trx, key)),
    setFact: (key, value) => write((trx) => setFact(trx, key, value)),
    census: async (now) => ({ ...(await read((trx) => takeCensus(trx, now))), bytes: await bytesOf(file) }),
    commitQuickly: () => {
      if (isInMemory(file)) return
      const usual = database.pragma('wal_autocheckpoint', { simple: true })
      database.pragma(`wal_autocheckpoint = ${longestLog}`)
      logKeeper ??= keepLog({ file, onEnd: () => database.open && database.pragma(`wal_autocheckpoint = ${usual}`) })
    },
    close: async () => {
      await logKeeper?.close()
      if (aside !== db) await aside.destroy()
      await db.destroy()
      leave()
    },
  }
}

/** Pages. Should the thread that keeps the log short be slow, commits do it themselves from here on. */
const longestLog = 65_536

/** Then there is one connection: another one would have a store of its own. */
function isInMemory(file: string): boolean {
  return file === ':memory:'
}

/** What is being written is not seen on this connection, as it would not be by another process. */
function asideOf(file: string): Kysely<Tables> {
  const database = new Database(file, { timeout: 0 })
  for (const pragma of ['query_only = ON', 'trusted_schema = OFF', 'cell_size_check = ON']) database.pragma(pragma)
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: keepingStatements(database) }) })
}

async function openFile(file: string): Promise<Database.Database> {
  try {
    makeFolderSync(dirname(file))
    const database = new Database(file, { timeout: 15_000 })
    // For a new file. Rows hold articles: on pages of 4 KB they spill over, and writing them takes a quarter more.
    database.pragma('page_size = 8192')
    // A new file turns to WAL in one process at a time; SQLite itself does not wait for that one.
    await patiently(async () => database.pragma('journal_mode = WAL'))
    // FULL: a commit survives power loss. One transaction a poll makes it cheap enough (275 commits/s measured).
    for (const pragma of [
      'synchronous = FULL',
      'foreign_keys = ON',
      'trusted_schema = OFF',
      // What is withdrawn must be gone: see sqlite-wiping.ts.
      'secure_delete = ON',
      'cell_size_check = ON',
      'journal_size_limit = 67108864',
    ]) {
      database.pragma(pragma)
    }
    return database
  } catch (error) {
    throw storeError(file, error)
  }
}

/** Transactions take the write lock at once: two processes can never plan on the same stale knowledge. */
class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config)
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter()
  }
}

/** Migrations run in one transaction: two first starts at once wait for each other, and one that is killed leaves nothing half made. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ImmediateDriver extends SqliteDriver {
  override beginTransaction(connection: DatabaseConnection): Promise<void> {
    return patiently(async () => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    })
  }

  /** SQLite undoes a transaction by itself when the disk is full or fails: that there is none any more would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!messageOf(error).includes('no transaction is active')) throw error
    })
  }
}
