// What kind of character a code unit is, for measuring whether a text is legible.

export const kinds = [
  'none',
  'ascii',
  /** Letters of the languages of Europe beyond ASCII. */
  'western',
  /** What else windows-1252 and its kin have beyond ASCII. */
  'symbol',
  /** Cyrillic. */
  'small',
  'capital',
  'greek',
  'kana',
  'halfKana',
  'han',
  /** Not among the commoner half of GB 2312, Big5 or JIS X 0208. */
  'rareHan',
  'hangul',
  'bopomofo',
  /** Box drawing. */
  'lines',
  'privateUse',
  'replaced',
  'control',
  'other',
] as const
export type Kind = (typeof kinds)[number]

const westernSymbols = '€‚ƒ„†‡ˆˇ‰‹˜™›'

/** Later ranges win. */
const ranges: readonly (readonly [number, number, Kind])[] = [
  [0x00, 0xffff, 'other'],
  [0x00, 0x7f, 'none'],
  [0x41, 0x5a, 'ascii'],
  [0x61, 0x7a, 'ascii'],
  [0x80, 0x9f, 'control'],
  [0xa0, 0xa0, 'none'],
  [0xa1, 0xbf, 'symbol'],
  [0xc0, 0xff, 'western'],
  [0xd7, 0xd7, 'symbol'],
  [0xf7, 0xf7, 'symbol'],
  [0x100, 0x17f, 'western'],
  [0x2d8, 0x2dd, 'symbol'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x42f, 'capital'],
  [0x430, 0x45f, 'small'],
  [0x490, 0x491, 'small'],
  [0x2000, 0x206f, 'none'],
  [0x2500, 0x259f, 'lines'],
  [0x3000, 0x303f, 'none'],
  [0x3040, 0x30ff, 'kana'],
  [0x3100, 0x312f, 'bopomofo'],
  [0x3400, 0x9fff, 'rareHan'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xe000, 0xf8ff, 'privateUse'],
  [0xff00, 0xff60, 'none'],
  [0xff66, 0xff9f, 'halfKana'],
  [0xfffd, 0xfffd, 'replaced'],
]

/** Lead bytes of the characters that are in use, by charset; trail bytes as the charset has them. */
const common: readonly (readonly [string, number, number])[] = [
  ['gbk', 0xb0, 0xd7],
  ['big5', 0xa4, 0xc6],
  ['shift_jis', 0x88, 0x98],
]

/** A text by kinds: each code unit's place in `kinds`. */
export function kindsIn(text: string): Uint8Array {
  table ??= made()
  const found = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) found[at] = table[text.charCodeAt(at)] ?? 0
  return found
}

export function placeOf(kind: Kind): number {
  return kinds.indexOf(kind)
}

let table: Uint8Array | null = null

function made(): Uint8Array {
  const kindsByCode = new Uint8Array(0x10000)
  for (const [from, to, kind] of ranges) kindsByCode.fill(placeOf(kind), from, to + 1)
  for (const symbol of westernSymbols) kindsByCode[symbol.charCodeAt(0)] = placeOf('symbol')
  const [han, rare] = [placeOf('han'), placeOf('rareHan')]
  for (const [charset, from, to] of common) {
    for (const character of charactersOf(charset, from, to)) {
      const code = character.charCodeAt(0)
      if (kindsByCode[code] === rare) kindsByCode[code] = han
    }
  }
  return kindsByCode
}

function charactersOf(charset: string, from: number, to: number): string {
  const bytes: number[] = []
  for (let lead = from; lead <= to; lead += 1) {
    for (let trail = charset === 'gbk' ? 0xa1 : 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) bytes.push(lead, trail)
  }
  return new TextDecoder(charset).decode(new Uint8Array(bytes))
}
