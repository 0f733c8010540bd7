// What stands in the place of a withdrawn entry (design §8, `retract`).
import type { Entry } from '../model/entry.ts'
import type { SiteSettings } from '../model/settings.ts'
import { textToHtml } from './html-text.ts'
import { type ChromeLanguage, languageOf } from './languages.ts'

interface RetractionWords {
  readonly mark: string
  readonly heading: string
  readonly text: string
}

const words: Readonly<Record<ChromeLanguage, RetractionWords>> = {
  zh: { mark: '[已撤回]', heading: '这篇文章已撤回', text: '本站不再提供这篇文章的正文。' },
  en: { mark: '[Retracted]', heading: 'This article was retracted', text: 'Its text is no longer available here.' },
}

export function retractionWords({ language }: SiteSettings): RetractionWords {
  return words[languageOf(language)]
}

/** A withdrawn entry as readers see it: that it is withdrawn, and why; its link leads to the notice. Others stay as they are. */
export function asRetracted(entry: Entry, site: SiteSettings): Entry {
  const { retraction, title } = entry
  if (retraction === null) return entry
  return {
    ...entry,
    title: `${retractionWords(site).mark} ${title}`.trim(),
    url: null,
    summary: null,
    contentHtml: `<p>${textToHtml(retraction.why)}</p>`,
    authors: [],
    tags: [],
    enclosures: [],
  }
}
