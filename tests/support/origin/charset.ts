// Bytes that are not what their labels say, and characters that no document may hold.
import { expect } from 'vitest'
import { says } from './behaviour.ts'
import { feed, item, rss } from './documents.ts'
import type { Row } from './row.ts'

const chinese = '银行年报'
/** The same in GBK. */
const gbk = Buffer.from('d2f8d0d0c4eab1a8', 'hex')

/** A feed of one item with this title. */
function titled(id: string, title: string, options: { readonly prologue?: string; readonly text?: string } = {}): string {
  const { prologue = '<?xml version="1.0" encoding="UTF-8"?>\n', text = 'Text.' } = options
  return rss(item(id, 1, { title, text }), { prologue })
}

/** The text in Latin-1, with GBK bytes where the Chinese stands. */
function inGbk(text: string): Uint8Array {
  const parts = text.split(chinese).flatMap((part, index) => [...(index === 0 ? [] : [gbk]), Buffer.from(part, 'latin1')])
  return Buffer.concat(parts)
}

function utf16(text: string, { mark = true, bigEndian = false } = {}): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

function labelled(charset: string): string {
  return `application/rss+xml; charset=${charset}`
}

export const charset: readonly Row[] = [
  {
    id: 'gbk-as-utf8',
    origin: says({ type: labelled('utf-8'), body: inGbk(titled('gbk-as-utf8', chinese)) }),
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'gbk-right',
    origin: says({ body: inGbk(titled('gbk-right', chinese, { prologue: '<?xml version="1.0" encoding="GBK"?>' })) }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'charset-unknown',
    origin: says({ type: labelled('x-evil-klingon'), body: titled('charset-unknown', chinese) }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'charset-overlong',
    origin: says({ type: labelled('x'.repeat(20_000)), body: titled('charset-overlong', chinese) }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'charset-conflict',
    origin: says({ type: labelled('iso-8859-1'), body: `\ufeff${titled('charset-conflict', chinese)}` }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'utf16le-bom',
    origin: says({ body: utf16(titled('utf16le-bom', chinese, { prologue: '<?xml version="1.0" encoding="UTF-16"?>' })) }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'utf16be-nobom',
    origin: says({ body: utf16(titled('utf16be-nobom', chinese), { mark: false, bigEndian: true }) }),
    polls: ['changed | failed not-a-feed | failed charset'],
    rows: [0, 1],
  },
  {
    id: 'utf16-odd',
    // One byte short: a unit is cut in two.
    origin: says({ body: utf16(titled('utf16-odd', chinese)).subarray(0, -1) }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'utf32le-bom',
    origin: says({
      body: Buffer.from(
        [...`\ufeff${titled('utf32le-bom', 'plain')}`].flatMap((char) =>
          [char.charCodeAt(0), 0, 0, 0].map((byte, index) => (index === 1 ? char.charCodeAt(0) >> 8 : byte & 0xff)),
        ),
      ),
    }),
    polls: ['changed | failed not-a-feed | failed charset | failed xml'],
    rows: [0, 1],
  },
  {
    id: 'utf7',
    origin: says({
      type: labelled('utf-7'),
      body: titled('utf7', '+ADw-script+AD4-alert(7)+ADw-/script+AD4-', { text: '+ADw-script+AD4-alert(7)+ADw-/script+AD4-' }),
    }),
    polls: ['changed'],
    rows: 1,
    absent: [/<script>alert\(7/],
  },
  {
    id: 'hz-escape',
    origin: says({ type: labelled('hz-gb-2312'), body: titled('hz-escape', '~{&lt;script&gt;~}', { text: '~{&lt;script&gt;~}hz' }) }),
    polls: ['changed | failed charset | failed not-a-feed'],
    rows: [0, 1],
    absent: [/<script>(?:~})?hz/],
  },
  {
    id: 'nul-bytes',
    origin: says({ body: `\0\0${titled('nul-bytes', 'one\0two')}` }),
    polls: ['changed | failed xml | failed not-a-feed'],
    rows: [0, 1],
  },
  {
    id: 'control-chars',
    origin: says({
      body: titled('control-chars', 'a\u0001b\u0008c\u000bd\u001be\u007ff\u0085g\ufffeh\uffffi&#xD800;j&#0;k&#x1b;[31ml\u202em', {
        text: '\u0002&lt;p title="\u0003&#xFFFE;"&gt;\u0004&amp;#0;&amp;#x1b;&amp;#xD800;\u0005&lt;/p&gt;',
      }),
    }),
    polls: ['changed'],
    rows: 1,
    check: ({ entries }) => expect(JSON.stringify(entries)).not.toMatch(/\\u00(?:0[0-8bcef]|1)|\\ud[89a-f]|[\ufffe\uffff]/i),
  },
  {
    id: 'double-bom',
    origin: says({ body: `\ufeff\ufeff\n\n  ${titled('double-bom', chinese)}` }),
    polls: ['changed'],
    rows: 1,
    text: chinese,
  },
  {
    id: 'overlong-utf8',
    origin: says({
      body: Buffer.concat([
        Buffer.from(titled('overlong-utf8', 'overlong', { text: 'before' }).split('before')[0] ?? ''),
        Buffer.from([0xc0, 0xbc]),
        Buffer.from('script'),
        Buffer.from([0xc0, 0xbe]),
        Buffer.from('alert(8)'),
        Buffer.from(titled('overlong-utf8', 'overlong', { text: 'before' }).split('before')[1] ?? ''),
      ]),
    }),
    polls: ['changed'],
    rows: 1,
    absent: [/<script>alert\(8/],
  },
  { id: 'random-bytes', origin: says({ body: noise(50_000) }), polls: ['failed not-a-feed | failed xml | failed charset'], rows: 0 },
  {
    id: 'image-as-feed',
    origin: says({ body: Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), noise(20_000)]) }),
    polls: ['failed not-a-feed | failed xml | failed charset'],
    rows: 0,
  },
  {
    id: 'cut-in-character',
    origin: says({ body: Buffer.from(titled('cut-in-character', 'whole') + feed('x', 1)).subarray(0, -1) }),
    polls: ['changed'],
    rows: [1, 2],
  },
]

/** The same at each call: a linear congruence (Numerical Recipes). */
function noise(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  let state = 1
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}
