import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { inlineReader } from '../../src/read/inline.ts'
import { configOf, settingsOf } from '../support/site.ts'

const [source] = settingsOf(configOf([{ id: 'a' }])).sources
if (source === undefined) throw new Error('the config has no source')
const recipe = { ...source.recipe, kind: 'feed' } as const

const chinese = ['国际商报：出口增长', '快讯：央行开展逆回购操作', '沪深两市早盘高开']

async function read(
  titles: readonly string[],
  bytes: (xml: string) => Uint8Array = (xml) => Buffer.from(xml),
  charset: string | null = null,
) {
  const items = titles.map((title, index) => `<item><guid>${index}</guid><title>${title}</title></item>`).join('')
  const body = { bytes: bytes(`<rss><channel>${items}</channel></rss>`), contentType: null, url: 'https://a.example/', fetchedAt: 0 }
  return inlineReader().read(body, { ...recipe, charset })
}

test('good text passes without a word', async () => {
  expect(await read(chinese)).toMatchObject({ kind: 'read', warnings: [] })
})

test('garbled drafts are counted in a warning, and read', async () => {
  const reading = await read(['Fine', '国际商报', 'ÖÐ¹úÈËÃñ', 'Ïðèâåò ìèð'])
  expect(reading).toMatchObject({
    kind: 'read',
    warnings: [expect.stringMatching(/^2 of 8 titles and texts are garbled, such as "ÖÐ¹úÈËÃñ"/)],
  })
  if (reading.kind === 'read') expect(reading.drafts).toHaveLength(4)
})

test('a document that is garbage altogether is not read', async () => {
  const bytes = (xml: string) => Buffer.from(iconv.decode(iconv.encode(xml, 'gbk'), 'latin1'))
  expect(await read(chinese, bytes)).toMatchObject({
    kind: 'unreadable',
    code: 'charset',
    message: expect.stringMatching(/^its text is garbled, such as "¹ú¼Ê.*"; it was read as utf-8; .*"charset: gb18030"$/),
  })
})

test('a charset of config that is wrong is named', async () => {
  const bytes = (xml: string) => iconv.encode(xml, 'gbk')
  expect(await read(chinese, bytes)).toMatchObject({ kind: 'read', warnings: [] })
  expect(await read(chinese, bytes, 'windows-1252')).toMatchObject({
    kind: 'unreadable',
    message: expect.stringContaining('config says charset: windows-1252; write the charset that the document is in'),
  })
})

test('one that is only ugly is read', async () => {
  const ugly = ['It doesnâ€™t say whatâ€™s new', 'We donâ€™t know, they canâ€™t tell']
  // With a sign that is right, decoding cannot undo the others.
  const bytes = (xml: string) => Buffer.from(xml.replace('<channel>', '<channel><title>新闻</title>'))
  expect(await read(ugly, bytes)).toMatchObject({ kind: 'read', warnings: [expect.stringMatching(/^2 of 4 /)] })
})

test('one draft is too little to give a document up', async () => {
  expect(await read(['ÖÐ¹úÈËÃñ'])).toMatchObject({ kind: 'read', warnings: [expect.stringMatching(/^1 of 2 /)] })
})
