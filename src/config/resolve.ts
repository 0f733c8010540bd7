// Checked files → settings. Everything is resolved here: later rooms see no defaults and no relative path.
import { dirname, resolve } from 'node:path'
import { compilePattern } from '../base/pattern.ts'
import { foldName } from '../model/category.ts'
import { iconPath } from '../model/paths.ts'
import type { Keep } from '../model/pruning.ts'
import type {
  AlertSettings,
  CategorySettings,
  IdentityRule,
  NotifySettings,
  PollSettings,
  PublishSettings,
  Recipient,
  ServeSettings,
  Settings,
  SiteSettings,
  StoreSettings,
} from '../model/settings.ts'
import { withSlash } from './addresses.ts'
import { resolveProxy } from './proxy.ts'
import { resolveFeed } from './resolve-feed.ts'
import { resolveSource } from './resolve-source.ts'
import type { WrittenCategory, WrittenIncluded, WrittenRoot } from './schema.ts'
import type { WrittenAlerts, WrittenNotify, WrittenRecipient } from './schema-alerts.ts'
import { resolveAnswers } from './schema-answers.ts'
import { resolveDigests } from './schema-digest.ts'
import { resolveKeep } from './schema-keep.ts'
import { resolveTakedown } from './schema-takedown.ts'
import type { SiteFiles } from './site-files.ts'

export interface CheckedFile<T> {
  readonly file: string
  readonly data: T
}

/** What the operator wrote for the reading of words goes before this. */
const readings = { 投行: 'touhang' }

/** What goes with the files: what they name, and what the environment gave sources to ask with. */
export interface Company {
  readonly siteFiles: SiteFiles
  readonly secrets: readonly string[]
}

export function resolveSettings(
  root: CheckedFile<WrittenRoot>,
  included: readonly CheckedFile<WrittenIncluded>[],
  { siteFiles, secrets }: Company,
): Settings {
  const files: readonly CheckedFile<WrittenIncluded>[] = [root, ...included]
  const { data, file } = root
  const categories = files.flatMap((one) => one.data.categories)
  const site = resolveSite(data, siteFiles)
  const keep = resolveKeep(data.publish.keep)
  const { limits, deletions } = data.poll
  const around = { timezone: site.timezone, categories: byName(categories), maxEntries: limits.entries, deletions, terms: data.publish }
  return {
    file,
    site,
    assets: [siteFiles.icon, siteFiles.stylesheet].filter((asset) => asset !== null),
    store: resolveStore(data.store, dirname(file)),
    publish: resolvePublish(data.publish, dirname(file)),
    serve: resolveServe(data.serve),
    poll: { ...resolvePoll(data.poll, site), secrets },
    identity: files.flatMap((one) => one.data.identity).map(resolveIdentity),
    tracking: data.canonical.ignore,
    slugs: { pinyin: { ...readings, ...data.slugs.overrides } },
    alerts: data.alerts === undefined ? null : resolveAlerts(data.alerts, dirname(file)),
    notify: data.notify.map((one) => resolveNotify(one, dirname(file))),
    categories: categories.map((category) => resolveCategory(category, keep)),
    takedown: data.takedown.map(resolveTakedown),
    feeds: data.feeds.map((feed) => resolveFeed(feed, { idOf: presentIds(files), keep })),
    sources: files
      .flatMap((one) => one.data.sources.map((source) => ({ source, folder: dirname(one.file) })))
      .map(({ source, folder }, position) => resolveSource(source, { ...around, position, folder })),
  }
}

/** Ids that sources had before, and those that they have now. */
function presentIds(files: readonly CheckedFile<WrittenIncluded>[]): ReadonlyMap<string, string> {
  return new Map(files.flatMap(({ data }) => data.sources.flatMap(({ id, formerly }) => formerly.map((former) => [former, id] as const))))
}

function resolveSite({ site, serve }: Pick<WrittenRoot, 'site' | 'serve'>, files: SiteFiles): SiteSettings {
  const { id, url, licence, contact, ...rest } = site
  return {
    ...rest,
    id: id ?? new URL(url).hostname,
    url: withSlash(url),
    licence: licence === undefined ? null : { text: licence.text, url: licence.url ?? null },
    contact: contact ?? null,
    icon: files.icon?.path ?? iconPath('svg'),
    stylesheet: files.stylesheet?.path ?? null,
    search: serve.search,
  }
}

function resolveStore({ sqlite, answers, backup }: WrittenRoot['store'], folder: string): StoreSettings {
  const copies = backup === undefined ? null : { ...backup, dir: resolve(folder, backup.dir) }
  return { sqlite: resolve(folder, sqlite), answers: resolveAnswers(answers), backup: copies }
}

function resolveServe({ url, token, memory, ...rest }: WrittenRoot['serve']): ServeSettings {
  return { ...rest, url: url ? withSlash(url) : null, token: token || null, memoryBytes: memory }
}

function resolvePublish(
  { dir, jekyll, digest, entries, pages, newCategories, hubs, related, fold, keep }: WrittenRoot['publish'],
  folder: string,
): PublishSettings {
  const posts = jekyll === undefined ? null : { dir: resolve(folder, jekyll.dir) }
  const said = { entries, pages, newCategories, hubs, related, fold }
  return { ...said, keep: resolveKeep(keep), dir: resolve(folder, dir), digests: resolveDigests(digest), jekyll: posts }
}

function resolvePoll(written: WrittenRoot['poll'], site: SiteSettings): Omit<PollSettings, 'secrets'> {
  const { every, perHost, delay, connections, allow, proxy, robots, push, userAgent, settle, limits } = written
  return {
    everyMs: every,
    perHost,
    delayMs: delay,
    connections,
    allow: allow.map((pair) => pair.toLowerCase()),
    proxy: proxy === undefined ? null : resolveProxy(proxy),
    robots,
    push,
    userAgent: userAgent ?? `Newsstand/0.1 (+${site.url})`,
    settleMs: settle,
    limits: {
      connectMs: limits.connect,
      headersMs: limits.headers,
      idleMs: limits.idle,
      visitMs: limits.visit,
      redirects: limits.redirects,
      headerBytes: limits.headerBytes,
      wireBytes: limits.wireBytes,
      bodyBytes: limits.bodyBytes,
    },
  }
}

function resolveIdentity({ name, query, fields, pattern }: WrittenRoot['identity'][number]): IdentityRule {
  return { name, query: query ?? null, fields, pattern: compilePattern(pattern) }
}

function resolveAlerts({ on, after, ...recipient }: WrittenAlerts, folder: string): AlertSettings {
  return { ...resolveRecipient(recipient, folder), on, after }
}

function resolveNotify({ category, ...recipient }: WrittenNotify, folder: string): NotifySettings {
  return { ...resolveRecipient(recipient, folder), category }
}

/** A program named by a path stands relative to the root file; one without a slash is looked for by the system. */
function resolveRecipient({ url, headers, command }: WrittenRecipient, folder: string): Recipient {
  const [program = '', ...args] = command ?? []
  return {
    url: url ?? null,
    headers,
    command: command === undefined ? null : [program.includes('/') ? resolve(folder, program) : program, ...args],
  }
}

/** `keep`: of categories that say nothing else. */
function resolveCategory(written: WrittenCategory, keep: Keep | null): CategorySettings {
  return {
    name: written.name,
    slug: written.slug ?? null,
    title: written.title ?? null,
    description: written.description ?? null,
    group: written.group ?? null,
    order: written.order ?? null,
    icon: written.icon ?? null,
    isPrivate: written.private,
    fold: written.fold ?? null,
    digests: resolveDigests(written.digest),
    keep: written.keep === undefined ? keep : resolveKeep(written.keep),
    aliases: written.aliases,
  }
}

function byName(categories: readonly WrittenCategory[]): ReadonlyMap<string, WrittenCategory> {
  return new Map(categories.flatMap((category) => [category.name, ...category.aliases].map((name) => [foldName(name), category])))
}
