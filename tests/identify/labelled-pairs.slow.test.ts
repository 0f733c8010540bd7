// 2,000 labelled pairs through parsing, identity and the store: two articles never become one, and one hardly ever becomes two (design §5).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { xmlText } from '../../src/render/xml.ts'
import { type FeedName, type LabelledPair, labelledPairs, missedByDesign, type Showing } from '../support/labelled-pairs.ts'
import { firstRunAt, openSite, settingsOf } from '../support/site.ts'

const day = 86_400_000
const perSite = 250
const config = `site: { title: Test, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
identity: [{ name: code, query: code, pattern: 'C\\d+' }]
sources:
${['rss', 'planet', 'atom', 'json'].map((id) => `  - { id: ${id}, url: "https://${id}.example/feed" }`).join('\n')}
`

interface Row {
  readonly want: string
  readonly kind: string
  readonly pairs: number
  readonly wrong: number
}

function tableOf(rows: readonly Row[]): string {
  const head = `want   pairs  wrong  kind`
  return [
    head,
    ...rows.map(({ want, pairs, wrong, kind }) => `${want.padEnd(5)}  ${String(pairs).padStart(5)}  ${String(wrong).padStart(5)}  ${kind}`),
  ].join('\n')
}

const bodyOf: Readonly<Record<FeedName, (items: readonly Showing[]) => string>> = {
  rss: rssOf,
  planet: rssOf,
  atom: (items) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:t</id>${items
      .map(
        ({ guid, link, title, date, text, mark }) =>
          `<entry><title>${xmlText(title)}</title>${guid === null ? '' : `<id>${guid}</id>`}${link === null ? '' : `<link href="${xmlText(link)}"/>`}` +
          `${date === null ? '' : `<published>${date}</published>`}<author><name>${mark}</name></author><content type="html">${xmlText(text)}</content></entry>`,
      )
      .join('')}</feed>`,
  json: (items) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      items: items.map(({ guid, link, title, date, text, mark }) => ({
        ...(guid !== null && { id: guid }),
        ...(link !== null && { url: link }),
        ...(date !== null && { date_published: date }),
        title,
        content_html: text,
        authors: [{ name: mark }],
      })),
    }),
}

function rssOf(items: readonly Showing[]): string {
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><link>https://t.example/</link>${items
    .map(
      ({ guid, link, title, date, text, mark }) =>
        `<item><title>${xmlText(title)}</title>${link === null ? '' : `<link>${xmlText(link)}</link>`}` +
        `${guid === null ? '' : `<guid isPermaLink="false">${guid}</guid>`}${date === null ? '' : `<pubDate>${new Date(date).toUTCString()}</pubDate>`}` +
        `<dc:creator>${mark}</dc:creator><description>${xmlText(text)}</description></item>`,
    )
    .join('')}</channel></rss>`
}

/** Which entry holds a showing, by its mark; a later showing that took the place of an earlier one leaves only its own. */
async function entriesAfter(pairs: readonly LabelledPair[]): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'newsstand-pairs-'))
  const file = join(folder, 'store.sqlite')
  const site = await openSite(settingsOf(config), { file })
  try {
    for (const run of [0, 1] as const) {
      const showings = pairs.flatMap((pair) => pair.showings).filter((one) => one.run === run)
      const documents = (['rss', 'planet', 'atom', 'json'] as const).map((source) => ({
        source,
        items: [],
        body: bodyOf[source](showings.filter((one) => one.source === source)),
      }))
      await site.run(documents, firstRunAt + run * 4 * day)
    }
    const database = new Database(file, { readonly: true })
    const rows = database.prepare<[], { entry: number; draft: string }>('select entry, draft from sightings').all()
    database.close()
    return new Map(rows.flatMap(({ entry, draft }) => JSON.parse(draft).authors.map(({ name }: { name: string }) => [name, entry])))
  } finally {
    await site.close()
    rmSync(folder, { recursive: true })
  }
}

interface Verdict {
  readonly pair: LabelledPair
  readonly found: 'one' | 'two' | 'lost'
}

function verdictOn(pair: LabelledPair, entryOf: ReadonlyMap<string, number>): Verdict {
  const [first, second] = pair.showings.map(({ mark }) => entryOf.get(mark))
  if (first === undefined && second === undefined) return { pair, found: 'lost' }
  const isOne = first === undefined || second === undefined || first === second
  return { pair, found: isOne ? 'one' : 'two' }
}

interface Verdicts {
  readonly verdicts: readonly Verdict[]
  /** Pairs that have an entry in common: each is about something else. */
  readonly strangers: readonly string[]
}

/** In sites of `perSite` pairs, all kinds in each document. */
async function verdictsOn(pairs: readonly LabelledPair[]): Promise<Verdicts> {
  const sites = Math.ceil(pairs.length / perSite)
  const verdicts: Verdict[] = []
  const strangers: string[] = []
  for (let at = 0; at < sites; at++) {
    const some = pairs.filter((_, place) => place % sites === at)
    const entryOf = await entriesAfter(some)
    verdicts.push(...some.map((pair) => verdictOn(pair, entryOf)))
    const owners = new Map<number, string>()
    for (const [mark, entry] of entryOf) {
      const [pair = ''] = mark.split('-')
      const owner = owners.get(entry) ?? pair
      if (owner !== pair) strangers.push(`${owner} and ${pair}`)
      owners.set(entry, pair)
    }
  }
  return { verdicts, strangers }
}

test('of 2,000 labelled pairs no two articles become one, and at most 0.5 % of one become two', { timeout: 300_000 }, async () => {
  const pairs = labelledPairs()
  const { verdicts, strangers } = await verdictsOn(pairs)
  const wrong = verdicts.filter(({ pair, found }) => found !== pair.want)
  const falselyMerged = wrong.filter(({ pair }) => pair.want === 'two')
  const missed = wrong.filter(({ pair }) => pair.want === 'one')
  const articles = pairs.filter(({ want }) => want === 'one').length
  const rows = [...new Set(pairs.map(({ kind }) => kind))].map((kind) => {
    const own = pairs.filter((pair) => pair.kind === kind)
    return { want: own[0]?.want ?? '', kind, pairs: own.length, wrong: wrong.filter(({ pair }) => pair.kind === kind).length }
  })
  process.stdout.write(`${tableOf(rows)}\n${falselyMerged.length} false merges, ${missed.length} of ${articles} missed\n`)
  expect(strangers).toEqual([])
  expect(falselyMerged).toEqual([])
  expect(missed.filter(({ pair }) => !missedByDesign.has(pair.kind))).toEqual([])
  expect(missed.length / articles).toBeLessThanOrEqual(0.005)
})
