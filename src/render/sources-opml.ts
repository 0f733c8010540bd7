// The feeds that are watched, as other readers import them (OPML 2.0, opml.org/spec2.opml).
import { byCodePoint } from '../base/text.ts'
import type { SiteSettings } from '../model/settings.ts'
import { branch, declaration, each, empty, leaf } from './xml.ts'

export interface ListedSource {
  readonly title: string
  readonly url: string
  /** Null: it stands in none. */
  readonly folder: string | null
}

/** Folders in code-point order, then what stands in none; within them as config has it. */
export function sourcesOpml(sources: readonly ListedSource[], { title }: Pick<SiteSettings, 'title'>): string {
  const folders = [...new Set(sources.flatMap(({ folder }) => folder ?? []))].sort(byCodePoint)
  const within = (name: string | null) =>
    each(
      sources.filter(({ folder }) => folder === name),
      outlineOf,
    )
  const shelves = each(folders, (name) => branch('outline', { text: name, title: name }, within(name)))
  const head = branch('head', undefined, leaf('title', title) + leaf('docs', 'http://opml.org/spec2.opml'))
  return declaration + branch('opml', { version: '2.0' }, head + branch('body', undefined, shelves + within(null)))
}

function outlineOf({ title, url }: ListedSource): string {
  return empty('outline', { type: 'rss', text: title, title, xmlUrl: url })
}
