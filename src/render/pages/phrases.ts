// What the chrome says, in the site's language. A third language is one more column here and in `languages.ts`.
import { formatIn } from '../../base/zone.ts'
import type { ArchivePlace } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

export interface Phrases {
  readonly skip: string
  readonly home: string
  readonly newest: string
  readonly categories: string
  readonly otherCategories: string
  readonly letters: string
  /** Categories by their entries of a week. */
  readonly busiest: string
  readonly subscribe: string
  readonly howToSubscribe: string
  /** Above a feed that is opened in a browser. */
  readonly feedHint: string
  /** Before the address of a feed's page. */
  readonly webPage: string
  readonly allFeeds: string
  readonly allCategories: string
  readonly archives: string
  /** Before what an archive page holds. */
  readonly older: string
  readonly newer: string
  readonly archive: (place: ArchivePlace) => string
  readonly noEntries: string
  readonly untitled: string
  readonly original: string
  readonly from: string
  readonly by: string
  readonly updated: string
  readonly tags: string
  readonly attachments: string
  /** Above what others report of the same story. */
  readonly related: string
  readonly backTo: (name: string) => string
  readonly entries: (count: number) => string
  readonly rights: string
  readonly takedown: string
  readonly moved: string
  readonly categoryMoved: string
  readonly notFound: string
  readonly notFoundText: string
  /** Above categories whose addresses are near to what was asked for. */
  readonly near: string
  readonly movedText: string
  readonly expired: string
  readonly expiredText: string
  /** What the origin has deleted. */
  readonly removed: string
  readonly removedText: string
  /** What is kept no longer. */
  readonly pruned: string
  readonly prunedText: string
  readonly separator: string
  readonly dateFormat: string
}

const table: Readonly<Record<ChromeLanguage, Phrases>> = {
  zh: {
    skip: '跳到正文',
    home: '首页',
    newest: '最新',
    categories: '分类',
    otherCategories: '其他',
    letters: '按拼音首字母',
    busiest: '一周最活跃',
    subscribe: '订阅',
    howToSubscribe: '把地址复制到阅读器即可订阅。',
    feedHint: '这是订阅源：把地址栏里的地址复制到阅读器，就会收到新文章。',
    webPage: '网页：',
    allFeeds: '全部订阅源（OPML）',
    allCategories: '全部分类',
    archives: '往期',
    older: '较早：',
    newer: '较新：',
    archive: ({ month, page }) => `${monthText(month, 'yyyy年M月')}${page === 1 ? '' : `（${page}）`}`,
    noEntries: '还没有文章。',
    untitled: '（无标题）',
    original: '阅读原文',
    from: '来源',
    by: '作者',
    updated: '更新于',
    tags: '标签',
    attachments: '附件',
    related: '相关报道',
    backTo: (name) => `返回${name}`,
    entries: (count) => `${count} 篇`,
    rights: '文章版权归原作者及原刊所有。',
    takedown: '侵权、更正与撤稿：',
    moved: '这篇文章已移到新地址',
    categoryMoved: '这个栏目已移到新地址',
    notFound: '没有这一页',
    notFoundText: '这个地址上没有内容：可能写错了，也可能已经移走。',
    near: '您要找的也许是',
    movedText: '新的地址：',
    pruned: '这里不再保存这篇文章',
    prunedText: '文章在这里只保存一段时间，这一篇已经清理；原文可能还在原来的网站上。',
    expired: '这篇文章已过期',
    expiredText: '文章的展示期限已到，这里不再提供正文。',
    removed: '这篇文章已被来源删除',
    removedText: '发布这篇文章的网站已将其删除，因此这里也不再提供。如果它重新出现，本页会恢复。',
    separator: '、',
    dateFormat: 'yyyy年M月d日 HH:mm',
  },
  en: {
    skip: 'Skip to content',
    home: 'Front page',
    newest: 'Newest',
    categories: 'Categories',
    otherCategories: 'Other',
    letters: 'By first letter',
    busiest: 'Most active this week',
    subscribe: 'Subscribe',
    howToSubscribe: 'Copy an address into your feed reader to subscribe.',
    feedHint: 'This is a feed: copy the address of this page into a feed reader, and new articles come to you.',
    webPage: 'Web page: ',
    allFeeds: 'All feeds (OPML)',
    allCategories: 'All categories',
    archives: 'Archive',
    older: 'Older: ',
    newer: 'Newer: ',
    archive: ({ month, page }) => `${monthText(month, 'LLLL yyyy')}${page === 1 ? '' : ` (${page})`}`,
    noEntries: 'No articles yet.',
    untitled: '(untitled)',
    original: 'Read the original',
    from: 'Source',
    by: 'By',
    updated: 'Updated',
    tags: 'Tags',
    attachments: 'Attachments',
    related: 'Also reported by',
    backTo: (name) => `Back to ${name}`,
    entries: (count) => (count === 1 ? '1 article' : `${count} articles`),
    rights: 'Articles belong to their authors and publishers.',
    takedown: 'Corrections and takedown: ',
    moved: 'This article has moved',
    categoryMoved: 'This category has moved',
    notFound: 'Page not found',
    notFoundText: 'There is nothing at this address: it may be mistyped, or what was here has moved.',
    near: 'Did you mean',
    movedText: 'It is now at',
    pruned: 'This article is no longer kept here',
    prunedText: 'Articles are kept here for a while only, and this one is gone. The original may still be where it was.',
    expired: 'This article has expired',
    expiredText: 'It could be shown here for a limited time only; its text is no longer available.',
    removed: 'This article was deleted by its publisher',
    removedText:
      'The site that published it has taken it back, so it is not shown here either. Should it appear there again, it comes back to this page.',
    separator: ', ',
    dateFormat: 'd LLLL yyyy, HH:mm',
  },
}

/** `yyyy-mm` by luxon tokens. */
function monthText(month: string, format: string): string {
  return formatIn('UTC', Date.parse(`${month}-01T00:00:00Z`), format)
}

export function phrasesOf(site: SiteSettings): Phrases {
  return table[languageOf(site.language)]
}

/** An instant as people of the site's language and zone write it. */
export function dateText(at: number, site: SiteSettings): string {
  return formatIn(site.timezone, at, phrasesOf(site).dateFormat)
}
