// The first steps of a trial, for people: what was asked, what came back, what kind of document it is.
import { formatDuration } from '../base/units.ts'
import { size } from './amounts.ts'
import type { Showing } from './sheet.ts'

export function showRequest({ trial: { source, request, steps }, sheet, paint }: Showing): void {
  sheet.heading('Request')
  sheet.line('address', request.url)
  if (request.isAdopted) sheet.line('address', `it has moved there for good; config says ${source.url}`)
  const [first] = steps
  if (first === undefined) return
  if (request.proxy !== null) sheet.line('through', `the proxy ${request.proxy}`)
  for (const [name, value] of Object.entries(first.sent)) sheet.line('headers', `${name}: ${value === '***' ? '*** (from config)' : value}`)
  if (first.postedBytes !== null) sheet.line('posted', `${size(first.postedBytes)}: *** (from config)`)
  const { etag, lastModified } = request.validators
  sheet.line('condition', 'none, so that there is something to see')
  if (etag !== null || lastModified !== null) sheet.line('condition', `a poll would ask with ${validators(etag, lastModified)}`)
  for (const { url, status, received, ms } of redirects(steps))
    sheet.line('redirect', `${paint.cyan(String(status))} ${url} → ${received.location ?? 'nowhere'} (${ms} ms)`)
  for (const { url, postedBytes, status, ms } of steps.slice(firstAnswer(steps) + 1))
    sheet.line('then', `${url} (${postedBytes === null ? '' : `${size(postedBytes)} posted, `}${status ?? 'no answer'}, ${ms} ms)`)
}

type Steps = Showing['trial']['steps']

/** The place of the step that ended the request for the first page. */
function firstAnswer(steps: Steps): number {
  const at = steps.findIndex(({ received }) => received.location === undefined)
  return at === -1 ? steps.length - 1 : at
}

function redirects(steps: Steps): Steps {
  return steps.slice(0, Math.max(0, firstAnswer(steps)))
}

export function showAnswer(showing: Showing): void {
  const { trial, sheet, paint } = showing
  const { steps, report } = trial
  const last = steps[firstAnswer(steps)]
  sheet.heading('Answer')
  if (last?.status !== undefined && last.status !== null)
    sheet.line('status', `${(last.status < 400 ? paint.green : paint.red)(String(last.status))} after ${last.ms} ms`)
  showReceived(showing)
  if (report.code !== null) sheet.line(report.outcome, paint.red(`${report.code}: ${report.message ?? ''}`))
}

function showReceived({ trial: { answer, steps }, sheet, paint }: Showing): void {
  if (answer === null) return
  const { url, contentType, bytes, decodedBytes, maxAgeMs } = answer
  if (redirects(steps).length > 0) sheet.line('from', url)
  sheet.line('type', contentType ?? paint.yellow('not said'))
  const coding = steps[firstAnswer(steps)]?.received['content-encoding']
  sheet.line('size', coding === undefined ? size(bytes) : `${size(bytes)} on the wire (${coding}), ${size(decodedBytes)} decoded`)
  sheet.line('validators', validators(answer.etag, answer.lastModified) ?? paint.yellow('none: every poll fetches it whole'))
  if (maxAgeMs !== null)
    sheet.line('fresh', maxAgeMs === 0 ? 'no, it says of itself' : `for ${formatDuration(maxAgeMs)}, it says of itself`)
  if (answer.isKnown) sheet.line('bytes', 'those of the last document that was read: a poll would not read them again')
  if (answer.movedTo !== null)
    sheet.line(
      'moved',
      paint.yellow(`for good, to ${answer.movedTo}: adopted after three visits in a row, or proposed where it is another site`),
    )
}

function validators(etag: string | null, lastModified: string | null): string | null {
  const written = [...(etag === null ? [] : [`etag ${etag}`]), ...(lastModified === null ? [] : [`last-modified ${lastModified}`])]
  return written.length === 0 ? null : written.join(', ')
}

const formats = {
  rss: 'RSS',
  rdf: 'RSS 1.0 (RDF)',
  atom: 'Atom',
  'json-feed': 'JSON Feed',
  json: 'JSON, by the paths in config',
  page: 'HTML, by the selectors in config',
  sitemap: 'sitemap',
  'sitemap-index': 'sitemap index',
  'url-list': 'list of addresses',
  opml: 'OPML, a list of feeds',
} as const
const charsetReasons = {
  mark: 'its byte order mark says',
  config: 'config says',
  header: 'the Content-Type says',
  declaration: 'its XML declaration says',
  bytes: 'its bytes show',
  detector: 'its bytes suggest',
} as const

const declinedWords = {
  settings: 'its hub is not asked to push: poll.push is false',
  address: 'its hub is not asked to push: serve.url does not say where it would reach us',
  kind: 'hubs push feeds only',
  private: 'its hub is not asked to push: it would carry what is asked for with secrets, or shown to few',
} as const

export function showDocument({ trial: { document, announced, push }, sheet, paint }: Showing): void {
  if (document === null && announced.length === 0) return
  sheet.heading('Document')
  for (const url of announced) sheet.line('announces', paint.cyan(url))
  if (document === null) return
  const { charset, isSecondOpinion, ttlMs, skipHours, warnings } = document
  sheet.line('charset', `${charset.charset}, as ${charsetReasons[charset.by]}`)
  sheet.line('format', formats[document.format])
  if (isSecondOpinion) sheet.line('reader', paint.yellow('the second one: our own found no entries'))
  sheet.line('title', document.title)
  sheet.line('home', document.homeUrl)
  sheet.line('itself', document.selfUrl)
  sheet.line('next page', document.nextUrl)
  for (const hub of push?.hubs ?? document.hubs) sheet.line('hub', hub)
  if (push !== null)
    sheet.line('push', push.declined === null ? 'its hub is asked to push what is new' : paint.dim(declinedWords[push.declined]))
  if (ttlMs !== null) sheet.line('ttl', formatDuration(ttlMs))
  if (skipHours.length > 0) sheet.line('rests', `in the hours ${skipHours.join(', ')} (GMT)`)
  for (const warning of warnings) sheet.line('warning', paint.yellow(warning))
}
