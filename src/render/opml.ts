// All feeds in one file that readers import (OPML 2.0, opml.org/spec2.opml).
import { categoryPath, publicUrl, type QueryOf } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { byGroup } from './catalogue.ts'
import { branch, declaration, each, empty, leaf } from './xml.ts'

/** It carries no dates: it changes when a category comes, goes or is renamed, not with every article. */
export function feedsOpml(categories: readonly Category[], site: SiteSettings, queryOf: QueryOf = () => ''): string {
  const addressOf = (path: string) => publicUrl(site.url, path) + queryOf(path)
  const shelves = each(byGroup(categories), ({ name, categories: members }) => {
    const outlines = each(members, (category) => outlineOf(category, { site, addressOf }))
    return name === null ? outlines : branch('outline', { text: name, title: name }, outlines)
  })
  const about = leaf('title', site.title) + leaf('ownerId', site.url) + leaf('docs', 'http://opml.org/spec2.opml')
  const parts = branch('head', undefined, about) + branch('body', undefined, shelves)
  return declaration + branch('opml', { version: '2.0' }, parts)
}

interface Listing {
  readonly site: SiteSettings
  readonly addressOf: (path: string) => string
}

function outlineOf({ slug, title, description }: Category, { site, addressOf }: Listing): string {
  return empty('outline', {
    type: 'rss',
    text: title,
    title,
    description,
    language: site.language,
    xmlUrl: addressOf(categoryPath(slug, 'atom')),
    htmlUrl: addressOf(categoryPath(slug, 'html')),
  })
}
