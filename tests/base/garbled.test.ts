import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { isGarbled } from '../../src/base/garbled.ts'
import { garbled, honest, misread } from './legible-samples.ts'

describe('honest text is legible', () => {
  for (const [name, text] of Object.entries(honest)) test(name, () => expect(isGarbled(text)).toBe(false))
})

describe('text read under a wrong charset is garbled', () => {
  for (const [sample, written, read] of misread) {
    const text = iconv.decode(iconv.encode(honest[sample] ?? '', written), read)
    test(`${sample}: ${written} as ${read}`, () => expect({ text, isGarbled: isGarbled(text) }).toEqual({ text, isGarbled: true }))
  }
  for (const text of garbled) test(text, () => expect(isGarbled(text)).toBe(true))
})

test('markup does not count', () => {
  const link = `<a href="https://news.example/${'long/'.repeat(40)}" class="title">`
  expect(isGarbled(`${link}ÖÐ¹úÈËÃñ</a>`)).toBe(true)
  expect(isGarbled(`${link}中国人民</a>`)).toBe(false)
})

test('a text that is garbled for a small part is legible', () => {
  const article = 'The page shows it as it is. '.repeat(60)
  expect(isGarbled(`${article}donâ€™t`)).toBe(false)
  expect(isGarbled(article.replaceAll('it is', 'itâ€™s'))).toBe(true)
})
