// The everyday part of Markdown (commonmark.org) → HTML, for posts of Jekyll sites: paragraphs, headings, lists of one level, quotes, code,
// emphasis, links, pictures. HTML passes through: the result is sanitised like any other.

/** Linear in the text's length. */
export function htmlOfMarkdown(text: string): string {
  const out: string[] = []
  const lines = text.replace(/\t/g, '    ').split('\n')
  for (let at = 0; at < lines.length; ) {
    const block = blocks.find(({ begins }) => begins.test(lines[at] ?? ''))
    const end = block === undefined ? at + 1 : endOf(lines, at, block)
    if (block !== undefined) out.push(block.html(lines.slice(at, end)))
    at = end
  }
  return out.join('\n')
}

interface Block {
  readonly begins: RegExp
  /** The first line that is no part of it any more; lines without anything never are unless this says so. */
  readonly ends: (line: string, first: string) => boolean
  /** Its last line is what ends it. */
  readonly isClosed?: true
  readonly html: (lines: readonly string[]) => string
}

const fence = /^ {0,3}(```+|~~~+|\{% highlight\b)/
const item = /^ {0,3}(?:[-*+]|\d{1,9}[.)]) +/

const blocks: readonly Block[] = [
  {
    begins: fence,
    ends: (line, first) => (first.includes('{%') ? /\{% endhighlight/.test(line) : line.trim().startsWith(fence.exec(first)?.[1] ?? '```')),
    isClosed: true,
    html: (lines) => `<pre><code>${escaped(lines.slice(1, -1).join('\n'))}</code></pre>`,
  },
  { begins: /^ {0,3}#{1,6}(?: |$)/, ends: () => true, html: ([line = '']) => heading(line) },
  { begins: /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/, ends: () => true, html: () => '<hr>' },
  {
    begins: /^ {0,3}>/,
    ends: isBlank,
    html: (lines) => `<blockquote>${htmlOfMarkdown(lines.map((line) => line.replace(/^ {0,3}> ?/, '')).join('\n'))}</blockquote>`,
  },
  { begins: item, ends: isBlank, html: list },
  {
    begins: /^ {4}/,
    ends: (line) => !/^ {4}/.test(line),
    html: (lines) => `<pre><code>${escaped(lines.map((line) => line.slice(4)).join('\n'))}</code></pre>`,
  },
  { begins: /^ {0,3}<(?!https?:)/, ends: isBlank, html: (lines) => lines.join('\n') },
  {
    begins: /\S/,
    ends: (line) => isBlank(line) || fence.test(line) || /^ {0,3}(?:#{1,6} |>)/.test(line),
    html: (lines) => `<p>${inline(lines.map((line) => line.trimStart()).join('\n'))}</p>`,
  },
]

function isBlank(line: string): boolean {
  return line.trim() === ''
}

function endOf(lines: readonly string[], at: number, { ends, isClosed }: Block): number {
  const first = lines[at] ?? ''
  let end = at + 1
  while (end < lines.length && !ends(lines[end] ?? '', first)) end++
  return isClosed === true ? Math.min(end + 1, lines.length) : end
}

function heading(line: string): string {
  const [, marks = '#', words = ''] = /^ {0,3}(#{1,6})\s*(.*?)(?:\s+#+)?\s*$/.exec(line) ?? []
  return `<h${marks.length}>${inline(words)}</h${marks.length}>`
}

function list(lines: readonly string[]): string {
  const name = /^ {0,3}\d/.test(lines[0] ?? '') ? 'ol' : 'ul'
  const items: string[] = []
  for (const line of lines) {
    if (item.test(line)) items.push(line.replace(item, ''))
    else items.push(`${items.pop() ?? ''}\n${line.trim()}`)
  }
  return `<${name}>${items.map((words) => `<li>${inline(words)}</li>`).join('')}</${name}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Code, pictures, links, bare addresses in pointed brackets; what is within them is read no further. */
const inlineMark =
  /(`+)([^`\n]+)\1|(!?)\[([^[\]\n]*)\]\(\s*<?([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"([^"\n]*)")?\s*\)|<(https?:\/\/[^\s<>]+)>|\\([\\`*_{}[\]()#+.!<>~|-])/g

function inline(text: string): string {
  let html = ''
  let from = 0
  for (const mark of text.matchAll(inlineMark)) {
    html += emphasised(text.slice(from, mark.index)) + marked(mark)
    from = mark.index + mark[0].length
  }
  return (html + emphasised(text.slice(from))).replace(/(?: {2,}|\\)\n/g, '<br>\n')
}

function marked([whole, , code, bang, label = '', url = '', , bare, literal]: RegExpExecArray): string {
  if (code !== undefined) return `<code>${escaped(code.trim())}</code>`
  if (bare !== undefined) return `<a href="${quoted(bare)}">${escaped(bare)}</a>`
  if (literal !== undefined) return escaped(literal)
  if (bang === '!') return `<img src="${quoted(url)}" alt="${quoted(label)}">`
  return bang === '' ? `<a href="${quoted(url)}">${emphasised(label)}</a>` : whole
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', '&quot;')
}

function emphasised(text: string): string {
  return text
    .replace(/(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1/g, '<strong>$2</strong>')
    .replace(
      /(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])/g,
      (_, star, line) => `<em>${star ?? line}</em>`,
    )
}
