// What the operator's pages say, in the site's language. Names of health, outcomes and codes are those of `newsstand status`.

import type { DeletionPolicy } from '../../model/deletion.ts'
import type { Health } from '../../model/health.ts'
import type { IncidentEvent } from '../../model/incident.ts'
import type { OutcomeKind } from '../../model/poll.ts'
import type { SiteSettings } from '../../model/settings.ts'
import type { SourceOrder } from '../../model/source-query.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

/** What a button of ours has done. */
export const deeds = ['polled', 'paused', 'resumed', 'forgotten'] as const
export type Deed = (typeof deeds)[number]

export interface StatusPhrases {
  readonly status: string
  readonly summary: string
  readonly allWell: string
  readonly failing: (count: number, total: number) => string
  readonly overdue: (count: string, span: string) => string
  readonly none: string
  readonly due: string
  readonly underWay: string
  readonly articles: string
  readonly toWrite: string
  readonly messages: string
  readonly lastPoll: string
  readonly lastPublish: string
  readonly entries: string
  /** At their origin. */
  readonly deleted: string
  readonly deletionsAre: Readonly<Record<DeletionPolicy, string>>
  readonly store: string
  readonly free: string
  readonly never: string
  readonly now: string
  readonly today: string
  readonly newEntries: string
  readonly newByDay: (days: number, total: string) => string
  readonly attention: string
  readonly more: (count: string) => string
  readonly incidents: string
  readonly noIncidents: string
  readonly since: string
  readonly waiting: string
  readonly hosts: string
  readonly requests: string
  readonly received: string
  readonly allOthers: string
  readonly sources: string
  readonly source: string
  readonly health: string
  readonly anyHealth: string
  readonly text: string
  readonly order: string
  readonly descending: string
  readonly show: string
  readonly found: (count: string) => string
  readonly nothingFound: string
  readonly orders: Readonly<Record<SourceOrder, string>>
  readonly lastPolls: string
  readonly aDay: string
  readonly previous: string
  readonly next: string
  readonly pageOf: (page: string, pages: string) => string
  readonly healths: Readonly<Record<Health, string>>
  readonly outcomes: Readonly<Record<OutcomeKind, string>>
  readonly polls: (count: number) => string
  readonly noPolls: string
  readonly times: (times: number) => string
  readonly read: string
  readonly new: string
  readonly updated: string
  readonly merged: string
  readonly duration: string
  readonly size: string
  readonly time: string
  readonly outcome: string
  readonly message: string
  readonly ledger: string
  readonly pollNow: string
  readonly pollWhole: string
  readonly pause: string
  readonly resume: string
  readonly forget: string
  readonly actions: string
  readonly deeds: Readonly<Record<Deed, string>>
  readonly state: string
  readonly config: string
  readonly configHint: string
  readonly validators: string
  readonly noValidators: string
  readonly push: string
  readonly usual: string
  readonly measure: string
  readonly mean: string
  readonly range: string
  readonly recent: string
  readonly kind: string
  readonly address: string
  readonly failures: string
  readonly pausedSince: string
  readonly retired: string
  readonly disabled: string
  readonly live: string
  readonly notLive: string
  readonly feedTitle: string
  readonly feedHint: string
  readonly happened: Readonly<Record<IncidentEvent, string>>
}

const table: Readonly<Record<ChromeLanguage, StatusPhrases>> = {
  zh: {
    status: '运行状态',
    summary: '概况',
    allWell: '没有来源失败。',
    failing: (count, total) => `${total} 个来源中有 ${count} 个失败。`,
    overdue: (count, span) => `${count} 个来源已到期，最久的等了 ${span}：newsstand run 在运行吗？`,
    none: '没有启用的来源。',
    due: '待抓取',
    underWay: '抓取中',
    articles: '待取正文',
    toWrite: '待发布文件',
    messages: '待发通知',
    lastPoll: '上次抓取',
    lastPublish: '上次发布',
    entries: '文章',
    deleted: '来源已删除',
    deletionsAre: { ignore: '不理会', flag: '已标记，仍在展示', follow: '已随之撤下' },
    store: '数据库',
    free: '磁盘剩余',
    never: '从未',
    now: '刚刚',
    today: '今天',
    newEntries: '新文章',
    newByDay: (days, total) => `${days} 天新文章共 ${total} 篇`,
    attention: '需要处理',
    more: (count) => `另有 ${count} 个`,
    incidents: '最近事件',
    noIncidents: '30 天内没有事件。',
    since: '自',
    waiting: '待批准的分类',
    hosts: '7 天内访问最多的主机',
    requests: '请求',
    received: '接收',
    allOthers: '其他',
    sources: '来源',
    source: '来源',
    health: '状态',
    anyHealth: '全部状态',
    text: '名称或地址',
    order: '排序',
    descending: '倒序',
    show: '显示',
    found: (count) => `${count} 个来源`,
    nothingFound: '没有符合条件的来源。',
    orders: {
      health: '状态',
      id: '名称',
      'last-poll': '上次抓取',
      'next-poll': '下次抓取',
      news: '每日新增',
      entries: '文章数',
      'last-change': '上次更新',
    },
    lastPolls: '最近抓取',
    aDay: '每日新增',
    previous: '上一页',
    next: '下一页',
    pageOf: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
    healths: {
      gone: '已消失（gone）',
      failing: '失败（failing）',
      throttled: '被限速（throttled）',
      gap: '有遗漏（gap）',
      drifting: '异常（drifting）',
      moved: '已搬家（moved）',
      paused: '已暂停（paused）',
      'never-polled': '未抓取',
      ok: '正常（ok）',
    },
    outcomes: { changed: '有更新', unchanged: '无变化', throttled: '被限速', gone: '已消失', failed: '失败' },
    polls: (count) => `最近 ${count} 次抓取`,
    noPolls: '还没有抓取记录',
    times: (times) => `连续 ${times} 次`,
    read: '读取',
    new: '新增',
    updated: '更新',
    merged: '合并',
    duration: '用时',
    size: '大小',
    time: '时间',
    outcome: '结果',
    message: '说明',
    ledger: '30 天抓取记录',
    pollNow: '立即抓取',
    pollWhole: '不带条件，重新读取',
    pause: '暂停',
    resume: '恢复',
    forget: '忘记校验值',
    actions: '操作',
    deeds: {
      polled: '已安排：服务将立即抓取这个来源。',
      paused: '已暂停：恢复之前不再抓取。',
      resumed: '已恢复：将按计划抓取。',
      forgotten: '已忘记校验值：下次会完整读取。',
    },
    state: '现状',
    config: '配置',
    configHint: '密钥不显示。修改请编辑配置文件。',
    validators: '校验值',
    noValidators: '没有校验值：下次会完整读取。',
    push: '推送（WebSub）',
    usual: '通常的样子',
    measure: '指标',
    mean: '均值',
    range: '范围',
    recent: '最近文章',
    kind: '类型',
    address: '地址',
    failures: '连续失败',
    pausedSince: '暂停自',
    retired: '已不在配置中',
    disabled: '配置中已停用（enabled: false）',
    live: '实时更新',
    notLive: '每 30 秒更新一次',
    feedTitle: '事件订阅源',
    feedHint: '同样的事件，供阅读器订阅（密码为令牌）',
    happened: {
      failing: '开始失败',
      recovered: '恢复正常',
      drifting: '开始异常',
      'drifting-over': '不再异常',
      gap: '有遗漏',
      'gap-over': '不再遗漏',
      deleted: '有删除',
      'category-waiting': '新分类等待批准',
      'backup-failed': '备份失败',
      'backup-over': '备份恢复正常',
    },
  },
  en: {
    status: 'Status',
    summary: 'Summary',
    allWell: 'No source is failing.',
    failing: (count, total) => `${count} of ${total} sources ${count === 1 ? 'is' : 'are'} failing.`,
    overdue: (count, span) => `${count} sources have been due for up to ${span}: is "newsstand run" running?`,
    none: 'No source is watched.',
    due: 'Due',
    underWay: 'Under way',
    articles: 'Texts to fetch',
    toWrite: 'Files to write',
    messages: 'Messages to send',
    lastPoll: 'Last poll',
    lastPublish: 'Last publishing',
    entries: 'Entries',
    deleted: 'Deleted at their origin',
    deletionsAre: { ignore: 'ignored', flag: 'flagged, shown on', follow: 'followed' },
    store: 'Store',
    free: 'Free on disk',
    never: 'never',
    now: 'now',
    today: 'today',
    newEntries: 'New entries',
    newByDay: (days, total) => `${total} new entries in ${days} days`,
    attention: 'To be looked at',
    more: (count) => `${count} more`,
    incidents: 'What happened',
    noIncidents: 'Nothing in 30 days.',
    since: 'since',
    waiting: 'Categories that wait for your word',
    hosts: 'Busiest hosts in 7 days',
    requests: 'Requests',
    received: 'Received',
    allOthers: 'all others',
    sources: 'Sources',
    source: 'Source',
    health: 'Health',
    anyHealth: 'Any health',
    text: 'Name or address',
    order: 'Sort by',
    descending: 'Descending',
    show: 'Show',
    found: (count) => (count === '1' ? '1 source' : `${count} sources`),
    nothingFound: 'No source is like that.',
    orders: {
      health: 'Health',
      id: 'Name',
      'last-poll': 'Last poll',
      'next-poll': 'Next poll',
      news: 'A day',
      entries: 'Entries',
      'last-change': 'Last change',
    },
    lastPolls: 'Last polls',
    aDay: 'A day',
    previous: 'Previous',
    next: 'Next',
    pageOf: (page, pages) => `Page ${page} of ${pages}`,
    healths: {
      gone: 'gone',
      failing: 'failing',
      throttled: 'throttled',
      gap: 'gap',
      drifting: 'drifting',
      moved: 'moved',
      paused: 'paused',
      'never-polled': 'never polled',
      ok: 'ok',
    },
    outcomes: { changed: 'changed', unchanged: 'unchanged', throttled: 'throttled', gone: 'gone', failed: 'failed' },
    polls: (count) => (count === 1 ? 'The last poll' : `The last ${count} polls`),
    noPolls: 'No poll yet',
    times: (times) => `${times} times in a row`,
    read: 'read',
    new: 'new',
    updated: 'updated',
    merged: 'merged',
    duration: 'Duration',
    size: 'Size',
    time: 'Time',
    outcome: 'Outcome',
    message: 'Message',
    ledger: 'Polls of 30 days',
    pollNow: 'Poll now',
    pollWhole: 'unconditionally, and read it anew',
    pause: 'Pause',
    resume: 'Resume',
    forget: 'Forget validators',
    actions: 'Actions',
    deeds: {
      polled: 'Noted: the service polls this source at once.',
      paused: 'Paused: it is not polled until you resume it.',
      resumed: 'Resumed: it is polled by its schedule again.',
      forgotten: 'Forgotten: the next answer is read whole.',
    },
    state: 'Now',
    config: 'Config',
    configHint: 'Secrets are not shown. To change it, edit the config.',
    validators: 'Validators',
    noValidators: 'None: the next answer is read whole.',
    push: 'Pushed by',
    usual: 'What is usual',
    measure: 'Measure',
    mean: 'Mean',
    range: 'Range',
    recent: 'Newest entries',
    kind: 'Kind',
    address: 'Address',
    failures: 'Failures in a row',
    pausedSince: 'Paused since',
    retired: 'It has left the config',
    disabled: 'Config says enabled: false',
    live: 'Live',
    notLive: 'Updated every 30 s',
    feedTitle: 'Feed of what happened',
    feedHint: 'The same for a feed reader (the password is the token)',
    happened: {
      failing: 'is failing',
      recovered: 'is failing no more',
      drifting: 'is drifting',
      'drifting-over': 'is drifting no more',
      gap: 'has a gap',
      'gap-over': 'has a gap no more',
      deleted: 'has deletions',
      'category-waiting': 'waits as a new category',
      'backup-failed': 'cannot be backed up',
      'backup-over': 'is backed up again',
    },
  },
}

export function statusPhrasesOf({ language }: Pick<SiteSettings, 'language'>): StatusPhrases {
  return table[languageOf(language)]
}
