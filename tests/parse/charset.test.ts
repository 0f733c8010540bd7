import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decode } from '../../src/parse/charset.ts'

const chinese = '央行下调利率，银行股全线上涨。重庆与香港的投资者表示欢迎，国际商报昨日报道了这一消息。'
const traditional = '行政院今天舉行記者會，說明明年度預算案的重點項目。氣象局表示，北部地區將有大雨。'
const japanese = 'あいうえお、日本語の記事です。東京の天気は晴れ。カタカナのニュースサイト。'
const korean = '한국어 뉴스입니다. 정부는 오늘 국무회의를 열고 내년 예산안을 의결했다.'
const russian = 'Новости дня: рубль укрепился к доллару на торгах московской биржи.'
const greek = 'Οι ειδήσεις της ημέρας: η κυβέρνηση ανακοίνωσε νέα μέτρα.'
const french = '“Élysée” – où ça ? Œuvre à 5 €, la crème brûlée du café.'
const polish = 'Źródła podają, że prezydent podpisał ustawę. Zażółć gęślą jaźń.'

interface Row {
  readonly name: string
  readonly text: string
  readonly as: string
  readonly charset: string
  readonly declared?: string
  readonly contentType?: string
  readonly forced?: string
  readonly bom?: boolean
}

const noHints = { contentType: null, charset: null }

function documentOf({ text, declared }: Row): string {
  return declared === undefined ? `<a>${text}</a>` : `<?xml version="1.0" encoding="${declared}"?><a>${text}</a>`
}

function tabulate(rows: readonly Row[]): void {
  for (const row of rows) {
    test(row.name, () => {
      const bytes = iconv.encode(documentOf(row), row.as, { addBOM: row.bom === true })
      const hints = { contentType: row.contentType ?? null, charset: row.forced ?? null }
      expect(decode(bytes, hints)).toMatchObject({ text: documentOf(row), charset: row.charset })
    })
  }
}

describe('Unicode', () => {
  tabulate([
    { name: 'UTF-8 without any label', text: chinese, as: 'utf-8', charset: 'utf-8' },
    { name: 'UTF-8 with a mark', text: chinese, as: 'utf-8', charset: 'utf-8', bom: true },
    { name: 'UTF-8 under a label of no charset', text: chinese, as: 'utf-8', charset: 'utf-8', contentType: 'text/xml; charset=klingon' },
    { name: 'UTF-16LE with a mark', text: chinese, as: 'utf-16le', charset: 'utf-16le', bom: true },
    { name: 'UTF-16BE with a mark', text: chinese, as: 'utf-16be', charset: 'utf-16be', bom: true },
    { name: 'UTF-16LE by its declaration', text: chinese, as: 'utf-16le', charset: 'utf-16le', declared: 'utf-16' },
    { name: 'UTF-16BE by its declaration', text: chinese, as: 'utf-16be', charset: 'utf-16be', declared: 'utf-16' },
    { name: 'UTF-16LE by its bytes only', text: `<b>some English</b>${chinese}`, as: 'utf-16le', charset: 'utf-16le' },
    { name: 'UTF-16BE by its bytes only', text: `<b>some English</b>${chinese}`, as: 'utf-16be', charset: 'utf-16be' },
    { name: 'UTF-16LE that says it is UTF-8', text: chinese, as: 'utf-16le', charset: 'utf-16le', declared: 'utf-8' },
    { name: 'UTF-32LE with a mark', text: chinese, as: 'utf-32le', charset: 'utf-32le', bom: true },
    { name: 'UTF-32BE with a mark', text: chinese, as: 'utf-32be', charset: 'utf-32be', bom: true },
    { name: 'UTF-32LE without a mark', text: chinese, as: 'utf-32le', charset: 'utf-32le', declared: 'utf-32' },
    { name: 'UTF-32BE without a mark', text: chinese, as: 'utf-32be', charset: 'utf-32be', declared: 'utf-32' },
    { name: 'UTF-8 that says it is UTF-16', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'utf-16' },
    { name: 'UTF-8 declared as GB2312', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'gb2312' },
    { name: 'UTF-8 declared as windows-1252', text: 'Euro €', as: 'utf-8', charset: 'utf-8', declared: 'windows-1252' },
    {
      name: 'UTF-8 under a server that calls everything ISO-8859-1',
      text: chinese,
      as: 'utf-8',
      charset: 'utf-8',
      contentType: 'text/xml; charset=iso-8859-1',
    },
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
  ])
})

describe('East Asia', () => {
  tabulate([
    { name: 'GBK by declaration', text: chinese, as: 'gbk', charset: 'gb18030', declared: 'GBK' },
    { name: 'GB2312 with characters beyond it', text: `${chinese}朱镕基`, as: 'gb18030', charset: 'gb18030', declared: 'gb2312' },
    { name: 'GB18030 with four bytes', text: '𠀀𠮷', as: 'gb18030', charset: 'gb18030', declared: 'GB18030' },
    { name: 'GBK called CP936', text: chinese, as: 'gbk', charset: 'gb18030', declared: 'cp936' },
    { name: 'GBK by header', text: chinese, as: 'gbk', charset: 'gb18030', contentType: 'text/xml; charset="gb2312"' },
    { name: 'Big5 by declaration', text: traditional, as: 'big5', charset: 'big5', declared: 'Big5' },
    { name: 'Big5 with characters of Hong Kong', text: '嘅喺咗嚟啲', as: 'big5hkscs', charset: 'big5', declared: 'big5' },
    { name: 'Big5 called CP950', text: traditional, as: 'big5', charset: 'big5', declared: 'cp950' },
    { name: 'Big5-HKSCS by header', text: traditional, as: 'big5', charset: 'big5', contentType: 'text/xml; charset=Big5-HKSCS' },
    { name: 'Shift_JIS by declaration', text: japanese, as: 'shift_jis', charset: 'shift_jis', declared: 'Shift_JIS' },
    { name: 'Shift_JIS with characters of Windows', text: '①髙﨑㈱', as: 'shift_jis', charset: 'shift_jis', declared: 'x-sjis' },
    { name: 'Shift_JIS called Windows-31J', text: japanese, as: 'shift_jis', charset: 'shift_jis', declared: 'Windows-31J' },
    { name: 'Shift_JIS called CP932', text: japanese, as: 'shift_jis', charset: 'shift_jis', declared: 'CP932' },
    { name: 'EUC-JP by declaration', text: japanese, as: 'euc-jp', charset: 'euc-jp', declared: 'EUC-JP' },
    { name: 'EUC-JP written together', text: japanese, as: 'euc-jp', charset: 'euc-jp', declared: 'eucJP' },
    { name: 'EUC-KR by the operator', text: korean, as: 'euc-kr', charset: 'euc-kr', forced: 'EUC-KR' },
    { name: 'EUC-KR with syllables of Windows', text: '똠방각하 펲시콜라', as: 'cp949', charset: 'euc-kr', declared: 'euc-kr' },
    { name: 'EUC-KR called ks_c_5601-1987', text: korean, as: 'euc-kr', charset: 'euc-kr', declared: 'ks_c_5601-1987' },
    { name: 'EUC-KR called UHC', text: korean, as: 'euc-kr', charset: 'euc-kr', declared: 'UHC' },
    { name: 'GBK without any label', text: chinese, as: 'gbk', charset: 'gb18030' },
    { name: 'Big5 without any label', text: traditional, as: 'big5', charset: 'big5' },
    { name: 'Shift_JIS without any label', text: japanese, as: 'shift_jis', charset: 'shift_jis' },
    { name: 'EUC-JP without any label', text: japanese, as: 'euc-jp', charset: 'euc-jp' },
    { name: 'EUC-KR without any label', text: korean, as: 'euc-kr', charset: 'euc-kr' },
    {
      name: 'the header against the declaration',
      text: traditional,
      as: 'big5',
      charset: 'big5',
      declared: 'gbk',
      contentType: 'x/y;charset=big5',
    },
    { name: 'the operator against the declaration', text: chinese, as: 'gbk', charset: 'gb18030', declared: 'big5', forced: 'gbk' },
  ])
})

describe('one byte a character', () => {
  tabulate([
    { name: 'windows-1252, quotes and dashes too', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'windows-1252' },
    { name: 'windows-1252 called ISO-8859-1', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'ISO-8859-1' },
    { name: 'windows-1252 called Latin-1', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'latin1' },
    { name: 'windows-1252 called US-ASCII', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'us-ascii' },
    { name: 'windows-1252 called ANSI', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'ANSI' },
    { name: 'windows-1252 without any label', text: french, as: 'windows-1252', charset: 'windows-1252' },
    { name: 'ISO-8859-15', text: 'œuvre à 5 €', as: 'iso-8859-15', charset: 'iso-8859-15', declared: 'ISO-8859-15' },
    { name: 'ISO-8859-2', text: polish, as: 'iso-8859-2', charset: 'iso-8859-2', declared: 'iso-8859-2' },
    { name: 'ISO-8859-16', text: 'Știri în română', as: 'iso-8859-16', charset: 'iso-8859-16', declared: 'iso-8859-16' },
    { name: 'windows-1250', text: polish, as: 'windows-1250', charset: 'windows-1250', contentType: 'text/xml; charset=windows-1250' },
    { name: 'windows-1250 called win1250', text: polish, as: 'windows-1250', charset: 'windows-1250', declared: 'win1250' },
    {
      name: 'windows-1251 by header',
      text: russian,
      as: 'windows-1251',
      charset: 'windows-1251',
      contentType: 'text/xml; charset=windows-1251',
    },
    { name: 'windows-1251 called CP1251', text: russian, as: 'windows-1251', charset: 'windows-1251', declared: 'cp1251' },
    { name: 'KOI8-R', text: russian, as: 'koi8-r', charset: 'koi8-r', declared: 'KOI8-R' },
    { name: 'KOI8-U', text: 'Новини з Києва: ґанок', as: 'koi8-u', charset: 'koi8-u', declared: 'koi8-u' },
    { name: 'IBM866', text: russian, as: 'cp866', charset: 'ibm866', declared: 'cp866' },
    { name: 'ISO-8859-5', text: russian, as: 'iso-8859-5', charset: 'iso-8859-5', declared: 'iso-8859-5' },
    { name: 'windows-1253', text: greek, as: 'windows-1253', charset: 'windows-1253', declared: 'windows-1253' },
    { name: 'ISO-8859-7', text: greek, as: 'iso-8859-7', charset: 'iso-8859-7', declared: 'greek' },
    { name: 'windows-1254', text: 'Türkiye’de yağış', as: 'windows-1254', charset: 'windows-1254', declared: 'iso-8859-9' },
    { name: 'windows-1255', text: 'חדשות היום', as: 'windows-1255', charset: 'windows-1255', declared: 'windows-1255' },
    { name: 'windows-1256', text: 'أخبار اليوم', as: 'windows-1256', charset: 'windows-1256', declared: 'windows-1256' },
    { name: 'windows-1257', text: 'Žinios Lietuvoje', as: 'windows-1257', charset: 'windows-1257', declared: 'windows-1257' },
    {
      name: 'windows-1258',
      text: 'Đà Lạt'.normalize('NFD').replace('a\u0300', 'à'),
      as: 'windows-1258',
      charset: 'windows-1258',
      declared: 'windows-1258',
    },
    { name: 'windows-874 called TIS-620', text: 'ข่าววันนี้', as: 'windows-874', charset: 'windows-874', declared: 'TIS-620' },
    { name: 'a code page of DOS', text: 'é ü ç', as: 'cp850', charset: 'cp850', declared: 'cp850' },
    { name: 'Russian without any label', text: russian, as: 'windows-1251', charset: 'windows-1251' },
    { name: 'Russian in KOI8-R without any label', text: russian, as: 'koi8-r', charset: 'koi8-r' },
  ])
})

describe('labels that the bytes contradict', () => {
  tabulate([
    {
      name: 'GBK that says UTF-8',
      text: chinese,
      as: 'gbk',
      charset: 'gb18030',
      declared: 'utf-8',
      contentType: 'text/xml; charset=utf-8',
    },
    {
      name: 'GBK by header against a declared UTF-8',
      text: chinese,
      as: 'gbk',
      charset: 'gb18030',
      declared: 'utf-8',
      contentType: 'x/y;charset=gbk',
    },
    {
      name: 'GBK by declaration under a header of UTF-8',
      text: chinese,
      as: 'gbk',
      charset: 'gb18030',
      declared: 'gbk',
      contentType: 'x/y;charset=utf-8',
    },
    {
      name: 'GBK by declaration under a header of ISO-8859-1',
      text: chinese,
      as: 'gbk',
      charset: 'gb18030',
      declared: 'gbk',
      contentType: 'x/y;charset=iso-8859-1',
    },
    { name: 'GBK under a header of ISO-8859-1 alone', text: chinese, as: 'gbk', charset: 'gb18030', contentType: 'x/y;charset=iso-8859-1' },
    { name: 'Russian declared as ISO-8859-1', text: russian, as: 'windows-1251', charset: 'windows-1251', declared: 'iso-8859-1' },
    { name: 'EUC-JP declared as Shift_JIS', text: japanese, as: 'euc-jp', charset: 'euc-jp', declared: 'shift_jis' },
    { name: 'Shift_JIS declared as EUC-JP', text: japanese, as: 'shift_jis', charset: 'shift_jis', declared: 'euc-jp' },
    { name: 'windows-1252 that says UTF-8', text: french, as: 'windows-1252', charset: 'windows-1252', declared: 'utf-8' },
    {
      name: 'ISO-8859-15 with a line of one character',
      text: `é ${'€'.repeat(60)}`,
      as: 'iso-8859-15',
      charset: 'iso-8859-15',
      declared: 'iso-8859-15',
    },
    { name: 'ISO-8859-15 of a few words', text: '«\xa0é\xa0»', as: 'iso-8859-15', charset: 'iso-8859-15', declared: 'iso-8859-15' },
    { name: 'an unknown word of the operator', text: chinese, as: 'utf-8', charset: 'utf-8', forced: 'klingon-8' },
    { name: 'an unknown declaration', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'x-unknown' },
    { name: 'UTF-8 that says UTF-7', text: chinese, as: 'utf-8', charset: 'utf-8', declared: 'utf-7' },
    { name: 'plain ASCII under any label', text: 'plain', as: 'utf-8', charset: 'gb18030', declared: 'gb2312' },
    { name: 'plain ASCII that says UTF-16', text: 'plain', as: 'utf-8', charset: 'utf-8', contentType: 'text/xml; charset=utf-16' },
  ])

  test('a mark of UTF-8 before GBK', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeff'), iconv.encode(`<a>${chinese}</a>`, 'gbk')])
    expect(decode(bytes, noHints).text).toContain(`<a>${chinese}</a>`)
  })
})

/** 中文 or its like, as a hex dump of real files has it: so the encoder of these tests is not its own judge. */
const dumps: readonly { label: string; hex: string; want: string }[] = [
  { label: 'gb2312', hex: 'd6d0cec4', want: '中文' },
  { label: 'gb18030', hex: '8139ee39', want: '\u3400' },
  { label: 'gbk', hex: '80', want: '€' },
  { label: 'big5', hex: 'a4a4a4e5', want: '中文' },
  { label: 'big5', hex: 'a145', want: '‧' },
  { label: 'shift_jis', hex: '93fa967b', want: '日本' },
  { label: 'shift_jis', hex: '5c7e', want: '\\~' },
  { label: 'euc-jp', hex: 'c6fccbdc', want: '日本' },
  { label: 'euc-jp', hex: '8fb0a1', want: '丂' },
  { label: 'euc-kr', hex: 'c7d1b1b9', want: '한국' },
  { label: 'iso-2022-jp', hex: '1b2442467c4b5c1b2842', want: '日本' },
  { label: 'koi8-r', hex: 'eecfd7cfd3d4c9', want: 'Новости' },
  { label: 'windows-1251', hex: 'cdeee2eef1f2e8', want: 'Новости' },
  { label: 'windows-1252', hex: '93e9948085', want: '“é”€…' },
  { label: 'iso-8859-1', hex: '93e9948085', want: '“é”€…' },
  { label: 'iso-8859-2', hex: '93b19485', want: '“ą”…' },
  { label: 'iso-8859-15', hex: 'a493', want: '€“' },
  { label: 'macintosh', hex: '8ed2db', want: 'é“€' },
]
for (const { label, hex, want } of dumps) {
  test(`reads ${hex} as ${want} in ${label}`, () => {
    const bytes = Buffer.concat([Buffer.from('<a>'), Buffer.from(hex, 'hex'), Buffer.from('</a>')])
    expect(decode(bytes, { contentType: null, charset: label }).text).toBe(`<a>${want}</a>`)
  })
}

describe('before the first tag', () => {
  const document = `<?xml version="1.0" encoding="gbk"?><a>${chinese}</a>`
  const prologs: readonly { name: string; before: string; want: string }[] = [
    { name: 'a second mark is removed', before: '\ufeff\ufeff', want: '' },
    { name: 'a mark behind blank lines is removed', before: '\n \ufeff\n\ufeff\n', want: '\n' },
    { name: 'a mark that was encoded twice is removed', before: 'ï»¿', want: '' },
    { name: 'blank lines are kept', before: '\n\n', want: '\n\n' },
  ]
  for (const { name, before, want } of prologs) {
    test(name, () => expect(decode(Buffer.from(before + document), noHints)).toMatchObject({ text: want + document, charset: 'utf-8' }))
  }

  test('blank lines do not hide the declaration', () => {
    expect(decode(iconv.encode(`\n\n ${document}`, 'gbk'), noHints)).toMatchObject({ text: `\n\n ${document}`, charset: 'gb18030' })
  })

  test('NUL is removed and does not make the document UTF-16', () => {
    expect(decode(Buffer.from('\0\0<?xml version="1.0"?><a>\0x\0</a>'), noHints)).toMatchObject({
      text: '<?xml version="1.0"?><a>x</a>',
      charset: 'utf-8',
    })
  })
})

describe('markup out of nothing', () => {
  const utf7 = '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</a>'
  for (const label of ['utf-7', 'UTF7', 'unicode-1-1-utf-7', 'csUnicode11UTF7', 'utf-7-imap', 'u t f-7', 'utf_7']) {
    test(`is not made by ${label}`, () => {
      expect(decode(Buffer.from(utf7), { contentType: `text/xml; charset=${label}`, charset: label })).toMatchObject({
        text: utf7,
        charset: 'utf-8',
      })
    })
  }

  const overlong = ['c0bc', 'e080bc', 'f08080bc', 'f8808080bc', 'fc80808080bc']
  for (const hex of overlong) {
    test(`is not made by the overlong ${hex}`, () => {
      const bytes = Buffer.concat([Buffer.from(`<a>${chinese.repeat(5)}`), Buffer.from(hex, 'hex'), Buffer.from('script>')])
      for (const charset of [null, 'utf-8', 'cesu-8', 'utf8']) {
        const { text } = decode(bytes, { contentType: null, charset })
        expect(text.match(/</g)).toHaveLength(1)
      }
    })
  }

  test('is not hidden behind half a character', () => {
    for (const label of ['gbk', 'big5', 'shift_jis', 'euc-kr', 'euc-jp']) {
      const bytes = Buffer.concat([Buffer.from('<a>'), Buffer.from([0xb0]), Buffer.from('</a>')])
      expect(decode(bytes, { contentType: null, charset: label }).text).toMatch(/<\/a>$/)
    }
  })
})

test('ISO-2022-JP shows itself by its escapes', () => {
  const bytes = Buffer.from('<a>\u001b$BF|K\\\u001b(B</a>', 'latin1')
  expect(decode(bytes, noHints)).toMatchObject({ text: '<a>日本</a>', charset: 'iso-2022-jp' })
})

test('C1 controls in UTF-8 are what windows-1252 has in their place', () => {
  expect(decode(Buffer.from('<a>don\u0092t, £\u0093this\u0094</a>'), noHints).text).toBe('<a>don’t, £“this”</a>')
})

test('UTF-8 that was encoded twice is undone', () => {
  const document = `<?xml version="1.0" encoding="utf-8"?><a>${chinese}</a>`
  const twice = Buffer.from(Buffer.from(document).toString('latin1'))
  expect(decode(twice, noHints)).toMatchObject({ text: document, charset: 'utf-8' })
})

test('one bad byte does not make UTF-8 something else', () => {
  const bytes = Buffer.concat([Buffer.from(chinese), Buffer.from([0xe4, 0xbd]), Buffer.from(chinese)])
  expect(decode(bytes, noHints)).toMatchObject({ text: `${chinese}\ufffd${chinese}`, charset: 'utf-8' })
})

test('a document cut inside a character is UTF-8', () => {
  const bytes = Buffer.from(chinese)
  expect(decode(bytes.subarray(0, bytes.length - 1), noHints)).toMatchObject({ text: chinese.slice(0, -1), charset: 'utf-8' })
})

test('the first bad byte may come late', () => {
  const ascii = Buffer.from(`<a>${'x'.repeat(100_000)}`)
  expect(decode(Buffer.concat([ascii, iconv.encode(chinese, 'gbk')]), noHints)).toMatchObject({ charset: 'gb18030' })
})

test('a few Western bytes without a label are windows-1252', () => {
  expect(decode(Buffer.from([0x93, 0x61, 0x94]), noHints)).toMatchObject({ text: '“a”', charset: 'windows-1252' })
})

test('no bytes are an empty text', () => {
  expect(decode(new Uint8Array(), noHints)).toMatchObject({ text: '', charset: 'utf-8' })
})

test('no bytes and no labels throw', () => {
  const label = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'utf-16',
        'utf-16be',
        'utf-32',
        'utf-7',
        'iso-2022-jp',
        'iso-2022-kr',
        'iso-8859-16',
        'macintosh',
        'hz-gb-2312',
        'base64',
      ),
    ),
  )
  const begin = fc.constantFrom(
    [],
    [0xef, 0xbb, 0xbf],
    [0xff, 0xfe],
    [0xfe, 0xff],
    [0xff, 0xfe, 0, 0],
    [0, 0, 0xfe, 0xff],
    [0x3c, 0],
    [0x1b, 0x24, 0x42],
  )
  fc.assert(
    fc.property(begin, fc.uint8Array({ maxLength: 500 }), label, label, (mark, rest, charset, header) => {
      const { text } = decode(Uint8Array.from([...mark, ...rest]), {
        charset,
        contentType: header === null ? null : `text/xml; charset=${header}`,
      })
      expect(text).not.toContain('\0')
      expect(text.length).toBeLessThanOrEqual(mark.length + rest.length)
    }),
    { numRuns: 1000 },
  )
})

test('any text is read back from any charset that has its characters', () => {
  const charsets = fc.constantFrom(
    'utf-8',
    'utf-16le',
    'utf-16be',
    'gb18030',
    'big5',
    'shift_jis',
    'euc-jp',
    'euc-kr',
    'windows-1251',
    'koi8-r',
    'iso-8859-2',
  )
  const words = fc.array(fc.constantFrom('plain', '中文', '新聞', '日本', '한국', 'новости', 'łódź', 'été', '<b>', '&amp;', ' '), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(charsets, words, (charset, some) => {
      const document = `<?xml version="1.0" encoding="${charset}"?><a>${some.join('')}</a>`
      const bytes = iconv.encode(document, charset)
      // what the charset lacks is a question mark in the bytes already
      const meant = iconv.decode(bytes, charset)
      expect(decode(bytes, noHints).text).toBe(meant)
    }),
    { numRuns: 500 },
  )
})

describe('says what decided:', () => {
  const declared = (charset: string, text = chinese) => iconv.encode(`<?xml version="1.0" encoding="${charset}"?><a>${text}</a>`, charset)
  const gbk = 'text/xml; charset=gbk'
  const rows = [
    { name: 'a mark', bytes: iconv.encode(chinese, 'utf-8', { addBOM: true }), charset: 'utf-8', by: 'mark' },
    { name: 'the operator', bytes: iconv.encode(chinese, 'gbk'), forced: 'gbk', charset: 'gb18030', by: 'config' },
    { name: 'the header', bytes: iconv.encode(chinese, 'gbk'), contentType: gbk, charset: 'gb18030', by: 'header' },
    { name: 'the declaration', bytes: declared('gbk'), charset: 'gb18030', by: 'declaration' },
    { name: 'the header, for ASCII', bytes: Buffer.from('<a>b</a>'), contentType: gbk, charset: 'gb18030', by: 'header' },
    { name: 'its bytes, under a label that they contradict', bytes: Buffer.from(chinese), contentType: gbk, charset: 'utf-8', by: 'bytes' },
    { name: 'its bytes, where zeros alternate', bytes: iconv.encode('<b>some English</b>', 'utf-16le'), charset: 'utf-16le', by: 'bytes' },
    { name: 'the detector', bytes: iconv.encode(chinese.repeat(4), 'gbk'), charset: 'gb18030', by: 'detector' },
  ]
  for (const { name, bytes, contentType = null, forced = null, charset, by } of rows)
    test(name, () => expect(decode(bytes, { contentType, charset: forced })).toMatchObject({ charset, by }))
})

describe("a page's own meta", () => {
  const shift = 'こんにちは。'
  const metas: readonly { name: string; head: string; text: string; as: string; charset: string; contentType?: string }[] = [
    { name: 'charset', head: '<!doctype html><meta charset=shift_jis>', text: shift, as: 'shift_jis', charset: 'shift_jis' },
    {
      name: 'http-equiv, far down',
      head: `<html><head>${'<link rel=icon>'.repeat(150)}<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`,
      text: russian,
      as: 'windows-1251',
      charset: 'windows-1251',
    },
    { name: 'behind a comment', head: '<!-- a --><html><meta charset="big5">', text: traditional, as: 'big5', charset: 'big5' },
    {
      name: 'after the header',
      head: '<html><meta charset=gbk>',
      text: traditional,
      as: 'big5',
      charset: 'big5',
      contentType: 'text/html; charset=big5',
    },
    { name: 'not where UTF-8 is', head: '<html><meta charset=gbk>', text: chinese, as: 'utf-8', charset: 'utf-8' },
    { name: 'not in a feed', head: '<rss><![CDATA[<meta charset=koi8-r>', text: russian, as: 'windows-1251', charset: 'windows-1251' },
  ]
  for (const { name, head, text, as, charset, contentType = null } of metas)
    test(name, () => {
      const bytes = iconv.encode(`${head}${text}`, as)
      expect(decode(bytes, { contentType, charset: null })).toMatchObject({ text: `${head}${text}`, charset })
    })
})
