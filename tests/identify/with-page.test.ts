import { expect, test } from 'vitest'
import { withPage } from '../../src/identify/with-page.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import { articleOf } from '../support/sightings.ts'

const draftOf = (draft: Partial<EntryDraft>): EntryDraft => ({ ...emptyDraft, ...draft })
const image = 'https://x.example/lead.jpg'
const attached = (url: string, type: string | null = null) => [{ url, type, bytes: null, title: null }]

test('what the page says goes before what the list says', () => {
  const author = { name: 'Ada', url: null, email: null }
  const list = draftOf({ title: 'Shortened …', published: 1, updated: 1, publisher: 'List', authors: [{ ...author, name: 'List' }] })
  const facts = { title: 'Whole title', published: 7, updated: 9, publisher: '国际商报', authors: [author] }
  expect(withPage(list, articleOf('<p>Whole</p>', facts))).toEqual({ ...list, ...facts, content: '<p>Whole</p>' })
})

test('what it does not say stays', () => {
  const list = draftOf({ title: 'T', published: 1, publisher: 'P', content: '<p>Whole</p>' })
  expect(withPage(list, articleOf('<p>Whole</p>'))).toEqual(list)
  expect(withPage(list, null)).toBe(list)
})

const images: readonly { name: string; draft: Partial<EntryDraft>; page: string; image: string; want: EntryDraft['enclosures'] }[] = [
  { name: 'is attached where the text shows none', draft: {}, page: '<p>Whole</p>', image, want: attached(image) },
  { name: 'is not shown twice', draft: {}, page: `<p>Whole</p><img src="${image}">`, image, want: [] },
  {
    name: 'does not stand beside what came with the feed',
    draft: { enclosures: attached('https://x.example/a.mp3', 'audio/mpeg') },
    page: '<p>Whole</p>',
    image,
    want: attached('https://x.example/a.mp3', 'audio/mpeg'),
  },
  {
    name: 'is a picture whatever its address looks like',
    draft: {},
    page: '<p>Whole</p>',
    image: 'https://x.example/640?wx=1',
    want: attached('https://x.example/640?wx=1', 'image/jpeg'),
  },
]

for (const { name, draft, page, image: address, want } of images) {
  test(`its lead image ${name}`, () => {
    expect(withPage(draftOf(draft), articleOf(page, { image: address })).enclosures).toEqual(want)
  })
}
