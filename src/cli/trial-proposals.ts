// Sources that could be had of an address, for people: what each would read, and the lines to paste.
import type { Trial } from '../app.ts'
import { yamlValue } from '../config/yaml-lines.ts'
import { count } from './amounts.ts'
import { shorten, shortTime } from './print.ts'
import type { Showing } from './sheet.ts'

type Tried = NonNullable<Trial['looks']>['proposals'][number]

const mostPlaces = 80

/** For an address that no source watches. */
export function showProposals(showing: Showing, configs: readonly string[]): void {
  const { trial, sheet, paint } = showing
  const { looks, document } = trial
  if (configs.every((lines) => lines === '')) {
    if (document === null && looks !== null && looks.proposals.length === 0)
      sheet.heading('To watch it', paint.yellow('there is no feed and no list of links to be found here'))
    return
  }
  sheet.heading('To watch it', 'write these lines into a file of config/sources/')
  for (const [at, lines] of configs.entries()) {
    const tried = looks?.proposals[at]
    if (lines === '') continue
    if (tried !== undefined) showSample(tried, { ...showing, number: configs.length > 1 ? at + 1 : null })
    sheet.copy(lines)
  }
}

function showSample(
  { proposal, read, entries }: Tried,
  { sheet, zone, paint, number }: Showing & { readonly number: number | null },
): void {
  const before = number === null ? '' : `${number}. `
  sheet.gap()
  sheet.item(paint.bold(`${before}${describe(proposal.kind, read)}`))
  for (const { title, published } of entries)
    sheet.detail('', `${shorten(title, mostPlaces)}${published === null ? '' : `  ${paint.dim(shortTime(published, zone))}`}`)
}

function describe(kind: Tried['proposal']['kind'], read: number | null): string {
  const what = {
    feed: 'a feed that the page announces',
    page: 'a list on the page',
    json: 'a list in the answer',
    sitemap: 'a sitemap',
    opml: 'a list of feeds',
  }[kind]
  return read === null ? what : `${what}: ${count(read)} entries, such as`
}

/** For a source of config whose document is not what it was. */
export function showLooks({ trial: { looks }, sheet, paint }: Showing): void {
  if (looks === null) return
  sheet.heading('The page now')
  sheet.line('title', looks.title ?? paint.dim('none'))
  const [best] = looks.proposals
  if (best === undefined) {
    sheet.line('entries', paint.yellow('no list of links is to be found on it'))
    return
  }
  const { proposal, read, entries } = best
  sheet.line('entries', `${describe(proposal.kind, read)}${entries[0] === undefined ? '' : ` “${shorten(entries[0].title, mostPlaces)}”`}`)
  if (proposal.kind === 'feed') sheet.line('url', proposal.url)
  if (proposal.items !== undefined) sheet.line('items', paint.cyan(proposal.items))
  for (const [name, rule] of Object.entries(proposal.fields ?? {})) sheet.line(name, paint.cyan(yamlValue(rule)))
}
