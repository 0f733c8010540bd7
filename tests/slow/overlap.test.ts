// Ten thousand articles in twenty lists that overlap: whoever is polled first, and in whichever run, readers get the same entries.
import { expect, test } from 'vitest'
import { type Document, firstRunAt, openSite, settingsOf } from '../support/site.ts'

const articles = 10_000
const lists = 20
const hour = 3_600_000

interface Article {
  readonly code: string
  readonly title: string
  readonly publisher: string
  readonly published: string
}

const article = (index: number): Article => ({
  code: `NW${String(202201230000000000n + BigInt(index))}`,
  title: `第 ${index} 篇 ${(index * 7919) % 10_007}`,
  publisher: `报纸 ${index % 37}`,
  published: `2022-01-${String(1 + (index % 28)).padStart(2, '0')} 08:00:00`,
})

/** Each article stands in two or three lists, in each pair of them as often. */
function inList(index: number, list: number): boolean {
  const first = index % lists
  const second = (first + 1 + (Math.floor(index / lists) % (lists - 1))) % lists
  const third = index % 11 === 0 ? (first + 7) % lists : first
  return list === first || list === second || list === third
}

const isPage = (list: number) => list % 2 === 1

/** Hosts and parameters as lists have them; some name no outlet. */
function addressIn(list: number, code: string): string {
  return `https://share${list % 3}.example/html_News/NewsShare.html?from=list${list}&infoCode=${code}&v=${list}`
}

function bodyOf(list: number): string {
  const shown = Array.from({ length: articles }, (_, index) => index)
    .filter((index) => inList(index, list))
    .map(article)
  if (!isPage(list))
    return JSON.stringify({
      groups: [0, 1].map((half) => ({
        items: shown
          .filter((_, at) => at % 2 === half)
          .map(({ code, title, publisher, published }) => ({ infoCode: code, title, published, ...(list === 4 ? {} : { publisher }) })),
      })),
    })
  const items = shown.map(
    ({ code, title, publisher, published }) =>
      `<li><a href="${addressIn(list, code).replaceAll('&', '&amp;')}"> ${title} </a> <i>${publisher}</i> <time datetime="${published}">vor Zeiten</time></li>`,
  )
  return `<!doctype html><meta charset=utf-8><ul class=news>${items.join('')}</ul>`
}

function config(): string {
  const sources = Array.from({ length: lists }, (_, list) => {
    const common = `id: list-${list}, url: "https://list${list}.example/", priority: ${list % 5}, category: ["{publisher}", "列表 ${list}"], timezone: Asia/Shanghai`
    const ofJson = `kind: json, items: "$.groups[*].items[*]", fields: { title: $.title, published: $.published, publisher: $.publisher, link: { uri: "https://share.example/html_News/NewsShare.html?infoCode={infoCode}" } }`
    const ofPage = `kind: page, items: ul.news > li, fields: { title: a, link: { select: a, attribute: href }, publisher: i, published: { select: time, attribute: datetime } }`
    return `  - { ${common}, ${isPage(list) ? ofPage : ofJson} }`
  })
  return `site: { title: Test, url: "https://news.example/", timezone: Asia/Shanghai }
poll: { limits: { entries: 2000 } }
identity: [{ name: infoCode, query: infoCode, fields: [infoCode], pattern: 'NW\\d{10,24}' }]
sources:
${sources.join('\n')}
`
}

/** The same numbers for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

const settings = settingsOf(config())
const documents: readonly Document[] = Array.from({ length: lists }, (_, list) => ({
  source: `list-${list}`,
  items: [],
  body: bodyOf(list),
}))

/** What there is after as many runs, the lists spread over them in some order. */
async function entriesAfter(runs: number, seed: number): Promise<readonly string[]> {
  const site = await openSite(settings)
  try {
    const order = shuffled(documents, seed)
    const size = Math.ceil(order.length / runs)
    for (let run = 0; run < runs; run++) await site.run(order.slice(run * size, (run + 1) * size), firstRunAt + run * hour)
    const entries = await site.deps.store.entries({ source: null, category: null, search: null, limit: 2 * articles })
    return entries
      .map(({ title, keys, sources, categories }) => JSON.stringify([title, [...keys].sort(), [...sources].sort(), [...categories].sort()]))
      .sort()
  } finally {
    await site.close()
  }
}

test('ten thousand articles of twenty lists are the same entries, keys and categories in any order', async () => {
  const first = await entriesAfter(1, 1)
  expect(first).toHaveLength(articles)
  expect(first.filter((entry) => /"infoCode:NW\d+".*"list-\d+","list-\d+"/.test(entry))).toHaveLength(articles)
  for (const [runs, seed] of [
    [1, 2],
    [3, 3],
    [7, 4],
  ] as const)
    expect(await entriesAfter(runs, seed)).toEqual(first)
}, 600_000)
