// A running service takes over what config says now, but for what only a restart can change.
import { assetPath } from '../model/paths.ts'
import type { Asset, PollSettings, Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { Deps } from './deps.ts'
import { judgeOf } from './operate/take-down.ts'
import { feedRecords, registryPlan, sourceRecords } from './sync.ts'

/** What a reload changed: ids of sources, and keys as config has them. */
export interface ConfigChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  /** Sources that go on under another id. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  readonly settings: readonly string[]
  /** What differs in config and stays as it was until a restart. */
  readonly kept: readonly string[]
}

export interface TakenOver {
  readonly settings: Settings
  readonly changes: ConfigChanges
}

/** @throws AppError `config-invalid` when the new config contradicts what the store knows of categories: then nothing is taken over. */
export async function takeOver(
  next: Settings,
  { settings: before, store, clock }: Pick<Deps, 'settings' | 'store' | 'clock'>,
): Promise<TakenOver> {
  const settings = withinRunning(next, before)
  const changes = { ...changesBetween(before, settings), kept: keptKeys(next, before) }
  if (isSame(before, settings)) return { settings: before, changes }
  const now = clock.now()
  await store.syncCategories((registry) => registryPlan(settings, registry, now), feedRecords(settings, now))
  await store.syncSources(sourceRecords(settings))
  store.rankIdentities(settings.identity.map((rule) => rule.name))
  store.takedown.follow(judgeOf(settings))
  return { settings, changes }
}

/** Whether one fetcher can do the work of the other: neither pace nor settling is its business. */
export function isFetchedAlike(a: PollSettings, b: PollSettings): boolean {
  const fetching = ({ everyMs: _, settleMs: __, ...rest }: PollSettings) => rest
  return isSame(fetching(a), fetching(b))
}

/** The new settings, with what a running service stands on left as it is. */
function withinRunning(next: Settings, { site, store, publish, serve }: Settings): Settings {
  return {
    ...next,
    site: { ...next.site, id: site.id },
    store: { ...store, answers: next.store.answers, backup: next.store.backup },
    publish: { ...next.publish, dir: publish.dir, jekyll: publish.jekyll },
    serve: { ...next.serve, host: serve.host, port: serve.port, connections: serve.connections, memoryBytes: serve.memoryBytes },
  }
}

function keptKeys(next: Settings, before: Settings): readonly string[] {
  const fixed: readonly (readonly [string, (settings: Settings) => unknown])[] = [
    ['site.id', ({ site }) => site.id],
    ['store', ({ store: { sqlite } }) => sqlite],
    ['publish.dir', ({ publish }) => publish.dir],
    ['publish.jekyll', ({ publish }) => publish.jekyll],
    ['serve.host', ({ serve }) => serve.host],
    ['serve.port', ({ serve }) => serve.port],
    ['serve.connections', ({ serve }) => serve.connections],
    ['serve.memory', ({ serve }) => serve.memoryBytes],
  ]
  return fixed.flatMap(([key, of]) => (isSame(of(next), of(before)) ? [] : [key]))
}

function changesBetween(before: Settings, after: Settings): Omit<ConfigChanges, 'kept'> {
  const [old, now] = [byId(before.sources), byId(after.sources)]
  const left = [...old.keys()].filter((id) => !now.has(id))
  const came = after.sources.filter(({ id }) => !old.has(id))
  const renamed = came.flatMap(({ id, formerly }) => formerly.filter((from) => left.includes(from)).map((from) => ({ from, to: id })))
  return {
    added: came.map(({ id }) => id).filter((id) => !renamed.some(({ to }) => to === id)),
    removed: left.filter((id) => !renamed.some(({ from }) => from === id)),
    changed: after.sources.flatMap(({ id }) => (old.has(id) && old.get(id) !== now.get(id) ? [id] : [])),
    renamed,
    settings: changedKeys(before, after),
  }
}

/** A source as one text, but for its place among the others. */
function byId(sources: readonly Source[]): ReadonlyMap<string, string> {
  return new Map(sources.map(({ position: _, ...source }) => [source.id, JSON.stringify(source)]))
}

function changedKeys(before: Settings, after: Settings): readonly string[] {
  return [
    ...(['site', 'publish', 'serve', 'poll'] as const).flatMap((section) => changedIn(section, before[section], after[section])),
    ...after.assets.flatMap((asset) => (isOtherAsset(asset, before) ? [keyOf(asset)] : [])),
    ...(isSame(before.tracking, after.tracking) ? [] : ['canonical.ignore']),
    ...(isSame(before.slugs, after.slugs) ? [] : ['slugs.overrides']),
    ...(['identity', 'categories', 'takedown', 'feeds', 'alerts', 'notify'] as const).filter((key) => !isSame(before[key], after[key])),
  ]
}

/** The same path, other bytes: config names a file that was changed itself. */
function isOtherAsset({ path, bytes }: Asset, { assets }: Settings): boolean {
  const old = assets.find((asset) => asset.path === path)
  return old !== undefined && !isSame(old.bytes, bytes)
}

function keyOf({ path }: Asset): string {
  return path === assetPath.customStylesheet ? 'site.stylesheet' : 'site.icon'
}

/** Config writes durations with their units: `everyMs` is its `every`. */
function changedIn(section: string, before: object, after: object): readonly string[] {
  const old = new Map(Object.entries(before))
  const changed = Object.entries(after).filter(([key, value]) => !isSame(old.get(key), value))
  return changed.map(([key]) => `${section}.${key.replace(/(?:Ms|Bytes)$/, '')}`)
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
