import { compilePattern } from '../base/pattern.ts'
import { foldName } from '../model/category.ts'
import type { DeletionPolicy } from '../model/deletion.ts'
import type { CategoryRule, DraftRule, Source } from '../model/source.ts'
import { resolveAddress } from './addresses.ts'
import { list } from './one-or-several.ts'
import { articleStep, recheckTimes } from './resolve-article.ts'
import { listRequest } from './resolve-list.ts'
import { jsonMapping, pageMapping } from './resolve-mapping.ts'
import type { WrittenCategory, WrittenRoot, WrittenSource } from './schema.ts'

/** What a source is resolved against. */
export interface Surroundings {
  readonly position: number
  /** Of the file that holds it. */
  readonly folder: string
  readonly timezone: string
  /** By folded name and alias. */
  readonly categories: ReadonlyMap<string, WrittenCategory>
  readonly maxEntries: number
  readonly deletions: DeletionPolicy
  /** For those that neither it nor its category sets. */
  readonly terms: WrittenTerms
}

export type WrittenTerms = Pick<WrittenRoot['publish'], 'excerpt' | 'images' | 'expires' | 'attribution'>

/** A source with nothing left open: its own setting, else its category's, else the default. */
export function resolveSource(written: WrittenSource, around: Surroundings): Source {
  const inherited = around.categories.get(foldName(onlyName(written) ?? ''))
  const timezone = written.timezone ?? inherited?.timezone ?? around.timezone
  const every = written.every ?? inherited?.every ?? null
  const request = listRequest(written)
  return {
    id: written.id,
    kind: written.kind,
    url: resolveAddress(written.url, around.folder),
    title: written.title ?? null,
    enabled: written.enabled,
    position: around.position,
    priority: written.priority,
    joins: written.joins,
    ignoresDrift: !written.drift,
    everyMs: written.schedule === undefined ? every : null,
    schedule: written.schedule ?? null,
    timezone,
    headers: written.headers,
    category: categoryRules(written),
    recipe: {
      kind: written.kind,
      timezone,
      dateFormat: written.dateFormat ?? null,
      charset: written.charset ?? null,
      keepClasses: written.keepClasses,
      rules: written.rules.flatMap(draftRule),
      json: jsonMapping(written),
      page: pageMapping(written),
      ...(request === null ? {} : { list: request }),
      maxEntries: around.maxEntries,
    },
    article: articleStep(written, around.folder),
    recheckMs: recheckTimes(written),
    // A sitemap index always goes on.
    pages: written.pages ?? (written.kind === 'sitemap' ? 5 : 1),
    delayMs: written.delay ?? inherited?.delay ?? 0,
    onUpdate: written.onUpdate ?? inherited?.onUpdate ?? 'touch',
    deletions: written.deletions ?? inherited?.deletions ?? around.deletions,
    rights: written.rights ?? inherited?.rights ?? 'full',
    excerpt: written.excerpt ?? inherited?.excerpt ?? around.terms.excerpt,
    images: written.images ?? inherited?.images ?? around.terms.images,
    // null is a setting: never, none.
    attribution: firstSet(written.attribution, inherited?.attribution, around.terms.attribution),
    expiresMs: firstSet(written.expires, inherited?.expires, around.terms.expires),
    formerly: written.formerly,
  }
}

/** The category whose settings hold for a source: a single name, whatever its entries say. */
function onlyName({ category }: WrittenSource): string | null {
  const [only, ...others] = list(category ?? [])
  return typeof only === 'string' && others.length === 0 ? only : null
}

function categoryRules({ id, kind, title, category }: WrittenSource): readonly CategoryRule[] {
  // A title with braces would be taken for a template.
  const own = kind === 'opml' ? '{folder}' : title === undefined || /[{}]/.test(title) ? id : title
  return list(category ?? own).map((rule) => {
    if (typeof rule === 'string') return { names: [rule], when: null, written: rule }
    const when = rule.when === undefined ? null : { field: rule.when.field, pattern: compilePattern(rule.when.pattern) }
    return { names: list(rule.name), when, written: JSON.stringify(rule) }
  })
}

function draftRule({ keep, drop, replace, relabel }: WrittenSource['rules'][number]): readonly DraftRule[] {
  if (keep !== undefined) return [{ kind: 'keep', ...keep }]
  if (drop !== undefined) return [{ kind: 'drop', ...drop }]
  if (replace !== undefined) return [{ kind: 'replace', ...replace }]
  return relabel === undefined ? [] : [{ kind: 'relabel', ...relabel }]
}

function firstSet<T>(own: T | undefined, inherited: T | undefined, preset: T): T {
  if (own !== undefined) return own
  return inherited === undefined ? preset : inherited
}
