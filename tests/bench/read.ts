// `npm run bench -- read`: our reader of feeds beside others, what it does with hostile documents, and what it must not exceed.
import type { Recipe } from '../../src/model/source.ts'
import type { Body } from '../../src/read/reader.ts'
import { type MadeFeed, makeFeed, makeFeeds } from './feeds.ts'
import { hostileDocuments } from './hostile.ts'
import { cpuOf, cpuSeconds } from './measure.ts'
import { peakMegabytes } from './memory.ts'
import { built, type Reader, readers } from './readers.ts'
import type { Figure, Report } from './report.ts'

const rounds = 5
const megabyte = 1024 ** 2
const ours = 'newsstand'
const recipe: Recipe = {
  kind: 'feed',
  timezone: 'UTC',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules: [],
  json: null,
  page: null,
  maxEntries: 1000,
}

export async function bench(): Promise<Report> {
  const sides = Object.fromEntries(await Promise.all(Object.entries(readers).map(async ([name, load]) => [name, await load()] as const)))
  const many = makeFeeds(2000, 60 * 1024)
  const large = makeFeed(10 * megabyte)
  return [
    ...speeds('2,000 feeds of 60 KB', many, await cpuSeconds(worksOn(sides, many), rounds)),
    ...speeds('one feed of 10 MB', [large], await cpuSeconds(worksOn(sides, [large]), rounds)),
    ...memory(await peakMegabytes(Object.keys(sides), large.bytes, 3)),
    ...(await hostile()),
  ]
}

function worksOn(sides: Readonly<Record<string, Reader>>, feeds: readonly MadeFeed[]) {
  return Object.fromEntries(Object.entries(sides).map(([name, read]) => [name, () => readAll(name, read, feeds)]))
}

async function readAll(name: string, read: Reader, feeds: readonly MadeFeed[]): Promise<void> {
  for (const { bytes, entries } of feeds) {
    const found = await read(bytes)
    if (found !== entries) throw new Error(`${name} read ${found} of ${entries} entries: what it is measured at is not the same work`)
  }
}

/** How many times as fast as the others ours must be at least. */
const wantedSpeed: Readonly<Record<string, number>> = { feedsmith: 1, 'rss-parser': 1.5 }

function speeds(what: string, feeds: readonly MadeFeed[], seconds: Readonly<Record<string, number>>): readonly Figure[] {
  const megabytes = feeds.reduce((sum, { bytes }) => sum + bytes.length, 0) / megabyte
  const own = seconds[ours] ?? Number.NaN
  return Object.entries(seconds).map(([side, spent]) => {
    const ratio = spent / own
    const wanted = wantedSpeed[side]
    return {
      what,
      side,
      value: megabytes / spent,
      unit: 'MB/s',
      ratio: side === ours ? null : ratio,
      target: wanted === undefined ? null : `ours ≥ ${wanted} ×`,
      isMet: wanted === undefined ? null : ratio >= wanted,
    }
  })
}

function memory(megabytes: Readonly<Record<string, number>>): readonly Figure[] {
  const own = megabytes[ours] ?? Number.NaN
  return Object.entries(megabytes).map(([side, value]) => ({
    what: 'peak memory, one feed of 10 MB',
    side,
    value,
    unit: 'MB',
    ratio: side === ours ? null : own / value,
    target: side === 'rss-parser' ? 'ours ≤ 1 ×' : null,
    isMet: side === 'rss-parser' ? own <= value : null,
  }))
}

/** As a poll reads them, cleaning included: that is where hostile HTML hurts. */
async function hostile(): Promise<readonly Figure[]> {
  const { inlineReader }: typeof import('../../src/read/inline.ts') = await import(built('read/inline.js'))
  const reader = inlineReader()
  const figures: Figure[] = []
  for (const [name, make] of Object.entries(hostileDocuments)) {
    const body: Body = { bytes: make(), contentType: null, url: 'https://news.example/feed.xml', fetchedAt: 0 }
    const seconds = await cpuOf(async () => void (await reader.read(body, recipe)))
    figures.push({ what: 'hostile 1 MB', side: name, value: seconds, unit: 's', ratio: null, target: '≤ 1 s', isMet: seconds <= 1 })
  }
  return figures
}
