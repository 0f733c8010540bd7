import { expect, test } from 'vitest'
import { eager, withImages } from '../../src/render/images.ts'
import { publicationOf } from '../../src/render/publication.ts'
import { formats, readBack, written } from './read-back.ts'
import { sampleEntry, site } from './samples.ts'

const secure = 'https://cdn.example/a.jpg'
const plain = 'http://cdn.example/a.jpg'

const rows: readonly { readonly name: string; readonly html: string; readonly secure: string | null; readonly none: string | null }[] = [
  { name: 'text', html: '<p>a</p><p></p>', secure: '<p>a</p><p></p>', none: '<p>a</p><p></p>' },
  {
    name: 'a picture by https',
    html: `<p>a<img src="${secure}" alt="b"></p>`,
    secure: `<p>a<img src="${secure}" alt="b"></p>`,
    none: '<p>a</p>',
  },
  { name: 'a picture by http', html: `<p>a<img alt="b" src="${plain}">c</p>`, secure: '<p>ac</p>', none: '<p>ac</p>' },
  {
    name: 'what held but a picture',
    html: `<p>a</p><figure><a href="https://x.example/"><picture><source srcset="${plain} 2x"><img src="${plain}"></picture></a></figure>`,
    secure: '<p>a</p>',
    none: '<p>a</p>',
  },
  {
    name: 'a caption',
    html: `<figure><img src="${plain}"><figcaption>c</figcaption></figure>`,
    secure: '<figure><figcaption>c</figcaption></figure>',
    none: '<figure><figcaption>c</figcaption></figure>',
  },
  {
    name: 'sizes of which some are by https',
    html: `<img srcset="${plain} 1x, ${secure} 2x" src="${plain}">`,
    secure: `<img srcset="${secure} 2x" src="${secure}">`,
    none: null,
  },
  {
    name: 'sizes that are all by http',
    html: `a<img srcset="${plain} 1x" src="${secure}" sizes="1px">`,
    secure: `a<img src="${secure}" sizes="1px">`,
    none: 'a',
  },
  {
    name: 'a film with a picture before it',
    html: `<video controls="" poster="${plain}"><source src="http://cdn.example/a.mp4"></video>`,
    secure: '<video controls=""><source src="http://cdn.example/a.mp4"></video>',
    none: '<video controls=""><source src="http://cdn.example/a.mp4"></video>',
  },
  { name: 'nothing but pictures', html: `<p><img src="${plain}"></p>\n`, secure: null, none: null },
  {
    name: 'words that look like markup',
    html: '<p>&lt;img src="http://x/"&gt;</p>',
    secure: '<p>&lt;img src="http://x/"&gt;</p>',
    none: '<p>&lt;img src="http://x/"&gt;</p>',
  },
]

for (const { name, html, ...want } of rows) {
  const shown = (images: 'link' | 'https-only' | 'drop') => withImages(sampleEntry({ contentHtml: html }), images).contentHtml
  test(`${name}, linked`, () => expect(shown('link')).toBe(html))
  test(`${name}, by https only`, () => expect(shown('https-only')).toBe(want.secure))
  test(`${name}, without pictures`, () => expect(shown('drop')).toBe(want.none))
}

test('pictures among what is attached are treated alike, sound never', () => {
  const attached = (url: string, type: string | null) => ({ url, type, bytes: null, title: null })
  const enclosures = [
    attached(secure, null),
    attached(plain, null),
    attached('http://x.example/b', 'image/png'),
    attached('http://x.example/c.mp3', null),
  ]
  const left = (images: 'https-only' | 'drop') => withImages(sampleEntry({ enclosures }), images).enclosures.map(({ url }) => url)
  expect(left('https-only')).toEqual([secure, 'http://x.example/c.mp3'])
  expect(left('drop')).toEqual(['http://x.example/c.mp3'])
})

test('what holds nothing goes, however deep', () => {
  const deep = `${'<p>'.repeat(200)}<img src="${plain}">${'</p>'.repeat(200)}`
  expect(withImages(sampleEntry({ contentHtml: `a${deep}` }), 'drop').contentHtml).toBe('a')
})

test('feeds ask no reader to hold pictures back, and text is no markup', () => {
  const html = '<p> loading="lazy"</p><img loading="lazy" src="https://x.example/a.jpg"><img alt="x" loading="eager">'
  expect(eager(html)).toBe('<p> loading="lazy"</p><img src="https://x.example/a.jpg"><img alt="x">')
  const feed = publicationOf({ id: 'tag:x,2022:feed', category: null, entries: [sampleEntry({ contentHtml: html })] }, site)
  for (const format of formats) expect(readBack(format, written(format, feed)).items[0]?.content).toBe(eager(html))
})
