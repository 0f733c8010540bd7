// What searching says, in the site's language; the rest of the chrome stands in `phrases.ts`.
import { longestQuery } from '../../model/search.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

/** Why a question is no question. */
export type SearchProblem = 'no-words' | 'too-long' | 'no-date' | 'no-place' | 'busy'

export interface SearchPhrases {
  readonly search: string
  readonly searchIn: (category: string) => string
  /** Within the empty box. */
  readonly placeholder: string
  /** How to ask. */
  readonly hint: string
  readonly narrow: string
  readonly publisher: string
  readonly category: string
  readonly all: string
  readonly from: string
  readonly to: string
  readonly resultsFor: (query: string) => string
  /** Null: too many to count. */
  readonly found: (count: number | null) => string
  readonly nothing: string
  readonly nothingHint: string
  readonly withoutFilters: string
  /** Above categories whose names hold the words. */
  readonly categoriesNamed: string
  /** New articles wait to be taken in. */
  readonly behind: string
  /** Not all articles were looked through. */
  readonly cutOff: string
  readonly more: string
  readonly older: string
  /** This search as a feed. */
  readonly follow: string
  readonly problems: Readonly<Record<SearchProblem, string>>
}

const table: Readonly<Record<ChromeLanguage, SearchPhrases>> = {
  zh: {
    search: '搜索',
    searchIn: (category) => `在${category}中搜索`,
    placeholder: '标题或正文',
    hint: '几个词之间用空格隔开，文章要同时含有它们；加引号的作为一个词查找。',
    narrow: '缩小范围',
    publisher: '来源',
    category: '分类',
    all: '全部',
    from: '起始日期',
    to: '截止日期',
    resultsFor: (query) => `搜索：${query}`,
    found: (count) => (count === null ? '结果很多，标题含有的在前，最新的在前' : `找到 ${count} 篇`),
    nothing: '没有找到文章。',
    nothingHint: '可以换一个更短的词，或少写几个词。',
    withoutFilters: '在全部文章中搜索',
    categoriesNamed: '名称含有这些词的分类',
    behind: '刚收到的文章还没有编入搜索，稍后再搜就能找到。',
    cutOff: '这里只查找了一部分较新的文章，可以继续查找更早的。',
    more: '更多结果',
    older: '查找更早的文章',
    follow: '订阅这个搜索',
    problems: {
      'no-words': '请输入要搜索的词。',
      'too-long': `要搜索的内容太长：最多 ${longestQuery} 个字符。`,
      'no-date': '日期要写成 2026-01-31 的样子。',
      'no-place': '这个地址不完整，请重新搜索。',
      busy: '现在搜索的人太多，请过几秒再试。',
    },
  },
  en: {
    search: 'Search',
    searchIn: (category) => `Search in ${category}`,
    placeholder: 'Title or text',
    hint: 'Articles must have all of several words; words in quotes are looked for as they stand.',
    narrow: 'Narrow down',
    publisher: 'Publisher',
    category: 'Category',
    all: 'All',
    from: 'From',
    to: 'Until',
    resultsFor: (query) => `Search: ${query}`,
    found: (count) => {
      if (count === null) return 'Many articles; titles first, then the newest'
      return count === 1 ? '1 article' : `${count} articles`
    },
    nothing: 'No article was found.',
    nothingHint: 'Try a shorter word, or fewer of them.',
    withoutFilters: 'Search all articles',
    categoriesNamed: 'Categories so named',
    behind: 'Articles that have just come in are not searched yet; they will be in a moment.',
    cutOff: 'Only the newer part of the articles was looked through; go on to look at older ones.',
    more: 'More results',
    older: 'Look at older articles',
    follow: 'Subscribe to this search',
    problems: {
      'no-words': 'Type a word to search for.',
      'too-long': `That is too long to search for: ${longestQuery} characters at most.`,
      'no-date': 'Write a date such as 2026-01-31.',
      'no-place': 'This address is not complete; please search again.',
      busy: 'Too many searches at once; try again in a few seconds.',
    },
  },
}

export function searchPhrasesOf(site: Pick<SiteSettings, 'language'>): SearchPhrases {
  return table[languageOf(site.language)]
}
