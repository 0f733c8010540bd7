// HTML from outside → HTML that may be published. The one file around sanitize-html.
import sanitize from 'sanitize-html'
import { legalText } from '../base/text.ts'
import { allowedAttributes, allowedTags, voidTags } from './allow-list.ts'
import { withRealAddress } from './lazy-images.ts'
import { absoluteHref, absoluteUrl } from './links.ts'
import { absoluteSrcset } from './srcset.ts'
import { plainText, unseenTags } from './text.ts'

export interface SanitizeContext {
  /** The address that relative links start from. */
  readonly base: string
  /** Class names that survive; `*` in one stands for any characters. */
  readonly keepClasses: readonly string[]
}

/** Limits of design §11, in UTF-8 bytes and levels of elements. */
const maxBytesIn = 1024 ** 2
const maxBytesOut = 500 * 1024
const maxDepth = 200
/** What end tags may add to HTML that was cut: `maxDepth` of the longest. */
const roomForEndTags = 4096
/** The parser's time grows with size times depth: past this many levels an item is read as text only. */
const hostileDepth = 1000

const allowed: ReadonlySet<string> = new Set(allowedTags)

/**
 * The safe part of an item's HTML: a fixed allow-list of elements and attributes, every address absolute http(s) (`mailto:` in `href`),
 * characters that XML can carry. White space stays as it is; clean HTML comes back unchanged but for entities, which are decoded where a
 * character can stand for them. At most 500 KB, of at most 1 MB that is looked at. Idempotent; never throws.
 */
export function sanitizeHtml(html: string, context: SanitizeContext): string {
  const clean = sanitized(cutMarkup(html), context)
  if (Buffer.byteLength(clean) <= maxBytesOut) return clean
  return sanitized(cutAt(clean, maxBytesOut - roomForEndTags), context)
}

/** Cuts HTML to the first 1 MB, never inside a tag. */
export function cutMarkup(html: string): string {
  return cutAt(html, maxBytesIn)
}

function sanitized(html: string, context: SanitizeContext): string {
  const first = pass(html, context)
  // Where an element was left out, its neighbours may now read as nested wrongly: a second reading settles what they are.
  return first.hasLeftOut ? pass(first.html, context).html : first.html
}

interface Pass {
  readonly html: string
  readonly hasLeftOut: boolean
}

class TooDeep extends Error {}

function pass(html: string, context: SanitizeContext): Pass {
  let depth = 0
  let hasLeftOut = false
  const onOpenTag = (name: string): void => {
    depth++
    if (depth > hostileDepth) throw new TooDeep()
    if (!allowed.has(name)) hasLeftOut = true
  }
  const onCloseTag = (): void => {
    depth--
  }
  try {
    return { html: tidy(sanitize(html, { ...options(context), onOpenTag, onCloseTag })), hasLeftOut }
  } catch (error) {
    if (error instanceof TooDeep) return { html: asParagraph(html), hasLeftOut: false }
    throw error
  }
}

function options({ base, keepClasses }: SanitizeContext): sanitize.IOptions {
  return {
    allowedTags: [...allowedTags],
    allowedAttributes: Object.fromEntries(Object.entries(allowedAttributes).map(([tag, names]) => [tag, [...names]])),
    allowedClasses: { '*': [...keepClasses] },
    allowedSchemes: ['http', 'https'],
    allowedSchemesByTag: { a: ['http', 'https', 'mailto'] },
    selfClosing: [...voidTags],
    nonTextTags: [...unseenTags],
    nestingLimit: maxDepth,
    transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: withAddresses(tagName, attribs, base) }) },
  }
}

function withAddresses(tag: string, attribs: sanitize.Attributes, base: string): sanitize.Attributes {
  const kept = Object.entries(withRealAddress(tag, attribs)).flatMap(([name, value]) => {
    const address = addressed(name, value, base)
    return address === null ? [] : [[name, address]]
  })
  // A player without controls can be neither seen nor stopped.
  if ((tag === 'audio' || tag === 'video') && !Object.hasOwn(attribs, 'controls')) kept.push(['controls', ''])
  return Object.fromEntries(kept)
}

/** An attribute's value with its address absolute; null when that address must not be published. */
function addressed(name: string, value: string, base: string): string | null {
  if (name === 'href') return absoluteHref(value, base)
  if (name === 'src' || name === 'poster' || name === 'cite') return absoluteUrl(value, base)
  return name === 'srcset' ? absoluteSrcset(value, base) : value
}

/** sanitize-html escapes every `>` outside tags, so that these patterns meet tags only. Pictures that lost their address are left out. */
function tidy(html: string): string {
  const pictures = html.replaceAll(' />', '>').replace(/<(?:img|source)(?![^>]* src(?:set)?=")[^>]*>/g, '')
  return legalText(pictures)
}

function asParagraph(html: string): string {
  const text = plainText(html).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return text === '' ? '' : `<p>${text}</p>`
}

function cutAt(html: string, maxBytes: number): string {
  if (html.length * 3 <= maxBytes || Buffer.byteLength(html) <= maxBytes) return html
  const head = Buffer.from(html)
    .subarray(0, maxBytes)
    .toString()
    .replace(/\ufffd$/, '')
  const open = head.lastIndexOf('<')
  if (open > head.lastIndexOf('>')) return head.slice(0, open)
  return head.replace(/&#?\w{0,32}$/, '')
}
