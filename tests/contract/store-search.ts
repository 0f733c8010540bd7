import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchable, wordsOf } from '../../src/model/search.ts'
import type { SearchQuery, SearchRow } from '../../src/store/port/search.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, hour, idOf, now, planOf, publish, publishEntries, publishedRow, record, seen } from './store-samples.ts'

interface Said {
  readonly title: string
  readonly text?: string
  readonly publisher?: string
}

const asked = (query: string, changes: Partial<SearchQuery> = {}): SearchQuery => ({
  words: wordsOf(query),
  publisher: null,
  category: null,
  from: null,
  to: null,
  order: 'best',
  limit: 100,
  after: null,
  ...changes,
})

const wordsIn = ({ title, text = '', publisher = '' }: Said): SearchRow['words'] => ({
  title: `${searchable(title)}\n\n`,
  text: `${searchable(title)}\n${searchable(text)}\n\n`,
  publisher: publisher || null,
})

async function takeInAll(store: Store): Promise<void> {
  for (let rows = await store.unsearched(7); rows.length > 0; rows = await store.unsearched(7))
    await store.takeIn(
      rows.map(({ shown, ...row }) => ({
        ...row,
        words:
          shown && wordsIn({ title: shown.content.title, text: shown.content.contentHtml ?? '', publisher: shown.content.publisher ?? '' }),
      })),
    )
}

const shownAs = (
  n: number,
  { title, text = null, publisher = null }: { title: string; text?: string | null; publisher?: string | null },
) => ({
  listed: now + n,
  datePublished: now + n * hour,
  content: { ...publishedRow(n).content, title, contentHtml: text, publisher },
})

/** Entry `n` says what stands at `n - 1`: a later one is newer. All stand in `x`, every other one in `y` besides. */
async function filled(store: Store, said: readonly Said[]): Promise<void> {
  await store.syncCategories(() => [category('x'), category('y')])
  await publishEntries(store, said.length, (n) => ({
    row: shownAs(n, said[n - 1] ?? { title: '' }),
    places: [['x', now + n], ...(n % 2 === 0 ? ([['y', now + n]] as const) : [])],
  }))
  await takeInAll(store)
}

/** Numbers of what is found. */
async function found(store: Store, query: string, changes: Partial<SearchQuery> = {}): Promise<readonly number[]> {
  return (await store.search(asked(query, changes))).entries.map(({ id }) => Number(id.slice(-4)))
}

export function searchContract({ open }: Stores): void {
  const rows: readonly { readonly name: string; readonly query: string; readonly want: readonly number[] }[] = [
    { name: 'one character', query: '行', want: [3, 1] },
    { name: 'two characters', query: '银行', want: [3, 1] },
    { name: 'the last two characters of a text', query: '上调', want: [1] },
    { name: 'the last character of a title', query: '率', want: [1] },
    { name: 'three characters', query: '商银行', want: [3] },
    { name: 'many characters', query: '中国工商银行发布', want: [3] },
    { name: 'several words, all of which must occur', query: '发布 银行', want: [3] },
    { name: 'words in title and text', query: '银行 上调', want: [1] },
    { name: 'another case', query: 'APPLE', want: [2] },
    { name: 'full-width letters', query: 'ａｐｐｌｅ', want: [2] },
    { name: 'a part of a word', query: 'ppl', want: [2] },
    { name: 'mixed scripts', query: 'apple发', want: [2] },
    { name: 'a phrase', query: '"new apple"', want: [2] },
    { name: 'a phrase that stands nowhere', query: '"apple new"', want: [] },
    { name: 'words of an operator', query: 'new AND apple', want: [] },
    { name: 'signs of operators', query: 'apple* -new', want: [] },
    { name: 'a per cent sign', query: '3%', want: [1] },
    { name: 'an underscore', query: 'c_d', want: [4] },
    { name: 'nothing across title and text', query: '率贷', want: [] },
    { name: 'what nobody says', query: '没有', want: [] },
  ]

  test('finds words in titles and texts, newest first', async () => {
    const store = await open()
    await filled(store, [
      { title: '银行利率', text: '贷款利率 3% 上调' },
      { title: 'The new Apple发布会' },
      { title: '中国工商银行发布年报' },
      { title: 'abcxde', text: 'ab c_de' },
    ])
    for (const { name, query, want } of rows) expect({ name, found: await found(store, query) }).toEqual({ name, found: want })
  })

  test('titles come before texts, each newest first, and pages go on where the last one ended', async () => {
    const store = await open()
    await filled(store, [{ title: '银行' }, { title: 'x', text: '银行' }, { title: '银行' }, { title: 'y', text: '银行' }])
    expect(await found(store, '银行')).toEqual([3, 1, 4, 2])
    expect(await found(store, '银行', { order: 'newest' })).toEqual([4, 3, 2, 1])
    const pages: (readonly number[])[] = []
    for (let after: SearchQuery['after'] = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page: Awaited<ReturnType<Store['search']>> = await store.search(asked('银行', { limit: 1, after }))
      expect(page).toMatchObject({ count: 4, isCutOff: false })
      pages.push(page.entries.map(({ id }) => Number(id.slice(-4))))
      after = page.next
    }
    expect(pages).toEqual([[3], [1], [4], [2]])
  })

  test('narrows by publisher, category and date', async () => {
    const store = await open()
    await filled(
      store,
      [1, 2, 3, 4].map((n) => ({ title: `银行 ${n}`, publisher: n < 3 ? '国际商报' : '21世纪' })),
    )
    expect(await found(store, '银行', { publisher: '国际商报' })).toEqual([2, 1])
    expect(await found(store, '银行', { category: 'y' })).toEqual([4, 2])
    expect(await found(store, '银行', { from: now + 2 * hour, to: now + 4 * hour })).toEqual([3, 2])
    expect(await found(store, '银行', { publisher: '国际商报', category: 'y', from: now + 2 * hour })).toEqual([2])
    expect(await found(store, '银行', { category: 'z' })).toEqual([])
  })

  test('what is not taken in yet is not found, and said to wait', async () => {
    const store = await open()
    await publishEntries(store, 1, (n) => ({ row: shownAs(n, { title: '银行' }) }))
    expect(await found(store, '银行')).toEqual([])
    expect(await store.isSearchBehind()).toBe(true)
    await takeInAll(store)
    expect(await found(store, '银行')).toEqual([1])
    expect(await store.isSearchBehind()).toBe(false)
    await store.markAllStale()
    expect(await store.isSearchBehind()).toBe(false)
  })

  test('what changed is found by its new words only', async () => {
    const store = await open()
    await filled(store, [{ title: '银行' }, { title: '证券' }])
    await record(store, planOf([seen(1, { id: 1, entry: 1 })]), now + hour)
    await publish(store, () => ({ row: { ...shownAs(1, { title: '保险' }), revision: 2 } }), now + hour)
    await takeInAll(store)
    expect([await found(store, '银行'), await found(store, '保险'), await found(store, '证券')]).toEqual([[], [1], [2]])
  })

  test('what changed while it was being read waits for the next time', async () => {
    const store = await open()
    await publishEntries(store, 1, (n) => ({ row: shownAs(n, { title: '银行' }) }))
    const [row] = await store.unsearched(1)
    await store.retract({ row: 1, at: now, why: 'x', isSilent: false, by: null })
    await store.takeIn([{ entry: 1, wanted: row?.wanted ?? 0, words: wordsIn({ title: '银行' }) }])
    expect(await store.unsearched(1)).toMatchObject([{ entry: 1, shown: null }])
    await store.unretract({ row: 1, at: now })
    expect(await found(store, '银行')).toEqual([])
  })

  test('what leaves the public is gone at once', async () => {
    const store = await open()
    await filled(
      store,
      [1, 2, 3].map((n) => ({ title: `银行 ${n}` })),
    )
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(1))
    await store.retract({ row: 2, at: now, why: 'x', isSilent: false, by: null })
    expect(await found(store, '银行')).toEqual([3])
    expect((await store.search(asked('银行'))).count).toBe(1)
    await takeInAll(store)
    expect(await found(store, '银行')).toEqual([3])
  })

  test('any text is a query, and finds what looking through everything finds', { timeout: 60_000 }, async () => {
    const letters = fc.constantFrom(...'银行证券a bB"\'*()%_-:^\\🙂é﹪ＡΣßx\n')
    const text = fc.oneof(
      fc.array(letters, { maxLength: 12 }).map((some) => some.join('')),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    const said = fc.array(fc.record({ title: text, text }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(said, fc.array(text, { minLength: 5, maxLength: 5 }), async (entries, queries) => {
        const store = await open()
        await filled(store, entries)
        const pieces = entries.slice(0, 3).map((one) => one.text.slice(0, 3))
        for (const words of [...queries, ...pieces].map(wordsOf)) {
          if (words.length === 0) continue
          const whole = entries.map((one) => wordsIn(one)?.text ?? '')
          const want = whole.flatMap((one, at) => (words.every((word) => one.includes(word)) ? [idOf(at + 1)] : []))
          const { entries: hits } = await store.search(asked('', { words }))
          expect(new Set(hits.map(({ id }) => id))).toEqual(new Set(want))
        }
      }),
      { numRuns: 15 },
    )
  })
}
