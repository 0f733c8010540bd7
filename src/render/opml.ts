// All feeds in one file that readers import (OPML 2.0, opml.org/spec2.opml).
import type { DigestSettings } from '../model/digest.ts'
import { categoryPath, digestPath, publicUrl, type QueryOf } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { byGroup } from './catalogue.ts'
import type { Digested } from './pages/digest-links.tsx'
import { digestPhrasesOf } from './pages/digest-phrases.ts'
import { branch, declaration, each, empty, leaf } from './xml.ts'

interface Listed {
  readonly queryOf?: QueryOf
  /** Of the feed of everything. */
  readonly digests?: readonly DigestSettings[]
}

/** It carries no dates: it changes when a category comes, goes or is renamed, not with every article. */
export function feedsOpml(categories: readonly Category[], site: SiteSettings, { queryOf = () => '', digests = [] }: Listed = {}): string {
  const addressOf = (path: string) => publicUrl(site.url, path) + queryOf(path)
  const shelves = each(byGroup(categories), ({ name, categories: members }) => {
    const outlines = each(members, (category) => outlineOf(category, { site, addressOf }))
    return name === null ? outlines : branch('outline', { text: name, title: name }, outlines)
  })
  const about = leaf('title', site.title) + leaf('ownerId', site.url) + leaf('docs', 'http://opml.org/spec2.opml')
  const parts =
    branch('head', undefined, about) +
    branch('body', undefined, shelves + digestShelf([{ slug: null, title: site.title, digests }, ...categories], { site, addressOf }))
  return declaration + branch('opml', { version: '2.0' }, parts)
}

/** In a group of their own: who imports all feeds would else have everything twice. */
function digestShelf(feeds: readonly Digested[], { site, addressOf }: Listing): string {
  const { digests: name, title: titleOf, names } = digestPhrasesOf(site)
  const outlines = each(feeds, ({ slug, title, digests = [] }) =>
    each(digests, ({ every }) => {
      const text = titleOf(title, names[every])
      const at = { xmlUrl: addressOf(digestPath(slug, every, 'atom')), htmlUrl: addressOf(digestPath(slug, every, 'html')) }
      return empty('outline', { type: 'rss', text, title: text, language: site.language, ...at })
    }),
  )
  return outlines === '' ? '' : branch('outline', { text: name, title: name }, outlines)
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
