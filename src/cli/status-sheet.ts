// What `status` shows people: sources that need to be looked at first, each on a line, and beneath it what is wrong.
import type { StoredSource } from '../app.ts'
import { type Health, healthOf, healths, isFailing } from '../model/health.ts'
import { isVisited, itemsPerDay } from '../model/source-shape.ts'
import type { Standing } from '../model/status-shape.ts'
import { troublesOf, troubleText } from '../model/troubles.ts'
import { about, count, fromNow, size } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours, harmless, shortTime, tableLines } from './print.ts'
import { beneath } from './sheet.ts'

export interface Status extends Standing {
  readonly sources: readonly StoredSource[]
  readonly trafficDays: number
  /** The site's. */
  readonly zone: string
  readonly now: number
}

/** Of more sources than this those that are well, or were never polled, are only counted. */
const mostRows = 50
const mostHosts = 10
const mostNames = 5
/** A source that is due for longer is waited for in vain. */
const overdueMs = 10 * 60_000

export function describeStatus(status: Status, screen: Screen): string {
  const ranked = [...status.sources].sort((a, b) => rankOf(a) - rankOf(b) || b.state.failures - a.state.failures)
  const wanted = ranked.length <= mostRows ? ranked : ranked.filter((source) => rankOf(source) < healths.indexOf('never-polled'))
  const shown = wanted.slice(0, mostRows)
  const left = wanted.length - shown.length
  const lines = [
    ...(shown.length === 0 ? [] : sourceLines(shown, status, screen)),
    ...(left === 0 ? [] : [`… and ${count(left)} more to look at (--json shows all)`]),
    ...verdicts(status, screen),
    ...waitingLines(status, screen),
    ...followLines(status),
    ...hubLines(status, screen),
    ...answerLines(status),
    ...hostLines(status, screen),
  ]
  return `${lines.join('\n')}\n`
}

function rankOf(source: StoredSource): number {
  return healths.indexOf(healthOf(source))
}

function sourceLines(shown: readonly StoredSource[], { zone, now }: Status, screen: Screen): readonly string[] {
  const { red, yellow, dim } = colours(screen.isTerminal)
  const paints: Readonly<Record<Health, (text: string) => string>> = {
    gone: red,
    failing: red,
    throttled: yellow,
    gap: yellow,
    drifting: yellow,
    moved: yellow,
    paused: dim,
    'never-polled': dim,
    ok: (text) => text,
  }
  const rows = shown.map((source) => [
    source.id,
    healthWords(source, now),
    nextWords(source, { zone, now }),
    String(itemsPerDay(source)),
    count(source.entries),
    source.state.lastChangeAt === null ? '' : fromNow(source.state.lastChangeAt, now),
  ])
  const [heading = '', ...lines] = tableLines(
    ['source', 'health', 'next poll', 'a day', 'entries', 'last change'],
    aligned(rows, [3, 4]),
    screen,
  )
  const told = lines.flatMap((line, at) => {
    const source = shown[at]
    if (source === undefined) return []
    const paint = paints[healthOf(source)]
    return [paint(line), ...beneath(troublesOf(source).map(troubleText), screen)]
  })
  return [heading, ...told]
}

function healthWords(source: StoredSource, now: number): string {
  const { state, failingSince } = source
  const health = healthOf(source)
  if (health !== 'failing' || state.failures < 2 || failingSince === null) return health.replace('-', ' ')
  return `failing ${state.failures}×, ${about(now - failingSince)}`
}

function nextWords(source: StoredSource, { zone, now }: Pick<Status, 'zone' | 'now'>): string {
  const { state, push } = source
  if (!isVisited(source)) return 'never'
  if (state.nextPollAt <= now) return 'due'
  const [day, time] = shortTime(state.nextPollAt, zone).split(' ')
  const isToday = shortTime(now, zone).startsWith(day ?? '')
  const told = push?.isTrusted ? `; pushed by ${new URL(push.hub).host}` : ''
  return `${isToday ? '' : `${day} `}${time}, ${fromNow(state.nextPollAt, now)}${told}`
}

function verdicts({ sources, now }: Status, { isTerminal }: Screen): readonly string[] {
  const { green, red, yellow } = colours(isTerminal)
  if (sources.length === 0) return ['No source is watched: config names none that is enabled.']
  const failing = sources.filter(isFailing).length
  const others = healths.slice(2, -1).flatMap((health) => {
    const many = sources.filter((source) => healthOf(source) === health).length
    return many === 0 ? [] : [`${count(many)} ${health.replace('-', ' ')}`]
  })
  const rest = others.length === 0 ? '' : ` Others: ${others.join(', ')}.`
  const overdue = sources.filter((source) => isVisited(source) && source.state.nextPollAt > 0 && now - source.state.nextPollAt > overdueMs)
  const longest = Math.max(...overdue.map(({ state }) => now - state.nextPollAt))
  return [
    failing > 0
      ? red(`${count(failing)} of ${count(sources.length)} sources are failing.${rest}`)
      : (others.length > 0 ? yellow : green)(
          `No source is failing; ${count(sources.length)} ${sources.length === 1 ? 'is' : 'are'} watched.${rest}`,
        ),
    ...(overdue.length === 0
      ? []
      : [yellow(`${count(overdue.length)} have been due for up to ${about(longest)}: is "newsstand run" running?`)]),
  ]
}

function waitingLines({ waiting }: Status, { isTerminal }: Screen): readonly string[] {
  if (waiting.length === 0) return []
  const named = waiting.slice(0, mostNames).join(', ')
  const all = waiting.length > mostNames ? `${named} …` : named
  const those = waiting.length === 1 ? 'category waits' : 'categories wait'
  return [colours(isTerminal).yellow(`${count(waiting.length)} new ${those} ("newsstand category list --state waiting"): ${harmless(all)}`)]
}

function hubLines({ hub: { subscriptions, failing } }: Status, { isTerminal }: Screen): readonly string[] {
  if (subscriptions === 0) return []
  const told = `${count(subscriptions)} WebSub ${subscriptions === 1 ? 'subscription' : 'subscriptions'}`
  return [failing === 0 ? told : `${told}, ${colours(isTerminal).yellow(`${count(failing)} of them cannot be sent anything`)}`]
}

function answerLines({ answers: { answers, articles, bytes, most } }: Status): readonly string[] {
  if (answers + articles === 0) return []
  const pages = articles === 0 ? '' : ` and ${count(articles)} ${articles === 1 ? 'page of an entry' : 'pages of entries'}`
  return [
    `Kept for plan and reread: ${count(answers)} ${answers === 1 ? 'answer' : 'answers'} of sources${pages}, ${size(bytes)} of at most ${size(most)}`,
  ]
}

/** Lists are well mostly, and among many sources such are not shown. */
function followLines({ sources, now }: Status): readonly string[] {
  return sources.flatMap(({ id, follows }) => {
    if (follows === null) return []
    const { feeds, came, left, changedAt } = follows
    return [
      `List ${id} names ${count(feeds)} ${feeds === 1 ? 'feed' : 'feeds'}; it changed ${fromNow(changedAt, now)}: ${count(came)} new, ${count(left)} gone.`,
    ]
  })
}

function hostLines({ hosts, trafficDays }: Status, screen: Screen): readonly string[] {
  if (hosts.length === 0) return []
  const rows = hosts
    .slice(0, mostHosts)
    .map(({ host, requests, bytes }) => [host === '*' ? 'all others' : host, count(requests), size(bytes)])
  const heading = [`busiest hosts in ${trafficDays} days`, 'requests', 'received']
  const left = hosts.length - rows.length
  return ['', ...tableLines(heading, aligned(rows, [1, 2]), screen), ...(left === 0 ? [] : [`… and ${count(left)} more hosts`])]
}

/** Numbers stand at the right of these columns. */
function aligned(rows: readonly (readonly string[])[], columns: readonly number[]): readonly (readonly string[])[] {
  const widths = new Map(columns.map((column) => [column, Math.max(...rows.map((row) => row[column]?.length ?? 0))]))
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths.get(column) ?? 0)))
}
