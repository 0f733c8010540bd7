// How many list pages are taken apart in a second of processor time: bytes to drafts.
import type { PageMapping } from '../../src/model/source.ts'
import { cpuOf, median } from './measure.ts'
import { built } from './readers.ts'

const itemsPerPage = 200
const pages = 60
const rounds = 5

const css = { kind: 'css', attribute: null, html: false, pattern: null } as const

const mapping: PageMapping = {
  items: 'ul.news > li',
  fields: {
    title: [{ ...css, select: 'h3 a' }],
    link: [{ ...css, select: 'h3 a', attribute: 'href' }],
    published: [{ ...css, select: 'time', attribute: 'datetime' }],
    summary: [{ ...css, select: '.summary' }],
  },
  next: 'a.next',
  script: null,
}

const context = {
  url: 'https://news.example/list/',
  timezone: 'Asia/Shanghai',
  dateFormat: null,
  maxEntries: 1000,
  now: Date.UTC(2026, 0, 15),
}

/** Pages of 200 items, four fields each: the median of five rounds of 60 different pages. Cleaning the drafts comes on top. */
export async function listPagesPerSecond(): Promise<number> {
  const { pageDrafts }: typeof import('../../src/extract/page.ts') = await import(built('extract/page.js'))
  const { decode }: typeof import('../../src/parse/charset.ts') = await import(built('parse/charset.js'))
  const bodies = Array.from({ length: pages }, (_, number) => listPage(number))
  const readAll = async () => {
    for (const bytes of bodies) {
      const { text } = decode(bytes, { contentType: 'text/html', charset: null })
      // A copy of the mapping each, as it reaches the process that reads.
      const read = pageDrafts(text, { ...context, mapping: structuredClone(mapping) })
      if (read.kind !== 'drafts' || read.drafts.length !== itemsPerPage) throw new Error('what is measured is not the work')
    }
  }
  await readAll()
  const seconds: number[] = []
  for (let round = 0; round < rounds; round += 1) seconds.push(await cpuOf(readAll))
  return pages / median(seconds)
}

function listPage(number: number): Uint8Array {
  const items = Array.from({ length: itemsPerPage }, (_, index) => item(number * itemsPerPage + index)).join('\n')
  const menu = Array.from({ length: 40 }, (_, index) => `<li><a href="/channel/${index}">栏目 ${index}</a></li>`).join('')
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>要闻 ${number}</title></head><body><nav><ul>${menu}</ul></nav>
<ul class="news">${items}</ul><p class="pages"><a class="next" href="?page=${number + 2}">下一页</a></p></body></html>`
  return new TextEncoder().encode(html)
}

function item(number: number): string {
  const minute = String(number % 60).padStart(2, '0')
  return `<li class="item" data-id="${number}"><a class="picture" href="/a/${number}.html"><img src="/p/${number}.jpg" alt=""></a>
<h3><a href="/a/${number}.html" target="_blank">第 ${number} 条：央行开展逆回购操作 &amp; 市场反应平稳</a></h3>
<p class="summary">公开市场今日有操作到期，分析人士认为，短期流动性仍将保持合理充裕，资金面平稳跨月没有悬念。</p>
<p class="meta"><span class="from">财经日报</span> <time datetime="2026-01-14T08:${minute}:00+08:00">01-14 08:${minute}</time></p></li>`
}
