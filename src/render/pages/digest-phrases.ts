// What digests say, in the site's language.
import type { DigestPeriod } from '../../model/digest.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

interface DigestPhrases {
  readonly names: Readonly<Record<DigestPeriod, string>>
  /** Of all of them. */
  readonly digests: string
  /** Of the whole feed. */
  readonly title: (of: string, name: string) => string
  readonly description: Readonly<Record<DigestPeriod, string>>
  /** One edition; `entries`: how many it has, in words. */
  readonly edition: (of: string, day: string, entries: string) => string
  /** What it does not list. */
  readonly more: (count: number) => string
  readonly editions: string
  readonly noEditions: string
}

const table: Readonly<Record<ChromeLanguage, DigestPhrases>> = {
  zh: {
    names: { daily: '每日摘要', weekly: '每周摘要' },
    digests: '摘要',
    title: (of, name) => `${of} ${name}`,
    description: { daily: '每天一期，列出当天的全部文章。', weekly: '每周一期，列出一周的全部文章。' },
    edition: (of, day, entries) => `${of} · ${day}（${entries}）`,
    more: (count) => `另有 ${count} 篇`,
    editions: '各期',
    noEditions: '还没有出刊。',
  },
  en: {
    names: { daily: 'Daily digest', weekly: 'Weekly digest' },
    digests: 'Digests',
    title: (of, name) => `${of}: ${name.toLowerCase()}`,
    description: { daily: 'One item a day, with everything that came.', weekly: 'One item a week, with everything that came.' },
    edition: (of, day, entries) => `${of} · ${day} (${entries})`,
    more: (count) => `and ${count} more`,
    editions: 'Editions',
    noEditions: 'No edition yet.',
  },
}

export function digestPhrasesOf({ language }: SiteSettings): DigestPhrases {
  return table[languageOf(language)]
}
