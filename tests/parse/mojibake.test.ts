import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { undoubled, withoutC1 } from '../../src/parse/mojibake.ts'

/** Honest texts: names of languages are for the reader of a failure. */
const genuine: Readonly<Record<string, string>> = {
  French: 'L’été à Élysée, où ça ? « Très bien », dit-il… Œuvre à 5 € – naïve, bûche, Noël, ÉTÉ, ÇA, GARÇON',
  German: 'Für die Bürger in Köln: „Größere Straßen“ – heißt’s. Viel Spaß… ÄRGER, ÖL, ÜBER, FUẞ',
  Spanish: '¿Qué pasó? ¡Años después, el niño comió jamón! «Sí», señaló. MÁS, CORAZÓN, NIÑO',
  Portuguese: 'Não há ações; coração, pão, mãe, avô, pôr, É só amanhã… SÃO PAULO, IRMÃ, AMANHÃ, CORAÇÃO',
  Italian: 'Perché? È più città, così è la libertà… CITTÀ, PERCHÉ, È',
  Catalan: 'L’àvia i el col·legi: això és així. MÀXIM, CAFÈ',
  Dutch: 'Eén café, reünie, coördinatie – ‘zó’',
  Swedish: 'Räksmörgås på ön, å, ä, ö. ÅR, ÄR, ÖN',
  Danish: 'Rød grød med fløde på øen. Æble, ØRE, ÅRHUS',
  Icelandic: 'Það er þó ást í góðu veðri. ÞAÐ, ÍSLAND',
  Finnish: 'Hyvää päivää, äiti! ÄÄNI, YÖ',
  Polish: 'Zażółć gęślą jaźń',
  Czech: 'Příliš žluťoučký kůň',
  Hungarian: 'Árvíztűrő tükörfúrógép',
  Turkish: 'Işık, ağaç, çiğ, İstanbul, üç',
  Romanian: 'Știri în română, București',
  Vietnamese: 'Tin tức hôm nay: Hà Nội, Đà Nẵng, người Việt, cà phê à la carte',
  Russian: 'Новости дня — «рубль» укрепился',
  Greek: 'Ειδήσεις της ημέρας',
  Hebrew: 'חדשות היום',
  Arabic: 'أخبار اليوم',
  Thai: 'ข่าววันนี้',
  Hindi: 'आज की ताज़ा ख़बर',
  Chinese: '央行下调利率，银行股全线上涨',
  Japanese: 'あいうえお、日本語の記事です',
  Korean: '한국어 뉴스입니다',
  emoji: 'Hi 👋🏽 there 🎉',
}

/** ISO-8859-1 and what WHATWG calls windows-1252, whose holes are controls. */
const readings: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'ISO-8859-1': (bytes) => bytes.toString('latin1'),
  'windows-1252': (bytes) =>
    [...bytes].map((byte) => iconv.decode(Buffer.of(byte), 'windows-1252').replace('\ufffd', String.fromCharCode(byte))).join(''),
}

describe('a text that was encoded twice', () => {
  for (const [language, text] of Object.entries(genuine)) {
    for (const [charset, read] of Object.entries(readings)) {
      test(`is undone: ${language} read as ${charset}`, () => {
        expect(undoubled(`<a>${read(Buffer.from(text))}</a>`)).toBe(`<a>${text}</a>`)
      })
    }
  }

  const short: readonly { doubled: string; want: string }[] = [
    { doubled: 'ä¸\xadå\x9b½', want: '中国' },
    { doubled: 'å›½', want: '国' },
    { doubled: 'donâ€™t', want: 'don’t' },
    { doubled: 'waitâ€¦', want: 'wait…' },
    { doubled: 'ÐŸÑ€', want: 'Пр' },
    { doubled: 'crÃ¨me brÃ»lÃ©e', want: 'crème brûlée' },
    { doubled: 'ðŸŽ‰', want: '🎉' },
  ]
  for (const { doubled, want } of short) test(`is undone even if short: ${doubled}`, () => expect(undoubled(doubled)).toBe(want))
})

describe('an honest text stays', () => {
  for (const [language, text] of Object.entries(genuine)) {
    test(language, () => {
      for (const variant of [text, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD')]) expect(undoubled(variant)).toBe(variant)
    })
  }

  const kept: readonly string[] = [
    'NESCAFÉ® and ROSÉ™, again and again: NESCAFÉ® ROSÉ™',
    'été\xa0: Santé\xa0» Blog',
    'voilà\xa0»',
    'Viel Spaß… und noch ein Fuß”',
    'IRMÃ… AMANHÃ»',
    'Why é shows as Ã©',
    'One Ã© alone proves nothing',
    '中国 and å›½ in one document',
    'â€™ and “honest” quotes',
    'ends with a lead: Ã',
    'ends inside: ä¸',
    'overlong: À¼script À¼ À¼ à\x80¼',
    'surrogates: í\xa0\x80í\xb0\x80',
    'beyond Unicode: ô\x90\x80\x80',
    'plain',
    '',
  ]
  for (const text of kept) test(text === '' ? 'nothing' : text, () => expect(undoubled(text)).toBe(text))

  test('whatever words stand together, and whatever follows them', () => {
    const western = [
      'French',
      'German',
      'Spanish',
      'Portuguese',
      'Italian',
      'Catalan',
      'Dutch',
      'Swedish',
      'Danish',
      'Icelandic',
      'Finnish',
    ]
    const words = western.flatMap((language) => (genuine[language] ?? '').split(/[^\p{L}]+/u)).filter((word) => /[^\0-\x7f]/.test(word))
    const mark = fc.constantFrom(
      '',
      '',
      '\xa0',
      '…',
      '’',
      '”',
      '“',
      '»',
      '«',
      '\xa0»',
      '\xa0: ',
      '–',
      '\xa0– ',
      '—',
      '™',
      '®',
      '©',
      '°',
      '·',
      '€',
      '\xa0€',
      '…»',
      '…”',
      '’»',
      '®™',
    )
    const word = fc
      .tuple(fc.constantFrom(...words), fc.boolean(), mark)
      .map(([text, isLoud, after]) => (isLoud ? text.toUpperCase() : text) + after)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (some) => {
        const text = some.join(' ')
        expect(undoubled(text)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

test('any text comes back whole or stays as it is', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', 'é', 'Ã', '©', '中', '🎉', '€', '\x81') }))
  fc.assert(
    fc.property(texts, fc.constantFrom(...Object.values(readings)), (text, read) => {
      // without lone surrogates
      const meant = Buffer.from(text).toString()
      const doubled = read(Buffer.from(meant))
      expect([meant, doubled]).toContain(undoubled(doubled))
      expect(undoubled(text).length).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 1000 },
  )
})

test('C1 controls become what windows-1252 has in their place, except its holes', () => {
  expect(withoutC1('a\x80b\x92c\x9fd\x85\x81\xa0é')).toBe('a€b’cŸd…\x81\xa0é')
})
