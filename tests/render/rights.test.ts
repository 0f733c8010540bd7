import { expect, test } from 'vitest'
import { asPermitted } from '../../src/render/rights.ts'
import { sampleEntry } from './samples.ts'

const text = `<p>${'A long sentence about the harbour. '.repeat(20)}</p>`
const entry = sampleEntry({
  contentHtml: text,
  summary: 'In short.',
  enclosures: [{ url: 'https://x.example/a.mp3', type: null, bytes: null, title: null }],
})

test('full rights show everything', () => {
  expect(asPermitted(entry, 'full')).toEqual(entry)
})

test('an excerpt is the beginning of the text, without the rest in any field', () => {
  const shown = asPermitted(entry, 'excerpt')
  expect(shown).toMatchObject({ contentHtml: null, enclosures: [], title: entry.title, url: entry.url, publisher: entry.publisher })
  expect(shown.summary).toMatch(/^A long sentence about the harbour\./)
  expect(shown.summary?.length).toBeLessThanOrEqual(201)
})

test('an excerpt of an entry that has only a summary is the summary', () => {
  expect(asPermitted({ ...entry, contentHtml: null }, 'excerpt').summary).toBe('In short.')
})

test('link rights leave title, link and attribution', () => {
  expect(asPermitted(entry, 'link')).toMatchObject({
    contentHtml: null,
    summary: null,
    enclosures: [],
    url: entry.url,
    authors: entry.authors,
    publisher: entry.publisher,
  })
})
