// Feeds to measure with: made up from a seed, so that every run on every machine measures the same bytes.
import { atom, type Format, rdf, rss, type Story } from './formats.ts'

export interface MadeFeed {
  readonly bytes: Uint8Array
  readonly entries: number
}

/** A feed that goes on: as it is first, and with new entries in the place of its oldest. */
export interface Series {
  readonly first: MadeFeed
  readonly later: MadeFeed
}

type Random = () => number

/** As feeds often are: some 70 KB. */
export const seriesEntries = 30
export const seriesNews = 3

/** Six of ten in RSS 2.0, three in Atom, one in RSS 1.0. */
const formats = [rss, atom, rss, rss, atom, rss, rdf, rss, atom, rss]

const latin = `market report growth index quarter result shares policy central bank rate supply chain energy data research model open
  source release version update security network storage cloud language design history music travel kitchen garden`.split(/\s+/)
const chinese =
  '市场报告增长指数季度业绩股份政策央行利率供应链能源数据研究模型开源发布版本更新安全网络存储语言设计历史音乐旅行厨房花园新闻消息公司经济国际'

/** As many feeds as wanted, each of about so many bytes. */
export function makeFeeds(count: number, bytes: number): readonly MadeFeed[] {
  const random = randomFrom(2026)
  return Array.from({ length: count }, (_, index) => made(formatOf(index), bytes, random))
}

/** The feed of this number; no entry is in two of them. */
export function makeSeries(index: number): Series {
  const random = randomFrom(index)
  const format = formatOf(index)
  const entries = Array.from({ length: seriesEntries + seriesNews }, (_, at) => format.entry(makeStory(at, random, 2)))
  return { first: whole(format, entries.slice(seriesNews)), later: whole(format, entries.slice(0, seriesEntries)) }
}

function whole({ head, tail }: Format, entries: readonly string[]): MadeFeed {
  return { bytes: Buffer.from(head + entries.join('') + tail), entries: entries.length }
}

function formatOf(index: number): Format {
  return pick(formats, () => (index % 10) / 10)
}

/** Stories of some 2 KB, for those who write feeds. */
export function makeStories(count: number): readonly Story[] {
  const random = randomFrom(11)
  return Array.from({ length: count }, (_, index) => makeStory(index, random))
}

/** One feed of about so many bytes in RSS 2.0, the format of the largest. */
export function makeFeed(bytes: number): MadeFeed {
  return made(rss, bytes, randomFrom(7))
}

function made({ head, tail, entry }: Format, bytes: number, random: Random): MadeFeed {
  const parts = [Buffer.from(head)]
  let length = head.length + tail.length
  let entries = 0
  while (length < bytes) {
    const part = Buffer.from(entry(makeStory(entries, random)))
    parts.push(part)
    length += part.length
    entries += 1
  }
  return { bytes: Buffer.concat([...parts, Buffer.from(tail)]), entries }
}

function makeStory(index: number, random: Random, paragraphs = 4): Story {
  const number = Math.floor(random() * 1e9)
  return {
    title: words(random, 8),
    link: `https://news.example/${number}/${index}.html?from=feed&amp;n=${index}`,
    at: Date.UTC(2026, 0, 1) + Math.floor(random() * 3e7) * 1000,
    zone: pick(['+0000', '+0800', 'GMT', '-0500', 'EST'], random),
    author: words(random, 2),
    tags: [words(random, 1), words(random, 1), words(random, 2)],
    summary: words(random, 30),
    html: Array.from({ length: paragraphs }, (_, part) => paragraph(`${number}-${part}`, random)).join('\n'),
  }
}

function paragraph(name: string, random: Random): string {
  const link = `<a href="https://news.example/${name}?a=1&amp;b=2" target="_blank">${words(random, 3)}</a>`
  const image = `<figure><img src="https://cdn.example/${name}.jpg" alt="${words(random, 3)}" width="640" height="360"/></figure>`
  return `<p class="body">${words(random, 25)}, ${link} ${words(random, 12)}.</p>\n${image}`
}

/** Latin and Chinese by turns; now and then a character that markup must escape. */
function words(random: Random, count: number): string {
  const all = Array.from({ length: count }, () => (random() < 0.5 ? pick(latin, random) : phrase(random)))
  return all.join(random() < 0.1 ? ' &amp; ' : ' ')
}

function phrase(random: Random): string {
  const start = Math.floor(random() * (chinese.length - 6))
  return chinese.slice(start, start + 2 + Math.floor(random() * 5))
}

function pick<T>(from: readonly T[], random: Random): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('there is nothing to pick from')
  return found
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const stirred = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((stirred ^ (stirred >>> 14)) >>> 0) / 4_294_967_296
  }
}
