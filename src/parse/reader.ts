// Third step of reading: one pass over the tokens builds a light tree; entries stand apart, in document order.
import { decodeHTMLStrict } from 'entities'
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { prologLength } from './detect.ts'
import type { Element, Name } from './element.ts'
import { forgotten } from './end-tags.ts'
import { webUrl } from './links.ts'
import { type Core, innerScope, outerScope, resolveAttributes, resolveName, type Scope, uriOf } from './scope.ts'

export type TreeKind = 'rss' | 'rdf' | 'atom'

export interface FeedTree {
  readonly kind: TreeKind
  readonly root: Element
  /** `item`s or `entry`s that were closed, at most as many as were asked for. They are not among the root's descendants. */
  readonly entries: readonly Element[]
  /** The one that the end of the document cuts in two. */
  readonly half: Element | null
  /** How many more there were. */
  readonly skipped: number
  /** The root is not closed, or the reading stopped at the depth limit. */
  readonly isCut: boolean
  readonly isTooDeep: boolean
}

/** Design §11. Past it nothing is read: such a document is an attack or a mistake. */
const maxDepth = 256
const maxAttributes = 100

const entryNames = new Set(['rss:item', 'rss:entry', 'atom:entry', 'atom:item'])

interface Open {
  readonly tag: string
  readonly scope: Scope
  readonly element: Element
}

interface Pass {
  readonly text: string
  readonly url: string
  readonly maxEntries: number
  readonly stack: Open[]
  readonly entries: Element[]
  tag: string
  attributes: (readonly [string, string])[]
  attributeName: string
  attributeValue: string
  kind: TreeKind | null
  core: Core
  root: Element | null
  openEntry: Element | null
  skipped: number
  stranger: string | null
  state: 'reading' | 'closed' | 'too-deep'
}

/**
 * Reads a document that may be ill-formed: bare `&`, unclosed tags, wrong case, text before the root, undeclared prefixes.
 * `stranger` is the first tag when no feed's root is found. Never throws; time is linear in the text.
 */
export function readTree(
  text: string,
  options: { readonly url: string; readonly maxEntries: number },
): { readonly tree: FeedTree | null; readonly stranger: string | null } {
  const pass = newPass(withLastTag(withoutDoctype(text)), options)
  const tokenizer: Tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    callbacks(pass, () => tokenizer.pause()),
  )
  tokenizer.write(pass.text)
  tokenizer.end()
  const { kind, root, openEntry, entries, skipped, stranger, state } = pass
  if (kind === null || root === null) return { tree: null, stranger }
  const half = state === 'reading' ? openEntry : null
  return { tree: { kind, root, entries, half, skipped, isCut: state !== 'closed', isTooDeep: state === 'too-deep' }, stranger }
}

/** A DOCTYPE's subset is not read. Other text is handed on as it is: a slice of a string is read more slowly than a string. */
function withoutDoctype(text: string): string {
  const prolog = text.slice(0, prologLength(text))
  return /<!doctype/i.test(prolog) ? text.slice(prolog.length) : text
}

/** The `>` of the last end tag is what a transfer, or an editor, loses most easily. */
function withLastTag(text: string): string {
  return /<\/[\w:.-]+\s*$/.test(text.slice(-100)) ? `${text}>` : text
}

function newPass(text: string, options: { readonly url: string; readonly maxEntries: number }): Pass {
  return {
    ...options,
    text,
    stack: [],
    entries: [],
    tag: '',
    attributes: [],
    attributeName: '',
    attributeValue: '',
    kind: null,
    core: { uri: '', space: 'none' },
    root: null,
    openEntry: null,
    skipped: 0,
    stranger: null,
    state: 'reading',
  }
}

/** Offsets are into `pass.text`, which is written in one piece. */
function callbacks(pass: Pass, stop: () => void): TokenizerCallbacks {
  const { text, stack } = pass
  const stopWhenOver = () => {
    if (pass.state !== 'reading') stop()
  }
  return {
    onopentagname(start, end) {
      pass.tag = text.slice(start, end)
      pass.attributes = []
    },
    onattribname(start, end) {
      pass.attributeName = text.slice(start, end)
      pass.attributeValue = ''
    },
    onattribdata(start, end) {
      pass.attributeValue = text.slice(start, end)
    },
    onattribend() {
      if (pass.attributes.length < maxAttributes) pass.attributes.push([pass.attributeName, resolved(pass.attributeValue)])
    },
    onopentagend() {
      open(pass)
      stopWhenOver()
    },
    onselfclosingtag() {
      if (open(pass)) endTop(pass)
      stopWhenOver()
    },
    onclosetag(start, end) {
      close(pass, text.slice(start, end).toLowerCase())
      stopWhenOver()
    },
    ontext(start, end) {
      if (stack.length > 0) addText(pass, resolved(text.slice(start, end)))
    },
    oncdata(start, end, offset) {
      if (stack.length > 0) addText(pass, text.slice(start, end - offset))
    },
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onattribentity: ignore,
    ontextentity: ignore,
    onend: ignore,
  }
}

function ignore(): void {}

/** XML's five entities, numbers, and HTML's names, which feeds use undeclared. What a DOCTYPE defines stays as written. */
function resolved(raw: string): string {
  return raw.includes('&') ? decodeHTMLStrict(raw) : raw
}

/** True when the tag was put on the stack. */
function open(pass: Pass): boolean {
  const scope = innerScope(pass.stack.at(-1)?.scope ?? outerScope(), pass.attributes)
  if (pass.root === null) return openRoot(pass, scope)
  const name = resolveName(pass.tag, scope, pass.core)
  for (let over = forgotten(pass.stack, name, pass.core.space); over > 0; over -= 1) endTop(pass)
  const parent = pass.stack.at(-1)
  if (parent === undefined) return false
  if (pass.stack.length >= maxDepth) {
    pass.state = 'too-deep'
    return false
  }
  const element = newElement(pass, { name, scope, parent: parent.element })
  if (pass.openEntry === null && name.space === pass.core.space && entryNames.has(name.key)) pass.openEntry = element
  else parent.element.children.push(element)
  pass.stack.push({ tag: pass.tag.toLowerCase(), scope, element })
  return true
}

/** What stands before the root (a PHP warning, say) is passed over. */
function openRoot(pass: Pass, scope: Scope): boolean {
  const name = resolveName(pass.tag, scope, null)
  pass.kind = kindOf(name, pass.stranger === null)
  if (pass.kind === null) {
    pass.stranger ??= pass.tag
    return false
  }
  // RDF's root is from another vocabulary than its items.
  pass.core = pass.kind === 'atom' ? { uri: uriOf(pass.tag, scope), space: 'atom' } : { uri: coreUri(pass, scope), space: 'rss' }
  scope.names.clear()
  pass.root = newElement(pass, { name: resolveName(pass.tag, scope, pass.core), scope, parent: null })
  pass.stack.push({ tag: pass.tag.toLowerCase(), scope, element: pass.root })
  return true
}

function coreUri(pass: Pass, scope: Scope): string {
  return pass.kind === 'rdf' ? '' : uriOf(pass.tag, scope)
}

/** A bare `channel` or `entry` is a root only where nothing stands before it: other documents have elements of these names. */
function kindOf({ local, space }: Name, isFirst: boolean): TreeKind | null {
  if (local === 'rss') return 'rss'
  if (local === 'rdf') return 'rdf'
  if (local === 'feed') return 'atom'
  if (isFirst && local === 'channel') return 'rss'
  return isFirst && local === 'entry' && space === 'atom' ? 'atom' : null
}

function newElement(pass: Pass, { name, scope, parent }: { name: Name; scope: Scope; parent: Element | null }): Element {
  const attributes = resolveAttributes(pass.attributes, scope, pass.core)
  const outer = parent?.base ?? pass.url
  const base = attributes.has('xml:base') ? (webUrl(attributes.get('xml:base'), outer) ?? outer) : outer
  return { name, attributes, base, language: attributes.get('xml:lang')?.trim() || (parent?.language ?? null), children: [] }
}

function addText(pass: Pass, text: string): void {
  const children = pass.stack.at(-1)?.element.children ?? []
  const last = children.at(-1)
  if (typeof last === 'string') children[children.length - 1] = last + text
  else children.push(text)
}

/** Closes the nearest element of this name and what is open inside it; an end tag without a start is nothing. */
function close(pass: Pass, tag: string): void {
  const at = pass.stack.findLastIndex((open) => open.tag === tag)
  if (at === -1) return
  while (pass.stack.length > at) endTop(pass)
}

function endTop(pass: Pass): void {
  const ended = pass.stack.pop()?.element
  if (ended !== undefined && ended === pass.openEntry) {
    if (pass.entries.length < pass.maxEntries) pass.entries.push(ended)
    else pass.skipped += 1
    pass.openEntry = null
  }
  if (pass.stack.length === 0) pass.state = 'closed'
}
