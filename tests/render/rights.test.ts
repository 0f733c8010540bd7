import { expect, test } from 'vitest'
import { asPermitted } from '../../src/render/rights.ts'
import { sampleEntry } from './samples.ts'

const text = `<p>${'A long sentence about the harbour. '.repeat(20)}</p>`
const entry = sampleEntry({
  contentHtml: text,
  summary: 'In short.',
  enclosures: [{ url: 'https://x.example/a.mp3', type: null, bytes: null, title: null }],
})
const excerpt = { rights: 'excerpt', excerpt: 200, images: 'link' } as const

test('full rights show everything', () => {
  expect(asPermitted(entry, { ...excerpt, rights: 'full' })).toEqual(entry)
})

test('an excerpt is the beginning of the text, without the rest in any field', () => {
  const shown = asPermitted(entry, excerpt)
  expect(shown).toMatchObject({ contentHtml: null, enclosures: [], title: entry.title, url: entry.url, publisher: entry.publisher })
  expect(shown.summary).toBe('A long sentence about the harbour. '.repeat(5).trim())
})

test('an excerpt of an entry that has only a summary is no longer either', () => {
  const shown = (summary: string) => asPermitted({ ...entry, contentHtml: null, summary }, excerpt).summary
  expect(shown('In short.')).toBe('In short.')
  expect(shown('短句。'.repeat(100))).toBe('短句。'.repeat(66))
})

test('markup that is longer than any text does not hide the text behind it', () => {
  const html = `<p><img src="data:image/png;base64,${'A'.repeat(10_000)}"></p><p>Text.</p>`
  expect(asPermitted({ ...entry, contentHtml: html, summary: null }, excerpt).summary).toBe('Text.')
})

test('link rights leave title, link and whose it is', () => {
  expect(asPermitted(entry, { ...excerpt, rights: 'link' })).toMatchObject({
    contentHtml: null,
    summary: null,
    enclosures: [],
    tags: [],
    url: entry.url,
    authors: entry.authors,
    publisher: entry.publisher,
  })
})
