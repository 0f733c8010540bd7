// What stands in the place of a withdrawn entry, in feeds and on pages, in the site's language.
import { expect, test } from 'vitest'
import { attributionOf } from '../../src/render/attribution.ts'
import { retractedPage } from '../../src/render/pages/retracted.tsx'
import { publicationOf } from '../../src/render/publication.ts'
import { asRetracted } from '../../src/render/retraction.ts'
import { asPermitted } from '../../src/render/rights.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const english = { ...site, language: 'en' }
const retraction = { at: Date.UTC(2022, 0, 25), why: 'Figures <b> & names were wrong.', isSilent: false }
const about = {
  title: 'A & B',
  enclosures: [{ url: 'https://x.example/a.mp3', type: 'audio/mpeg', bytes: 1, title: null }],
  authors: [{ name: 'Ann', url: null, email: null }],
  retraction,
}
const entry = sampleEntry(about)

test('an entry that is not withdrawn stays as it is', () => {
  const kept = sampleEntry()
  expect(asRetracted(kept, site)).toBe(kept)
})

for (const { language, title } of [
  { language: 'zh-CN', title: '[已撤回] A & B' },
  { language: 'en', title: '[Retracted] A & B' },
  { language: 'fr', title: '[Retracted] A & B' },
])
  test(`in ${language} it is "${title}"`, () => {
    expect(asRetracted(entry, { ...site, language }).title).toBe(title)
    expect(asRetracted(sampleEntry({ ...about, title: '' }), { ...site, language }).title).toBe(title.slice(0, title.indexOf(']') + 1))
  })

test('its reason is all that it says, and its link leads to the notice', () => {
  expect(asRetracted(entry, english)).toEqual({
    ...entry,
    title: '[Retracted] A & B',
    url: null,
    summary: null,
    contentHtml: '<p>Figures &lt;b&gt; &amp; names were wrong.</p>',
    authors: [],
    tags: [],
    enclosures: [],
  })
  const json = publicationOf({ id: 'tag:news.example,2021:feed', category: sampleCategory(), entries: [entry] }, english).json1()
  expect(JSON.parse(json).items[0].url).toBe(`https://news.example/${entry.path}`)
})

for (const rights of ['full', 'excerpt', 'link'] as const)
  test(`it says the same where rights are ${rights}, and nobody's line is beneath it`, () => {
    const permitted = asPermitted(sampleEntry({ ...about, summary: null, contentHtml: null }), { rights, excerpt: 200, images: 'link' })
    expect(asRetracted(permitted, english).contentHtml).toBe('<p>Figures &lt;b&gt; &amp; names were wrong.</p>')
    expect(attributionOf(permitted, { rights, attribution: 'From {publisher}', title: null })).toBeNull()
  })

const notices: readonly {
  readonly name: string
  readonly isShown: boolean
  readonly isSilent: boolean
  readonly says: readonly string[]
}[] = [
  { name: 'while its title stands in feeds', isShown: true, isSilent: false, says: ['A &amp; B', 'Figures &lt;b&gt;'] },
  { name: 'afterwards', isShown: false, isSilent: false, says: ['Figures &lt;b&gt;'] },
  { name: 'of a silent retraction', isShown: false, isSilent: true, says: [] },
]
for (const { name, isShown, isSilent, says } of notices)
  test(`the notice ${name} says ${says.length === 0 ? 'nothing more' : says.join(' and ')}`, () => {
    const html = retractedPage({ site: english, entry: { ...entry, retraction: { ...retraction, isSilent } }, isShown })
    for (const part of ['A &amp; B', 'Figures &lt;b&gt;'])
      if (says.includes(part)) expect(html).toContain(part)
      else expect(html).not.toContain(part)
    for (const part of ['This article was retracted', '<meta name="robots" content="noindex']) expect(html).toContain(part)
    expect(html).not.toContain('origin.example')
  })
