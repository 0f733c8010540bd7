// What a reader sees of a text: HTML → plain text, single lines, excerpts.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { collapseSpace, legalText, truncate } from '../base/text.ts'

/** Elements whose content no browser shows as text. */
export const unseenTags = ['script', 'style', 'template', 'title', 'textarea', 'select', 'option', 'xmp', 'svg', 'math'] as const

const unseen: ReadonlySet<string> = new Set<string>([...unseenTags, 'iframe', 'noembed', 'noframes'])

/** Elements that end a line: words on their two sides are two words. */
const breaking: ReadonlySet<string> = new Set(
  `address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
  header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
)

/** The visible text on one line: tags gone, entities decoded once, a space where a block ends. Linear in time, however tags are nested. */
export function plainText(html: string): string {
  const parts: string[] = []
  let hidden: string | null = null
  const show = (text: string) => {
    if (hidden === null) parts.push(text)
  }
  const open = (name: string) => {
    if (breaking.has(name)) show(' ')
    if (hidden === null && unseen.has(name)) hidden = name
  }
  const close = (name: string) => {
    if (hidden === name) hidden = null
    if (breaking.has(name)) show(' ')
  }
  tokenize(html, { open, close, show })
  return collapseSpace(legalText(parts.join('')))
}

/** A name whose publisher escaped it once too often: entities are decoded, a `<` is no tag. */
export function unescapedName(text: string): string {
  return text.includes('&') ? plainText(text.replaceAll('<', '&lt;')) : text
}

/** One line for a title or a name: legal characters, no bidi controls, at most `max` code points. */
export function oneLine(text: string, max: number): string {
  return truncate(collapseSpace(legalText(text).replace(/\p{Bidi_Control}/gu, '')), max).trimEnd()
}

/** The beginning of a plain text, at most `max` code points with the ellipsis that stands for the rest; cut between words where there are spaces. */
export function excerpt(text: string, max: number): string {
  if (truncate(text, max) === text) return text
  const head = truncate(text, max - 1)
  const space = head.lastIndexOf(' ')
  const isNear = space > 0 && head.length - space < 40
  return `${(isNear ? head.slice(0, space) : head).trimEnd()}…`
}

interface Shown {
  open(name: string): void
  close(name: string): void
  show(text: string): void
}

/** htmlparser2's tokenizer alone: its parser keeps a stack of open elements, on which hostile nesting takes quadratic time. */
function tokenize(html: string, { open, close, show }: Shown): void {
  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => show(html.slice(start, end)),
    ontextentity: (point) => show(String.fromCodePoint(point)),
    onopentagname: (start, end) => open(html.slice(start, end).toLowerCase()),
    onclosetag: (start, end) => close(html.slice(start, end).toLowerCase()),
    onattribdata: ignore,
    onattribentity: ignore,
    onattribend: ignore,
    onattribname: ignore,
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks)
  tokenizer.write(html)
  tokenizer.end()
}

function ignore(): void {}
