// What is folded under an entry, as links at the end of its text.
import type { Entry } from '../model/entry.ts'
import { publicUrl } from '../model/paths.ts'
import type { RelatedLink } from '../model/related.ts'
import type { SiteSettings } from '../model/settings.ts'
import { webAddress } from './addresses.ts'
import { textToHtml } from './html-text.ts'
import { type ChromeLanguage, languageOf } from './languages.ts'

interface AlsoWords {
  readonly heading: string
  readonly from: (outlet: string) => string
}

const words: Readonly<Record<ChromeLanguage, AlsoWords>> = {
  zh: { heading: '另见：', from: (outlet) => `（${outlet}）` },
  en: { heading: 'Also:', from: (outlet) => ` (${outlet})` },
}

/** Of a withdrawn entry nothing is left that others could say, too. */
export function foldedUnder({ also = [], retraction }: Pick<Entry, 'also' | 'retraction'>): readonly RelatedLink[] {
  return retraction === null ? also : []
}

/** To the original; what has none is read on our page. */
export function addressOfLink({ url, path }: RelatedLink, site: Pick<SiteSettings, 'url'>): string {
  return webAddress(url) ?? publicUrl(site.url, path)
}

export function withAlso(entry: Entry, site: SiteSettings): Entry {
  const links = foldedUnder(entry)
  if (links.length === 0) return entry
  const { heading, from } = words[languageOf(site.language)]
  const { contentHtml, summary } = entry
  const before = contentHtml ?? (summary === null ? '' : `<p>${textToHtml(summary)}</p>`)
  const items = links.map((link) => {
    const outlet = link.outlet === null ? '' : textToHtml(from(link.outlet))
    return `<li><a href="${textToHtml(addressOfLink(link, site))}">${textToHtml(link.title || link.path)}</a>${outlet}</li>`
  })
  return { ...entry, contentHtml: `${before}<p>${heading}</p><ul>${items.join('')}</ul>` }
}
