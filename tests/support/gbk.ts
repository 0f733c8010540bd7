// Texts as old Chinese sites send them. The platform only decodes GBK, so its table is turned round.

let codes: ReadonlyMap<string, readonly number[]> | null = null

/** For HTML: what GBK lacks stands as a reference. */
export function gbkHtml(html: string): Buffer {
  codes ??= table()
  const bytes: number[] = []
  for (const character of html) {
    const code = character.codePointAt(0) ?? 0
    bytes.push(...(code < 0x80 ? [code] : (codes.get(character) ?? Buffer.from(`&#${code};`))))
  }
  return Buffer.from(bytes)
}

function table(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('gbk')
  const found = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      if (text !== '\ufffd' && [...text].length === 1) found.set(text, [lead, trail])
    }
  }
  return found
}
