// What `explain` shows people, on about one screen: what it is, where it is from, where it stands, what became of it.
import type { Explanation } from '../app.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { about, count, fromNow, size } from './amounts.ts'
import type { Screen } from './context.ts'
import { showAway } from './explain-away.ts'
import { colours, shorten, shortTime } from './print.ts'
import { openSheet, type Sheet } from './sheet.ts'

export interface Moment {
  /** The site's. */
  readonly zone: string
  readonly now: number
}

interface Telling extends Moment, Pick<Screen, 'columns'> {
  readonly explanation: Explanation
  readonly sheet: Sheet
  readonly paint: ReturnType<typeof colours>
}

type Correction = Explanation['corrections'][number]
type TextChange = NonNullable<Explanation['revisions'][number]['changes']>[number]

/** Of each kind so many; `--json` has all. */
const mostShown = 8
/** Of a revision. */
const mostChanges = 3
const mostChanged = 200
const mostTitle = 110
/** With what stands between. */
const longestState = 'published'.length + 2

export function describeExplanation(explanation: Explanation, moment: Moment, screen: Screen): string {
  const sheet = openSheet(screen)
  const telling = { ...moment, explanation, sheet, paint: colours(screen.isTerminal), columns: screen.columns }
  for (const show of [showEntry, showSightings, showIdentity, showCoverage, showPlaces, showRevisions, showAnswers]) show(telling)
  return sheet.text
}

function importedWords({ imported, entry }: Explanation, zone: string): string | null {
  if (imported === null) return null
  const { source, path, at } = imported
  const place = path === null ? 'where no entry can stand' : path === entry.path ? 'under the same path' : `as ${path}`
  return `as a post, kept as source ${source}, ${shortTime(at, zone)}; it was read before ${place}`
}

function showEntry({ explanation, sheet, paint, now, zone, columns }: Telling): void {
  const { entry, found, dates, article } = explanation
  const gone = { expired: paint.red, retracted: paint.red, pruned: paint.red }
  const states = { published: paint.green, pending: paint.yellow, hidden: paint.yellow, ...gone }
  sheet.heading(
    entry.title === '' ? '(without title)' : shorten(entry.title, Math.min(columns ?? mostTitle, mostTitle) - longestState),
    states[entry.state](entry.state),
  )
  for (const reason of entry.because) sheet.line('because', reason)
  showAway(explanation, sheet, zone)
  if (found.merged !== null) sheet.line('asked for', `${found.merged.id ?? found.merged.path}, which was merged into this entry`)
  for (const other of found.others.slice(0, mostShown)) sheet.line('also meant', referred(other))
  sheet.line('id', entry.id)
  sheet.line('page', entry.page)
  sheet.line('imported', importedWords(explanation, zone))
  sheet.line('original', entry.url === null ? null : withoutSecrets(entry.url))
  sheet.line('date', dates.published === null ? null : `${shortTime(dates.published, zone)}  ${paint.dim(dates.origin ?? '')}`)
  if (dates.given !== null) sheet.line('given', `"${dates.given.text}" by ${dates.given.source}`)
  sheet.line('seen', moment(dates.firstSeen, 'first', { zone, now }))
  sheet.line(
    'published',
    dates.firstPublished === null
      ? null
      : `${moment(dates.firstPublished, 'first', { zone, now })}; listed ${shortTime(dates.listed, zone)}`,
  )
  if (dates.modified !== null) sheet.line('modified', shortTime(dates.modified, zone))
  if (dates.embargoUntil !== null && dates.embargoUntil > now) sheet.line('embargo', `until ${shortTime(dates.embargoUntil, zone)}`)
  if (dates.expires !== null) sheet.line('expires', `${shortTime(dates.expires, zone)}, ${fromNow(dates.expires, now)}`)
  sheet.line('text', textWords(explanation))
  sheet.line('article', articleWords(article, { zone, now }))
  sheet.line('terms', termsWords(explanation))
}

/** Where no page was ever to be read, nothing was chosen. */
function textWords({ text, article }: Explanation): string {
  if (text.use === null) return 'none'
  const why = article.state === 'none' && article.pages.length === 0 ? '' : `: ${text.why}`
  return `${text.use} text of ${text.source} (${count(text.characters)} characters)${why}`
}

function moment(at: number | null, word: string, { zone, now }: Moment): string | null {
  return at === null ? null : `${word} ${shortTime(at, zone)}, ${fromNow(at, now)}`
}

function articleWords(article: Explanation['article'], { zone, now }: Moment): string | null {
  const { nextAt, pages } = article
  const read = pages.flatMap(({ url, fetchedAt, pages: several, missingSince }) => [
    `read ${shortTime(fetchedAt, zone)} from ${withoutSecrets(url)}${several === 1 ? '' : ` and ${several - 1} more`}`,
    ...(missingSince === null ? [] : [`gone there since ${shortTime(missingSince, zone)}`]),
  ])
  const next = nextAt === null ? [] : [nextAt <= now ? 'due now' : `next ${fromNow(nextAt, now)}`]
  const words = [...read, ...attemptWords(article), ...next]
  return words.length === 0 ? null : words.join('; ')
}

function attemptWords({ state, attempts, message, pages }: Explanation['article']): readonly string[] {
  const failed = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} failed${message === null ? '' : ` (${withoutSecrets(message)})`}`
  if (state === 'given-up') return [`given up: ${failed}`]
  if (attempts > 0) return [failed]
  if (state === 'due') return [pages.length === 0 ? 'not fetched yet' : 'to be read again: its source says that it changed']
  return state === 'recheck' ? ['to be looked at again'] : []
}

/** What is as it is by default is not said. */
function termsWords({ terms }: Explanation): string | null {
  if (terms === null) return null
  const { rights, excerpt, images, attribution, expiresMs } = terms
  const words = [
    ...(rights === 'excerpt' ? [`excerpt of ${excerpt} characters`] : rights === 'link' ? ['title and link only'] : []),
    ...(images === 'link' ? [] : [images === 'drop' ? 'no pictures' : 'pictures by https only']),
    ...(attribution === null ? [] : [`attribution "${attribution}"`]),
    ...(expiresMs === null ? [] : [`shown for ${about(expiresMs)}`]),
  ]
  return words.length === 0 ? null : words.join('; ')
}

function showSightings(telling: Telling): void {
  const { sheet, explanation } = telling
  const { sightings } = explanation
  sheet.heading('Sightings', count(sightings.length))
  for (const one of sightings.slice(0, mostShown)) showSighting(one, telling)
  if (sightings.length > mostShown) sheet.item(`… and ${count(sightings.length - mostShown)} more (--json shows all)`)
}

function showSighting(one: Explanation['sightings'][number], { explanation, sheet, paint, zone }: Telling): void {
  const marks = [...(one.isOwner ? [paint.green('owner')] : []), ...(one.isRetired ? [paint.yellow('retired')] : [])]
  sheet.item([paint.bold(one.source), ...marks, paint.dim(one.why)].join('  '))
  sheet.detail('seen', `${shortTime(one.firstSeen, zone)} to ${shortTime(one.lastSeen, zone)}`)
  for (const key of one.keys.slice(0, mostShown)) sheet.detail('keys', withoutSecrets(key))
  for (const title of otherTitles(one.titles, explanation.entry.title)) sheet.detail('titles', shorten(title, mostTitle))
  for (const { name, rule } of one.categories) sheet.detail('category', name === rule ? name : `${name}  ${paint.dim(`by ${rule}`)}`)
}

/** All, as soon as it carried another one than the entry has. */
function otherTitles(titles: readonly string[], own: string): readonly string[] {
  // Titles are kept as they are compared.
  const compared = own.normalize('NFKC')
  return titles.some((title) => title !== '' && title !== compared) ? titles.filter((title) => title !== '').slice(-mostShown) : []
}

/** Why it is one entry, and not one with others. */
function showIdentity({ explanation, sheet, paint, zone }: Telling): void {
  const { joins, merged, related, vetoes, burnt, sightings } = explanation
  sheet.heading('One entry', sightings.length === 1 ? paint.dim('one source shows it') : '')
  for (const { key, sources, why } of joins.slice(0, mostShown))
    sheet.line('joined', `${sources.join(' + ')} by ${withoutSecrets(key)}: ${why}`)
  for (const one of explanation.corrections.slice(-mostShown)) sheet.line('by hand', correctionWords(one, zone))
  for (const one of merged.slice(0, mostShown)) sheet.line('took over', referred(one))
  for (const { key, ...one } of related.slice(0, mostShown))
    sheet.line('related', `${referred(one)}: another entry, though both own ${withoutSecrets(key)}`)
  for (const { key, reason, scope, at } of vetoes.slice(0, mostShown))
    sheet.line('no key', paint.yellow(`${withoutSecrets(key)} ${reachOf(scope)} since ${shortTime(at, zone)}: ${reason}`))
  const told = new Set(vetoes.map(({ key, scope }) => `${scope} ${key}`))
  for (const { key, scope } of burnt.filter((one) => !told.has(`${one.scope} ${one.key}`)).slice(0, mostShown))
    sheet.line('no key', paint.yellow(`${withoutSecrets(key)} ${reachOf(scope)}`))
}

function correctionWords({ at, by, kind, sides: [left, taken], elsewhere, holds }: Correction, zone: string): string {
  const told = `${shortTime(at, zone)}${by === null ? '' : ` by ${by}`}`
  const said =
    kind === 'joined'
      ? `${sightingWords(left)} joined with ${sightingWords(taken)}`
      : `${sightingWords(taken)} taken out of ${sightingWords(left)}`
  const others = elsewhere.length === 0 ? '' : `; now also in ${elsewhere.slice(0, mostShown).map(referred).join(', ')}`
  return `${told}: ${said}${others}${holds ? '' : '; something said later goes before it'}`
}

function sightingWords(sightings: Correction['sides'][number]): string {
  const named = sightings.slice(0, mostShown).map(({ source, key }) => `${source} (${withoutSecrets(key)})`)
  return [...named, ...(sightings.length > mostShown ? ['…'] : [])].join(' + ')
}

function showCoverage({ explanation: { coverage }, sheet, paint }: Telling): void {
  if (coverage === null || coverage.group.length + coverage.near.length === 0) return
  sheet.heading('The same story', coverage.group.length === 0 ? paint.dim('nobody else tells it') : '')
  for (const { outlet, why, ...one } of coverage.group.slice(0, mostShown))
    sheet.line('told by', `${outlet ?? 'another'}: ${referred(one)}  ${paint.dim(why)}`)
  for (const { why, ...one } of coverage.near.slice(0, mostShown)) sheet.line('not', `${referred(one)}  ${paint.dim(why)}`)
}

function reachOf(scope: string): string {
  return scope === '*' ? 'anywhere' : `at ${scope}`
}

function showPlaces(telling: Telling): void {
  const { explanation, sheet, paint, zone } = telling
  sheet.heading('Categories and feeds')
  for (const { name, slug, isHome, listed, by, why } of explanation.categories.slice(0, mostShown)) {
    const called = slug === null || slug === name ? name : `${name} (${slug})`
    const rules = by.map(({ source, rule }) => `${source}: ${rule}`).join(', ')
    const since = listed === null ? '' : `, since ${shortTime(listed, zone)}`
    sheet.line(
      'category',
      why === null
        ? `${paint.bold(called)}${isHome ? ', home' : ''}${since}  ${paint.dim(`by ${rules}`)}`
        : paint.yellow(`not in ${called}: ${why}`),
    )
  }
  showFeeds(telling)
  showDigests(telling)
}

function showFeeds({ explanation, sheet, paint }: Telling): void {
  for (const { slug, isIn, place, of, why, archive } of explanation.feeds.slice(0, mostShown)) {
    const ranked = place === null ? '' : `, place ${count(place)} of ${count(of ?? place)}`
    const page = archive === null ? '' : `; in archive ${archive.slice(archive.lastIndexOf('/') + 1, -'.atom'.length)}`
    sheet.line('feed', `${isIn ? paint.green('in') : paint.yellow('not in')} ${slug ?? 'everything'}${ranked}: ${why}${page}`)
  }
}

function showDigests({ explanation, sheet, paint }: Telling): void {
  for (const { slug, every, day } of explanation.digests.slice(0, mostShown))
    sheet.line('digest', `${paint.green('in')} ${slug ?? 'everything'}: ${every} edition of ${day}`)
}

function showRevisions({ explanation, sheet, paint, zone }: Telling): void {
  const { revisions } = explanation
  if (revisions.length < 2) return
  sheet.heading('Revisions', `${count(revisions.length)} kept`)
  for (const { revision, at, after, isRetitled, textShare, changes: texts, fields, title } of revisions.slice(-mostShown)) {
    const share = textShare === 0 ? [] : [`${Math.max(0.1, Math.round(textShare * 1000) / 10)} % of the text`]
    const changes = [...(isRetitled ? [`title: ${shorten(title, mostTitle)}`] : []), ...share]
    const rest = changes.length === 0 ? fields : []
    const what = after === null ? 'first' : [...changes, ...rest].join(', ') || 'where it is from'
    sheet.line(String(revision), `${shortTime(at, zone)}  ${what}`)
    for (const change of (texts ?? []).slice(0, mostChanges)) sheet.detail('', changeWords(change, paint))
    if ((texts ?? []).length > mostChanges) sheet.detail('', `… and ${count((texts ?? []).length - mostChanges)} more (--json shows all)`)
  }
}

/** From what it can be read anew, when rules have changed. */
function showAnswers({ explanation: { answers }, sheet, zone }: Telling): void {
  const { lists, pages } = answers
  if (lists.length + pages.length === 0) return
  sheet.heading('Kept answers', 'from which "newsstand reread" reads it anew')
  for (const { source, at, bytes } of lists.slice(0, mostShown)) sheet.line('list', `${source}, ${shortTime(at, zone)}, ${size(bytes)}`)
  for (const { source, at, bytes } of pages) sheet.line('its page', `${source}, ${shortTime(at, zone)}, ${size(bytes)}`)
}

/** On paper, too, it is to be seen what went and what came. */
function changeWords({ ahead, removed, added, behind }: TextChange, paint: Telling['paint']): string {
  const [old, now] = [removed, added].map((text) => shorten(text, mostChanged))
  const changed = [...(removed === '' ? [] : [paint.red(`[-${old}-]`)]), ...(added === '' ? [] : [paint.green(`{+${now}+}`)])]
  return `${paint.dim(ahead)}${changed.join('')}${paint.dim(behind)}`
}

function referred({ id, path, title }: Pick<Explanation['merged'][number], 'id' | 'path' | 'title'>): string {
  return [`"${shorten(title, mostTitle)}"`, id ?? path ?? 'never published'].join('  ')
}
