// How browsers search the site from their address bar (OpenSearch 1.1).
import { truncate } from '../base/text.ts'
import { publicUrl } from '../model/paths.ts'
import { searchDescriptionPath, searchPath } from '../model/search.ts'
import type { SiteSettings } from '../model/settings.ts'
import { mediaType, ns } from '../model/vocabulary.ts'
import { searchPhrasesOf } from './pages/search-phrases.ts'
import { branch, declaration, each, empty, leaf } from './xml.ts'

/** Longest short name that the format allows. */
const longestName = 16
const addresses = [
  { format: 'html', type: mediaType.html },
  { format: 'atom', type: mediaType.atom },
  { format: 'rss', type: mediaType.rss },
] as const

export function searchDescription(site: SiteSettings): string {
  const { search } = searchPhrasesOf(site)
  const template = (format: (typeof addresses)[number]['format']) => `${site.url}${searchPath(format)}?q={searchTerms}`
  const content =
    leaf('ShortName', truncate(site.title, longestName)) +
    leaf('Description', `${search}: ${site.title}`) +
    leaf('InputEncoding', 'UTF-8') +
    leaf('Image', publicUrl(site.url, site.icon)) +
    each(addresses, ({ format, type }) => empty('Url', { type, template: template(format) })) +
    empty('Url', { type: mediaType.openSearch, rel: 'self', template: publicUrl(site.url, searchDescriptionPath) })
  return declaration + branch('OpenSearchDescription', { xmlns: ns.openSearch }, content)
}
