// Second step of reading: what kind of document is this?
import { Parser } from 'htmlparser2'
import { mediaType } from '../model/vocabulary.ts'
import { webUrl } from './links.ts'

/** `page`: HTML or plain text, so no feed; `xml`: worth a reading. */
export type DocumentKind = 'empty' | 'json' | 'page' | 'xml'

/** Feeds that an HTML page may announce at most. */
const maxAnnounced = 20
/** Announcements stand in the head; a page that hides them further down is not searched. */
const headLength = 256 * 1024
const maxDepth = 256

const pageTags = new Set(['html', 'head', 'body', 'title', 'meta', 'script', 'style'])
const feedTags = /^(?:rss|feed|(?:\w+:)?rdf)$/
const feedTypes = new Set<string>([mediaType.rss, mediaType.atom, mediaType.jsonFeed, 'application/rdf+xml'])

/** Judges by the first thing that is no white space, comment or declaration; labels are not asked, servers mislabel feeds too often. */
export function detectKind(text: string): DocumentKind {
  const head = text.slice(0, headLength).trimStart()
  if (head === '') return text.trim() === '' ? 'empty' : 'page'
  if (head.startsWith('{') || head.startsWith('[')) return 'json'
  const start = prologLength(text)
  const tag = /^<([^\s>/]*)/.exec(text.slice(start, start + 64))?.[1]?.toLowerCase()
  if (tag === undefined) return /^<\?xml/i.test(head) ? 'xml' : 'page'
  if (pageTags.has(tag)) return 'page'
  return /^<!doctype\s+html/i.test(head) && !feedTags.test(tag) ? 'page' : 'xml'
}

/**
 * How much of the text stands before the first tag: XML declaration, comments, DOCTYPE with its internal subset.
 * The subset is never read, so its entities are never defined. One pass, whatever the text.
 */
export function prologLength(text: string): number {
  const memory = { subsetsEnd: true }
  let at = text.indexOf('<')
  while (at !== -1) {
    const end = afterDeclaration(text, at, memory)
    if (end === at) return at
    at = end === -1 ? -1 : text.indexOf('<', end)
  }
  return text.length
}

/** `at` itself where a tag stands, -1 when a declaration never ends. */
function afterDeclaration(text: string, at: number, memory: { subsetsEnd: boolean }): number {
  if (text.startsWith('<?', at)) return afterInstruction(text, at)
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
  if (!text.startsWith('<!', at)) return at
  const end = after(text, '>', at)
  if (!memory.subsetsEnd || !text.slice(at, end).includes('[')) return end
  const subsetEnd = afterSubset(text, at)
  // Looked for once in vain, it is not looked for again: a megabyte of DOCTYPEs would take for ever.
  memory.subsetsEnd = subsetEnd !== -1
  return memory.subsetsEnd ? subsetEnd : end
}

/** Some forget the second question mark of `<?xml version="1.0">`: what does not end before the next `<` ends there. */
function afterInstruction(text: string, at: number): number {
  const next = text.indexOf('<', at + 1)
  const instruction = text.slice(at, next === -1 ? text.length : next)
  const end = instruction.indexOf('?>')
  return end === -1 ? next : at + end + 2
}

function afterSubset(text: string, at: number): number {
  const end = /\]\s*>/g
  end.lastIndex = at
  return end.test(text) ? end.lastIndex : -1
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? -1 : at + mark.length
}

/** The feeds that an HTML page announces by `<link rel="alternate">`, absolute, in order. */
export function announcedFeeds(html: string, url: string): readonly string[] {
  const found = new Set<string>()
  let base = url
  let depth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      if (name === 'base') base = webUrl(attributes.href, url) ?? base
      if (name === 'link' && isAnnouncement(attributes)) add(found, webUrl(attributes.href, base))
      if (depth > maxDepth || found.size >= maxAnnounced) parser.pause()
    },
    onclosetag() {
      depth -= 1
    },
  })
  parser.end(html.slice(0, headLength))
  return [...found]
}

function isAnnouncement(attributes: Readonly<Record<string, string>>): boolean {
  const relations = (attributes.rel ?? '').toLowerCase().split(/\s+/)
  const type = (attributes.type ?? '').toLowerCase().split(';')[0]?.trim() ?? ''
  return relations.includes('alternate') && feedTypes.has(type)
}

function add(found: Set<string>, url: string | null): void {
  if (url !== null) found.add(url)
}
