// What searching says, in the site's language; the rest of the chrome stands in `phrases.ts`.
import type { SiteSettings } from '../../model/settings.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

export interface SearchPhrases {
  readonly search: string
  /** Within the empty box. */
  readonly placeholder: string
}

const table: Readonly<Record<ChromeLanguage, SearchPhrases>> = {
  zh: { search: '搜索', placeholder: '标题或正文' },
  en: { search: 'Search', placeholder: 'Title or text' },
}

export function searchPhrasesOf(site: Pick<SiteSettings, 'language'>): SearchPhrases {
  return table[languageOf(site.language)]
}
