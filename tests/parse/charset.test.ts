import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decode } from '../../src/parse/charset.ts'

const chinese = '央行下调利率，银行股全线上涨。重庆与香港的投资者表示欢迎，国际商报昨日报道了这一消息。'
const japanese = 'あいうえお、日本語の記事です。東京の天気は晴れ。'
const french = '“Élysée” – où ça ? Œuvre à 5 €'

const rows: readonly {
  name: string
  text: string
  as: string
  charset: string
  declared?: string
  contentType?: string
  forced?: string
  bom?: boolean
}[] = [
  { name: 'UTF-8 without any label', text: chinese, as: 'utf-8', charset: 'utf-8' },
  { name: 'UTF-8 with a mark', text: chinese, as: 'utf-8', charset: 'utf-8', bom: true },
  { name: 'UTF-16LE with a mark', text: chinese, as: 'utf-16le', charset: 'utf-16le', bom: true },
  { name: 'UTF-16BE with a mark', text: chinese, as: 'utf-16be', charset: 'utf-16be', bom: true },
  { name: 'UTF-16LE without a mark', text: chinese, as: 'utf-16le', charset: 'utf-16le', declared: 'utf-16' },
  { name: 'UTF-16BE without a mark', text: chinese, as: 'utf-16be', charset: 'utf-16be', declared: 'utf-16' },
  {
    name: 'a mark against every label',
    text: chinese,
    as: 'utf-8',
    charset: 'utf-8',
    bom: true,
    declared: 'gbk',
    contentType: 'text/xml; charset=big5',
    forced: 'gbk',
  },
  { name: 'GBK by declaration', text: chinese, as: 'gbk', charset: 'gb18030', declared: 'GBK' },
  {
    name: 'GB2312 by declaration, with characters beyond it',
    text: `${chinese}朱镕基`,
    as: 'gb18030',
    charset: 'gb18030',
    declared: 'gb2312',
  },
  { name: 'GBK by header', text: chinese, as: 'gbk', charset: 'gb18030', contentType: 'text/xml; charset="gb2312"' },
  {
    name: 'GBK by header against a declared UTF-8',
    text: chinese,
    as: 'gbk',
    charset: 'gb18030',
    declared: 'utf-8',
    contentType: 'text/xml;charset=gbk',
  },
  {
    name: 'GBK declared under a header that says UTF-8',
    text: chinese,
    as: 'gbk',
    charset: 'gb18030',
    declared: 'gbk',
    contentType: 'text/xml; charset=utf-8',
  },
  { name: 'GBK without any label', text: chinese.repeat(3), as: 'gbk', charset: 'gb18030' },
  { name: 'Big5 by declaration', text: '繁體中文新聞', as: 'big5', charset: 'big5', declared: 'Big5' },
  { name: 'Shift_JIS by declaration', text: japanese, as: 'shift_jis', charset: 'shift_jis', declared: 'Shift_JIS' },
  { name: 'EUC-KR by the operator', text: '한국어 뉴스', as: 'euc-kr', charset: 'euc-kr', forced: 'EUC-KR' },
  { name: 'the operator against a declaration', text: chinese, as: 'gbk', charset: 'gb18030', declared: 'big5', forced: 'gbk' },
  { name: 'an unknown word of the operator', text: chinese, as: 'utf-8', charset: 'utf-8', forced: 'klingon-8' },
  { name: 'an unknown declaration', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'x-unknown' },
  { name: 'windows-1252, quotes and dashes too', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'windows-1252' },
  { name: 'windows-1252 called ISO-8859-1', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'ISO-8859-1' },
  {
    name: 'windows-1251 by header',
    text: 'Новости дня: рубль',
    as: 'windows-1251',
    charset: 'windows-1251',
    contentType: 'text/xml; charset=windows-1251',
  },
  {
    name: 'UTF-8 under a server that calls everything ISO-8859-1',
    text: chinese,
    as: 'utf-8',
    charset: 'utf-8',
    contentType: 'text/xml; charset=iso-8859-1',
  },
  { name: 'UTF-8 declared as GB2312', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'gb2312' },
  { name: 'UTF-8 that says it is UTF-16', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'utf-16' },
]
for (const { name, text, as, charset, declared, contentType, forced, bom } of rows) {
  test(`decodes ${name}`, () => {
    const document = declared === undefined ? `<a>${text}</a>` : `<?xml version="1.0" encoding="${declared}"?><a>${text}</a>`
    const bytes = iconv.encode(document, as, { addBOM: bom === true })
    expect(decode(bytes, { contentType: contentType ?? null, charset: forced ?? null })).toEqual({ text: document, charset })
  })
}

const noHints = { contentType: null, charset: null }

test('ISO-2022-JP is decoded by its declaration', () => {
  // "日本" between its escape sequences: iconv-lite cannot write them
  const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-2022-JP"?><a>\u001b$BF|K\\\u001b(B</a>', 'latin1')
  expect(decode(bytes, noHints).text).toContain('<a>日本</a>')
})

test('NUL is removed', () => {
  expect(decode(Buffer.from('<a>\0x\0</a>'), noHints).text).toBe('<a>x</a>')
})

test('one bad byte does not make UTF-8 something else', () => {
  const bytes = Buffer.concat([Buffer.from(chinese), Buffer.from([0xe4, 0xbd]), Buffer.from(chinese)])
  expect(decode(bytes, noHints)).toEqual({ text: `${chinese}\ufffd${chinese}`, charset: 'utf-8' })
})

test('a document cut inside a character is UTF-8', () => {
  const bytes = Buffer.from(chinese)
  expect(decode(bytes.subarray(0, bytes.length - 1), noHints)).toMatchObject({ charset: 'utf-8' })
})

test('a few Western bytes without a label are windows-1252', () => {
  expect(decode(Buffer.from([0x93, 0x61, 0x94]), noHints).text).toBe('“a”')
})

test('no bytes and no labels throw', () => {
  const label = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom('utf-16', 'utf-32', 'utf-7', 'iso-2022-kr', 'iso-8859-16', 'cp65001', 'macintosh', 'hz-gb-2312', 'base64'),
    ),
  )
  fc.assert(
    fc.property(fc.uint8Array(), label, label, (bytes, charset, header) => {
      const { text } = decode(bytes, { charset, contentType: header === null ? null : `text/xml; charset=${header}` })
      expect(text).not.toContain('\0')
    }),
    { numRuns: 500 },
  )
})
