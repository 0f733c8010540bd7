// What `retract` tells people: what readers see from now on, and where.
import type { RetractionReport } from '../app.ts'
import { count } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours, shortTime } from './print.ts'
import { openSheet, type Sheet } from './sheet.ts'

interface Moment {
  /** The site's. */
  readonly zone: string
}

const mostFeeds = 8

export function describeRetraction(report: RetractionReport, moment: Moment, screen: Screen): string {
  const { kind, entry, feeds, published } = report
  const paint = colours(screen.isTerminal)
  const sheet = openSheet(screen)
  const states = { retracted: paint.red('retracted'), reworded: paint.red('retracted before'), restored: paint.green('restored') }
  sheet.heading(entry.title === '' ? '(without title)' : entry.title, states[kind])
  sheet.line('id', entry.id)
  if (kind === 'restored') tellRestored(report, sheet)
  else tellRetracted(report, sheet, moment)
  for (const feed of feeds.slice(0, mostFeeds)) sheet.line('feed', feed)
  if (feeds.length > mostFeeds) sheet.line('feed', `and ${feeds.length - mostFeeds} more`)
  sheet.line('published', `${count(published.files)} files in ${count(published.categories)} categories`)
  return sheet.text
}

function tellRetracted({ kind, page, retraction, shownUntil, erased }: RetractionReport, sheet: Sheet, { zone }: Moment): void {
  const { at, why, isSilent, isShown, isPublic } = retraction
  sheet.line('why', why)
  if (kind === 'reworded') sheet.line('since', shortTime(at, zone))
  const until = `until ${shortTime(shownUntil, zone)}`
  if (page === null) sheet.line('readers', 'see nothing: it was never published, and will not be')
  else if (!isPublic) sheet.line('readers', 'see nothing: only private categories show it')
  else {
    sheet.line('page', `${page} is a notice now${isSilent ? ' that gives no reason' : ''} (410 from the server)`)
    sheet.line('stub', isShown ? `its id stands in feeds as retracted, with the reason, ${until}` : 'none')
    sheet.line('deleted', `Atom feeds name its id as deleted ${until}`)
  }
  if (erased !== null) sheet.line('text', erasedWords[erased])
}

const erasedWords: Readonly<Record<NonNullable<RetractionReport['erased']>, string>> = {
  wiped: 'erased from the store; backups and copies made elsewhere keep it',
  elsewhere: 'erased from the store; other entries hold some of the same words',
  later:
    'erased, but older copies are left in free parts of the store’s file: another process uses it, or the disk is full: end the other process, or make room, and say the same once more',
}

function tellRestored({ page, sources }: RetractionReport, sheet: Sheet): void {
  sheet.line('page', page)
  sheet.line(
    'text',
    sources.length === 0
      ? 'none: no source of today’s config shows it'
      : `comes when its sources are read next: "newsstand poll ${sources.join(' ')}" reads them now. What has left their documents stays without text`,
  )
}
