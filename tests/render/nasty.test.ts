import { expect, test } from 'vitest'
import type { Entry } from '../../src/model/entry.ts'
import { publicationOf } from '../../src/render/publication.ts'
import { formats, isClean, readBack, written } from './read-back.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

/** `want` where what can be read differs from what was given: characters that no XML document may hold. */
const texts: readonly { readonly name: string; readonly text: string; readonly want?: string }[] = [
  { name: 'the end of a CDATA section, twice', text: 'a ]]> b ]]> c ]]]]>' },
  { name: 'markup as text', text: 'AT&T <b> if a < b then c > d' },
  { name: 'entities as text', text: '&amp; &lt;script&gt; &nbsp; &#0; &bogus;' },
  { name: 'quotes', text: `"double" 'single'` },
  { name: 'control characters', text: 'a\u0000b\u0008c\u000bd\u001fe\u007ff\u0085g\u009fh', want: 'abcdef\u0085gh' },
  { name: 'tab and line ends', text: 'a\tb\nc' },
  { name: 'U+FFFE and U+FFFF', text: 'a\ufffeb\uffffc', want: 'abc' },
  { name: 'lone surrogates', text: 'a\ud800b\udc00c', want: 'abc' },
  { name: 'emoji', text: '👩🏻‍💻 🇨🇳 \u{1f9d1}' },
  { name: 'Chinese beyond the first plane', text: '𠮷野家：《报告》——“引号”' },
  { name: 'right to left', text: 'أخبار \u200fעברית\u200e \u202eabc\u202c' },
  { name: 'braces of templates', text: '{{ site.x }} {% raw %} #{x} <?php ?> <!-- -->' },
  { name: 'a declaration', text: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' },
]

function readOne(format: (typeof formats)[number], entry: Entry) {
  const text = written(format, publicationOf({ id: 'tag:news.example,2021:feed', category: sampleCategory(), entries: [entry] }, site))
  expect(isClean(text)).toBe(true)
  return readBack(format, text).items[0]
}

for (const format of formats) {
  for (const { name, text, want = text } of texts) {
    test(`${format} carries ${name} in every field`, () => {
      const entry = sampleEntry({
        title: text,
        summary: text,
        contentHtml: `<p>${text}</p>`,
        authors: [{ name: text, url: null, email: null }],
        tags: [{ name: text, scheme: text }],
        publisher: text,
        origin: { title: text, url: 'https://origin.example/' },
        enclosures: [{ url: 'https://origin.example/a.mp3', type: text, bytes: 1, title: text }],
      })
      expect(readOne(format, entry)).toMatchObject({
        id: entry.id,
        title: want,
        summary: want,
        content: `<p>${want}</p>`,
        authors: [want],
        tags: [want],
        attachments: ['https://origin.example/a.mp3 audio/mpeg 1'],
      })
    })
  }

  test(`${format} carries nothing but a title`, () => {
    const entry = sampleEntry({ summary: null, contentHtml: null, url: null, publisher: null, tags: [] })
    expect(readOne(format, entry)).toMatchObject({ title: entry.title, summary: '', content: '', authors: [], tags: [], attachments: [] })
  })

  test(`${format} carries an entry of which next to nothing is known`, () => {
    const entry = sampleEntry({ title: '', summary: null, contentHtml: null, url: null, publisher: null, tags: [] })
    expect(readOne(format, entry)?.id).toBe(entry.id)
  })

  test(`${format} links to an IRI`, () => {
    const url = 'https://新闻.example/路径/a b?q=投行&x=1#顶'
    const given = readOne(format, sampleEntry({ url, enclosures: [{ url, type: null, bytes: null, title: null }] }))
    expect(new URL(given?.link ?? '').href).toBe(new URL(url).href)
    expect(given?.attachments).toHaveLength(1)
    expect(given?.link).toMatch(/^[!-~]+$/)
  })
}
