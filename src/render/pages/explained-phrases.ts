// What the operator's page of an entry says, in the site's language. Reasons are those of `newsstand explain`.
import type { ExplainedState } from '../../model/explanation.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

export interface ExplainedPhrases {
  readonly explain: string
  readonly asked: string
  readonly askedHint: string
  readonly states: Readonly<Record<ExplainedState, string>>
  readonly owner: string
  readonly page: string
  readonly original: string
  readonly given: string
  readonly firstSeen: string
  readonly published: string
  readonly listed: string
  readonly modified: string
  readonly expires: string
  readonly articleText: string
  readonly article: string
  readonly retracted: string
  readonly pruned: string
  readonly sightings: string
  readonly source: string
  readonly keys: string
  readonly titles: string
  readonly rules: string
  readonly seen: string
  readonly oneEntry: string
  readonly joined: string
  readonly byHand: string
  readonly tookOver: string
  readonly others: string
  readonly noKey: string
  readonly sameStory: string
  readonly near: string
  readonly categories: string
  readonly feeds: string
  readonly home: string
  readonly place: (place: number, of: number) => string
  readonly archive: string
  readonly digests: string
  readonly revisions: string
  readonly first: string
  readonly newTitle: string
  readonly share: (percent: string) => string
  readonly rewritten: string
  readonly whole: string
}

const table: Readonly<Record<ChromeLanguage, ExplainedPhrases>> = {
  zh: {
    explain: '文章来历',
    asked: '键、地址或 id',
    askedHint: '例如 infoCode:NW…、文章地址或本站页面地址',
    states: {
      published: '已发布',
      pending: '待发布',
      hidden: '不再公开',
      expired: '已过期',
      retracted: '已撤回',
      pruned: '已清理',
    },
    owner: '主来源',
    page: '页面',
    original: '原文',
    given: '来源给出的日期',
    firstSeen: '首次见到',
    published: '首次发布',
    listed: '排列时间',
    modified: '修改',
    expires: '到期',
    articleText: '正文',
    article: '正文抓取',
    retracted: '撤回',
    pruned: '清理',
    sightings: '出现之处',
    source: '来源',
    keys: '键',
    titles: '标题',
    rules: '分类规则',
    seen: '见到',
    oneEntry: '为何是同一篇',
    joined: '合并依据',
    byHand: '人工更正',
    tookOver: '并入',
    others: '同键的其他文章',
    noKey: '失效的键',
    sameStory: '同一新闻',
    near: '相近但不同',
    categories: '分类',
    feeds: '所在的订阅源',
    home: '主分类',
    place: (place, of) => `第 ${place} 位，共 ${of} 篇`,
    archive: '存档',
    digests: '摘要',
    revisions: '版本',
    first: '最初',
    newTitle: '新标题',
    share: (percent) => `正文变化 ${percent} %`,
    rewritten: '大部分改写',
    whole: '全部来历',
  },
  en: {
    explain: 'Why it is here',
    asked: 'Key, address or id',
    askedHint: 'such as infoCode:NW…, the address of the article, or of its page here',
    states: {
      published: 'published',
      pending: 'pending',
      hidden: 'hidden',
      expired: 'expired',
      retracted: 'retracted',
      pruned: 'pruned',
    },
    owner: 'Owner',
    page: 'Page',
    original: 'Original',
    given: 'Date as given',
    firstSeen: 'First seen',
    published: 'First published',
    listed: 'Listed',
    modified: 'Modified',
    expires: 'Expires',
    articleText: 'Text',
    article: 'Article step',
    retracted: 'Retracted',
    pruned: 'Pruned',
    sightings: 'Sightings',
    source: 'Source',
    keys: 'Keys',
    titles: 'Titles',
    rules: 'Categories by rule',
    seen: 'Seen',
    oneEntry: 'Why it is one entry',
    joined: 'Joined by',
    byHand: 'By hand',
    tookOver: 'Took over',
    others: 'Others under its keys',
    noKey: 'No key any more',
    sameStory: 'The same story',
    near: 'Near, but another one',
    categories: 'Categories',
    feeds: 'Feeds',
    home: 'home',
    place: (place, of) => `${place} of ${of}`,
    archive: 'archive',
    digests: 'Digests',
    revisions: 'Revisions',
    first: 'the first',
    newTitle: 'new title',
    share: (percent) => `${percent} % of the text`,
    rewritten: 'most of it was rewritten',
    whole: 'All of it',
  },
}

export function explainedPhrasesOf({ language }: Pick<SiteSettings, 'language'>): ExplainedPhrases {
  return table[languageOf(language)]
}
