// What kramdown (Jekyll's Markdown) and Liquid would take for their own in a post.

/** HTML that kramdown leaves as it is: untouched where it is plain block-level HTML, else between marks that tell it to. */
export function kramdownSafe(html: string): string {
  const safe = escapeLiquid(html)
  if (isPlainBlocks(html)) return safe
  // Not a <div> around it: kramdown would still read the tags within, and one it cannot pair would swallow the links that follow.
  // With `{:` escaped nothing inside can close the marks. Right under the mark a row of hyphens would make it a heading.
  const gap = /^ {0,3}[-=]/.test(safe) ? '\n\n' : '\n'
  return `{::nomarkdown}${gap}${safe.replace(/\{(?=:)/g, '&#123;')}\n{:/nomarkdown}`
}

/** No `{{` and no `{%` is left, also where a third brace stands before. `{% raw %}` is no way out: a body can end it. */
export function escapeLiquid(text: string): string {
  return text.replace(/\{(?=[{%])/g, '&#123;')
}

/** A link's text: marks that kramdown would read, or set as typographers do, become references. */
export function escapeLabel(text: string): string {
  return text.replace(/[\\`*_{}[\]<>&|~$"']|-(?=-)|\.(?=\.)/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

const blocks = new Set(
  'address article aside blockquote div dl fieldset footer h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(' '),
)
const bodyless = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:.-]+(?:="[^"]*"|='[^']*')?)*)\s*\/?>/iy
/** White space between blocks; four spaces or a tab would begin a block of code. */
const betweenBlocks = /^ {0,3}(?:\n {0,3})*$/

/** True for a row of well-nested block elements with nothing between them: kramdown passes those through unread. */
function isPlainBlocks(html: string): boolean {
  const open: string[] = []
  let at = 0
  for (let next = html.indexOf('<'); next !== -1; next = html.indexOf('<', at)) {
    if (open.length === 0 && !betweenBlocks.test(html.slice(at, next))) return false
    tag.lastIndex = next
    const found = tag.exec(html)
    if (found === null || !takesTag(found, open)) return false
    at = tag.lastIndex
  }
  return open.length === 0 && betweenBlocks.test(html.slice(at))
}

/** Keeps the stack of open elements; false where a tag is not as plain blocks have it. */
function takesTag([, slash, rawName = '', attributes = '']: RegExpExecArray, open: string[]): boolean {
  const name = rawName.toLowerCase()
  if (slash === '/') return open.pop() === name
  if (open.length === 0 && !blocks.has(name)) return false
  // kramdown reads on inside an element that asks for it.
  if (/\smarkdown\b/i.test(attributes)) return false
  if (!bodyless.has(name)) open.push(name)
  return true
}
