// Between decoding and reading: what a tokenizer would stumble over.

const strayOpening = /<(?=[\s\d<=])/g
const cdataStart = '<![CDATA['
const cdataEnd = ']]>'

/**
 * Line ends of XML 1.0 §2.11; a `<` that begins no tag (`I <3 this`), which would swallow all up to the next `>`, escaped outside CDATA;
 * the last end tag whole.
 */
export function legible(text: string): string {
  const lines = withLastTag(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)
  return lines.search(strayOpening) === -1 ? lines : outsideCdata(lines, (part) => part.replace(strayOpening, '&lt;'))
}

/** The `>` of the last end tag is what a transfer, or an editor, loses most easily. */
function withLastTag(text: string): string {
  return /<\/[\w:.-]+\s*$/.test(text.slice(-100)) ? `${text}>` : text
}

function outsideCdata(text: string, change: (part: string) => string): string {
  const parts: string[] = []
  let at = 0
  while (at < text.length) {
    const start = indexOrEnd(text, cdataStart, at)
    const end = start === text.length ? start : indexOrEnd(text, cdataEnd, start)
    parts.push(change(text.slice(at, start)), text.slice(start, end))
    at = end
  }
  return parts.join('')
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at
}
