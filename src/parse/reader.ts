// Third step of reading: one pass over the tokens of a document that may be ill-formed.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { prologLength } from './detect.ts'
import { resolved } from './references.ts'
import { type Attributes, addText, closeTag, type FeedTree, openTag, type Seed, seed, treeOf } from './tree.ts'

const maxAttributes = 100

/**
 * Reads XML 1.0 (with namespaces) and what is meant for it: bare `&`, unclosed tags, wrong case, text before the root, unquoted attributes,
 * undeclared prefixes. `stranger` is the first tag when no feed's root is found. Never throws; time is linear in the text.
 */
export function readTree(text: string, options: Seed): { readonly tree: FeedTree | null; readonly stranger: string | null } {
  const growth = seed(options)
  readTags(text, {
    open: (tag, attributes) => openTag(growth, tag, attributes),
    close: (tag) => closeTag(growth, tag),
    wantsText: () => growth.stack.length > 0,
    text: (piece) => addText(growth, piece),
    isOver: () => growth.state !== 'reading',
  })
  return { tree: treeOf(growth), stranger: growth.stranger }
}

/** What becomes of the tags and texts of a document, in their order. */
export interface TagSink {
  /** True when the element is open from now on: one that closes itself is closed at once. */
  open(tag: string, attributes: Attributes): boolean
  close(tag: string): void
  wantsText(): boolean
  text(piece: string): void
  /** Nothing more is read. */
  isOver(): boolean
}

/** As `readTree`, for documents that are no feeds. What stands before the root comes, too. */
export function readTags(text: string, sink: TagSink): void {
  const whole = withoutProlog(text)
  const tokenizer: Tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    callbacks(whole, sink, () => tokenizer.pause()),
  )
  tokenizer.write(whole)
  tokenizer.end()
}

/** A usual declaration, or none, is handed on with the rest: a slice of a string is read more slowly than a string. */
const usualProlog = /^\s*(?:<\?xml [^<>]{1,200}\?>\s*)?$/

/** What stands before the root is not read: no DOCTYPE defines anything. */
function withoutProlog(text: string): string {
  const length = prologLength(text)
  return length < 1000 && usualProlog.test(text.slice(0, length)) ? text : text.slice(length)
}

const noAttributes: Attributes = []

/** Offsets are into `text`, which is written in one piece. */
function callbacks(text: string, sink: TagSink, stop: () => void): TokenizerCallbacks {
  let tag = ''
  let attributes: (readonly [string, string])[] | null = null
  let name = ''
  let value = ''
  const stopWhenOver = () => {
    if (sink.isOver()) stop()
  }
  return {
    onopentagname(start, end) {
      tag = text.slice(start, end)
      attributes = null
    },
    onattribname(start, end) {
      name = text.slice(start, end)
      value = ''
    },
    onattribdata(start, end) {
      value = text.slice(start, end)
    },
    onattribend() {
      attributes ??= []
      if (attributes.length < maxAttributes) attributes.push([name, resolved(value)])
    },
    onopentagend() {
      sink.open(tag, attributes ?? noAttributes)
      stopWhenOver()
    },
    onselfclosingtag() {
      if (sink.open(tag, attributes ?? noAttributes)) sink.close(tag)
      stopWhenOver()
    },
    onclosetag(start, end) {
      sink.close(text.slice(start, end))
      stopWhenOver()
    },
    ontext(start, end) {
      if (sink.wantsText()) sink.text(resolved(text.slice(start, end)))
    },
    oncdata(start, end, offset) {
      if (sink.wantsText()) sink.text(text.slice(start, end - offset))
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
