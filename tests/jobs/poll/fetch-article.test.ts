// The article step: an entry waits for its own text, but never for ever (design §6).
import { expect, onTestFinished, test } from 'vitest'
import { fetchArticle } from '../../../src/jobs/poll/fetch-article.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const minute = 60_000
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const article = '{ url: "https://text.example/{code}", content: [$.text, $.content] }'
const textUrl = (code: string) => `https://text.example/${code}`
const whole = '<p>The whole story, as it stands on its own page.</p>'

async function opened(...sources: TestSource[]) {
  const site = await openSite(settingsOf(configOf(sources.length > 0 ? sources : [{ id: 'a', article }, { id: 'b' }])))
  onTestFinished(() => site.close())
  const texts = async () => (await site.entries()).map(({ contentHtml }) => contentHtml)
  /** Addresses of texts asked for since the last call. */
  let told = 0
  const asked = () => {
    const urls = site.fetched.slice(told).filter((url) => url.startsWith('https://text.example/'))
    told = site.fetched.length
    return urls
  }
  return { ...site, texts, asked }
}

test('an entry is published with its own text, fetched once', async () => {
  const site = await opened()
  site.answers.set(textUrl('C1'), JSON.stringify({ text: whole }))
  await site.run([a({ code: 'C1', title: 'One', text: '<p>Only the beginning …</p>' })])
  expect(await site.texts()).toEqual([whole])
  expect(await site.entries()).toMatchObject([{ revision: 1, dateModified: null }])
  await site.run([a({ code: 'C1', title: 'One', text: '<p>Only the beginning …</p>', publisher: 'Gazette' })])
  expect(await site.texts()).toEqual([whole])
  expect(site.asked()).toEqual([textUrl('C1')])
})

test('and again when its source says that it changed', async () => {
  const site = await opened()
  site.answers.set(textUrl('C1'), JSON.stringify({ text: whole }))
  await site.run([a({ code: 'C1', title: 'One', text: '<p>Only the beginning …</p>' })])
  const corrected = whole.replace('stands', 'stood')
  site.answers.set(textUrl('C1'), JSON.stringify({ text: corrected }))
  await site.run([a({ code: 'C1', title: 'One, corrected', text: '<p>Only the beginning …</p>' })])
  expect(site.asked()).toEqual([textUrl('C1'), textUrl('C1')])
  expect(await site.entries()).toMatchObject([{ title: 'One, corrected', contentHtml: corrected, revision: 2 }])
})

test('the next way to the text is tried where the first finds none', async () => {
  const site = await opened()
  site.answers.set(textUrl('C1'), JSON.stringify({ content: whole }))
  await site.run([a({ code: 'C1', title: 'One' })])
  expect(await site.texts()).toEqual([whole])
})

test('the text is cleaned like any other', async () => {
  const site = await opened()
  site.answers.set(textUrl('C1'), JSON.stringify({ text: '<p onclick="x()">Whole<script>x()</script></p>' }))
  await site.run([a({ code: 'C1', title: 'One' })])
  expect(await site.texts()).toEqual(['<p>Whole</p>'])
})

test('which source is polled first does not matter', async () => {
  const documents = [a({ code: 'C1', title: 'One' }), b({ code: 'C1', title: 'One', text: '<p>From b</p>' })]
  for (const order of [documents, [...documents].reverse()]) {
    const site = await opened()
    site.answers.set(textUrl('C1'), JSON.stringify({ text: whole }))
    await site.run(order)
    expect(await site.texts()).toEqual([whole])
  }
})

test('the owner’s step goes before another’s', async () => {
  const other = '{ url: "https://text.example/b-{code}", content: $.text }'
  const site = await opened({ id: 'a', article }, { id: 'b', article: other, priority: 1 })
  await site.run([a({ code: 'C1', title: 'One' }), b({ code: 'C1', title: 'One' })])
  expect(site.asked()).toEqual([textUrl('b-C1')])
})

test('without an address of its own the text is at the entry’s link', async () => {
  const site = await opened({ id: 'a', article: '{ content: $.text }' })
  await site.run([a({ url: textUrl('linked'), title: 'One' }, { guid: 'g', title: 'No link' })])
  expect(site.asked()).toEqual([textUrl('linked')])
  expect(await site.entries()).toHaveLength(2)
})

const failures: readonly { name: string; answer: string | null }[] = [
  { name: 'HTTP 404', answer: null },
  { name: 'no JSON', answer: '<html>Log in</html>' },
  { name: 'JSON without a text', answer: '{"error":1}' },
  { name: 'a text that shows nothing', answer: '{"text":"<p> </p>"}' },
]

for (const { name, answer } of failures) {
  test(`${name}: the entry is published with what there is, and the text tried again later`, async () => {
    const site = await opened()
    if (answer !== null) site.answers.set(textUrl('C1'), answer)
    await site.run([a({ code: 'C1', title: 'One', text: '<p>The beginning.</p>' })], firstRunAt)
    expect(await site.texts()).toEqual(['<p>The beginning.</p>'])
    site.answers.set(textUrl('C1'), JSON.stringify({ text: whole }))
    await site.run([], firstRunAt + 10 * minute - 1)
    expect(await site.texts()).toEqual(['<p>The beginning.</p>'])
    await site.run([], firstRunAt + 10 * minute)
    expect(await site.texts()).toEqual([whole])
    expect(await site.entries()).toMatchObject([{ revision: 2, dateModified: firstRunAt + 10 * minute, listed: firstRunAt }])
  })
}

test('waits four times as long after each failure, and gives up after the sixth', async () => {
  const site = await opened()
  await site.run([a({ code: 'C1', title: 'One' })], firstRunAt)
  const tries: number[] = []
  site.asked()
  for (let passed = 10; passed <= 30_000; passed += 10) {
    await site.run([], firstRunAt + passed * minute)
    if (site.asked().length > 0) tries.push(passed)
  }
  expect(tries).toEqual([10, 50, 210, 850, 3_410])
}, 60_000)

test('an entry whose source lost its step is not tried again', async () => {
  const site = await opened()
  await site.run([a({ code: 'C1', title: 'One' })], firstRunAt)
  const later = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]))
  const [due] = await site.deps.store.dueArticles(firstRunAt + 10 * minute, 1)
  if (due === undefined) throw new Error('nothing is due')
  await fetchArticle(due.entry, firstRunAt + 10 * minute, { ...site.deps, settings: later })
  expect(await site.deps.store.dueArticles(firstRunAt + 1_000 * minute, 1)).toEqual([])
})

test('texts that turn out to be the same join two entries of one address', async () => {
  const site = await opened({ id: 'a', article }, { id: 'b', article: article.replace('{code}', 'b-{guid}') })
  const long = `<p>${'The board of the harbour company met on Friday and approved the plan for a new quay. '.repeat(3)}</p>`
  site.answers.set(textUrl('C1'), JSON.stringify({ text: long }))
  site.answers.set(textUrl('b-g'), JSON.stringify({ text: long }))
  await site.run([a({ code: 'C1', url: 'https://x.example/1', title: 'One' }), b({ guid: 'g', url: 'https://x.example/1', title: 'Uno' })])
  expect(await site.entries()).toMatchObject([{ sources: ['a', 'b'] }])
})
