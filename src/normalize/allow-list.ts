// What an article may be made of. Nothing here runs a script, styles the page around it, sends a form or loads a document.

const blocks = `address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main
  menu nav ol p pre section summary ul`
const inlines = `a abbr b bdi bdo big br cite code data del dfn em i ins kbd mark q rb rp rt rtc ruby s samp small span strike strong sub sup time
  tt u var wbr`
const tables = 'caption col colgroup table tbody td tfoot th thead tr'
const media = 'audio img picture source video'

export const allowedTags: readonly string[] = `${blocks} ${inlines} ${tables} ${media}`.split(/\s+/)

/** Elements without content, so without an end tag (WHATWG HTML §13.1.2). */
export const voidTags: readonly string[] = ['br', 'col', 'hr', 'img', 'source', 'wbr']

export const allowedAttributes: Readonly<Record<string, readonly string[]>> = {
  '*': ['align', 'dir', 'lang', 'title'],
  a: ['href', 'hreflang'],
  audio: ['controls', 'loop', 'muted', 'src'],
  blockquote: ['cite'],
  col: ['span'],
  colgroup: ['span'],
  data: ['value'],
  del: ['cite', 'datetime'],
  details: ['open'],
  img: ['alt', 'height', 'loading', 'sizes', 'src', 'srcset', 'width'],
  ins: ['cite', 'datetime'],
  li: ['value'],
  ol: ['reversed', 'start', 'type'],
  q: ['cite'],
  source: ['height', 'media', 'sizes', 'src', 'srcset', 'type', 'width'],
  td: ['colspan', 'rowspan', 'valign'],
  th: ['abbr', 'colspan', 'rowspan', 'scope', 'valign'],
  time: ['datetime'],
  video: ['controls', 'height', 'loop', 'muted', 'poster', 'src', 'width'],
}
