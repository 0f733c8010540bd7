// Third step of reading: one pass over the tokens of a document that may be ill-formed.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { prologLength } from './detect.ts'
import { resolved } from './references.ts'
import { addText, closeTag, type FeedTree, type Growth, openTag, type Seed, seed, treeOf } from './tree.ts'

const maxAttributes = 100

/**
 * Reads XML 1.0 (with namespaces) and what is meant for it: bare `&`, unclosed tags, wrong case, text before the root, unquoted attributes,
 * undeclared prefixes. `stranger` is the first tag when no feed's root is found. Never throws; time is linear in the text.
 */
export function readTree(text: string, options: Seed): { readonly tree: FeedTree | null; readonly stranger: string | null } {
  const whole = withoutProlog(text)
  const growth = seed(options)
  const tokenizer: Tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    callbacks(whole, growth, () => tokenizer.pause()),
  )
  tokenizer.write(whole)
  tokenizer.end()
  return { tree: treeOf(growth), stranger: growth.stranger }
}

/** A usual declaration, or none, is handed on with the rest: a slice of a string is read more slowly than a string. */
const usualProlog = /^\s*(?:<\?xml [^<>]{1,200}\?>\s*)?$/

/** What stands before the root is not read: no DOCTYPE defines anything. */
function withoutProlog(text: string): string {
  const length = prologLength(text)
  return length < 1000 && usualProlog.test(text.slice(0, length)) ? text : text.slice(length)
}

const noAttributes: readonly (readonly [string, string])[] = []

/** Offsets are into `text`, which is written in one piece. */
function callbacks(text: string, growth: Growth, stop: () => void): TokenizerCallbacks {
  let tag = ''
  let attributes: (readonly [string, string])[] | null = null
  let name = ''
  let value = ''
  const stopWhenOver = () => {
    if (growth.state !== 'reading') stop()
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
      openTag(growth, tag, attributes ?? noAttributes)
      stopWhenOver()
    },
    onselfclosingtag() {
      if (openTag(growth, tag, attributes ?? noAttributes)) closeTag(growth, tag)
      stopWhenOver()
    },
    onclosetag(start, end) {
      closeTag(growth, text.slice(start, end))
      stopWhenOver()
    },
    ontext(start, end) {
      if (growth.stack.length > 0) addText(growth, resolved(text.slice(start, end)))
    },
    oncdata(start, end, offset) {
      if (growth.stack.length > 0) addText(growth, text.slice(start, end - offset))
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
