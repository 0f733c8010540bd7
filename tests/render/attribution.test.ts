import { expect, test } from 'vitest'
import { attributionOf, withAttribution } from '../../src/render/attribution.ts'
import { sampleEntry } from './samples.ts'

const entry = sampleEntry({ authors: ['Ann', 'Bo'].map((name) => ({ name, url: null, email: null })), url: 'https://x.example/?a=1&b="2"' })
const terms = { rights: 'full', attribution: '来源：{publisher}', title: '要闻' } as const

const rows: readonly { name: string; template: string; about?: Partial<typeof entry>; title?: null; want: string | null }[] = [
  { name: 'the publisher', template: '来源：{publisher}', want: '来源：国际商报' },
  {
    name: 'without one, the feed it says it is from',
    template: '{publisher}',
    about: { publisher: null, origin: { title: 'Wire', url: null } },
    want: 'Wire',
  },
  { name: 'else the source', template: '{publisher}', about: { publisher: null }, want: '要闻' },
  { name: 'a source without title by its id', template: '{source}', title: null, want: 'finews-102' },
  { name: 'authors, title and address', template: '{author}: {title} {url}', want: `Ann, Bo: ${entry.title} ${entry.url}` },
  { name: 'no line rather than half a line', template: 'by {author}', about: { authors: [] }, want: null },
  { name: 'no address of another scheme', template: '{url}', about: { url: 'javascript:alert(1)' }, want: null },
]
for (const { name, template, about = {}, title = terms.title, want } of rows)
  test(`says ${name}`, () => {
    expect(attributionOf({ ...entry, ...about }, { ...terms, attribution: template, title })?.text ?? null).toBe(want)
  })

test('says nothing where config wants nothing, and where only title and link are shown', () => {
  expect(attributionOf(entry, { ...terms, attribution: null })).toBeNull()
  expect(attributionOf(entry, { ...terms, rights: 'link' })).toBeNull()
})

test('is the last paragraph of the content, escaped, linked to the original', () => {
  const line = '<p><a href="https://x.example/?a=1&amp;b=&quot;2&quot;">A &lt;b&gt;</a></p>'
  const attribution = { text: 'A <b>', url: entry.url }
  expect(withAttribution(entry, attribution).contentHtml).toBe(`${entry.contentHtml}${line}`)
  expect(withAttribution({ ...entry, contentHtml: null, summary: '1 < 2' }, attribution).contentHtml).toBe(`<p>1 &lt; 2</p>${line}`)
  expect(withAttribution({ ...entry, contentHtml: null, summary: null }, { ...attribution, url: null }).contentHtml).toBe(
    '<p>A &lt;b&gt;</p>',
  )
  expect(withAttribution(entry, null)).toEqual(entry)
})
