// Documents out of the vocabulary of feeds, in any order, some tags left open: what no publisher has written yet.
import fc from 'fast-check'

const names = [
  ...['channel', 'item', 'title', 'link', 'description', 'guid', 'pubDate', 'author', 'category', 'enclosure', 'source', 'image', 'ttl'],
  ...[
    'feed',
    'entry',
    'id',
    'updated',
    'published',
    'summary',
    'content',
    'name',
    'email',
    'uri',
    'a:entry',
    'a:link',
    'a:title',
    'a:content',
  ],
  ...['dc:creator', 'dc:date', 'dc:subject', 'content:encoded', 'media:group', 'media:content', 'media:title', 'itunes:author', 'x:item'],
  ...['div', 'p', 'b', 'br', 'img', 'svg', 'rdf:RDF', 'rss', 'ITEM', '__proto__', 'constructor'],
]
const texts = [
  ...[
    '',
    ' ',
    '\n  ',
    'words',
    '007',
    '2022-01-23 20:41',
    'Sun, 23 Jan 2022 20:41:04 GMT',
    'http://a.example/1',
    '/1',
    'javascript:alert(1)',
  ],
  ...[
    '&',
    '&amp;lt;',
    '&nbsp;',
    '&#0;',
    '<3',
    ']]>',
    '<![CDATA[<b>c</b> &amp;]]>',
    '<!-- c -->',
    '<?php ?>',
    'a@b.example (Ann)',
    '央行',
    '\u202e',
  ],
]
const attributes = [
  ...[
    'href="/a"',
    'href="http://a.example/2"',
    'rel="alternate"',
    'rel="self"',
    'rel="enclosure"',
    'rel=hub',
    'type="html"',
    'type="xhtml"',
  ],
  ...[
    'type="audio/mpeg"',
    'url="/e.mp3"',
    'length="7"',
    'isPermaLink="false"',
    'isPermaLink=true',
    'xml:base="b/"',
    'xml:base="javascript:x"',
  ],
  ...[
    'xml:lang="zh"',
    'xmlns=""',
    'xmlns="http://www.w3.org/2005/Atom"',
    'xmlns:a="http://www.w3.org/2005/Atom"',
    'term="t"',
    'label=""',
    'src="s"',
  ],
]

const roots = [
  ...[
    '<rss version="2.0">',
    '<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<feed>',
  ],
  ...['<a:feed xmlns:a="http://www.w3.org/2005/Atom">', '<channel>', '<!DOCTYPE html><rss>', 'Notice: x <rss><channel>', '<html><feed>'],
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
]

interface Piece {
  readonly text: string
}

const parts = {
  name: fc.constantFrom(...names),
  attributes: fc.array(fc.constantFrom(...attributes), { maxLength: 3 }),
  ending: fc.oneof({ weight: 8, arbitrary: fc.constant('closed') }, fc.constantFrom('open', 'misspelt', 'empty')),
}
const words = fc.constantFrom(...texts).map((text) => ({ text }))

const { piece } = fc.letrec<{ piece: Piece; element: Piece }>((tie) => ({
  piece: fc.oneof({ depthSize: 'small', withCrossShrink: true }, words, tie('element')),
  element: fc.record({ ...parts, children: fc.array(tie('piece'), { maxLength: 6 }) }).map(written),
}))

/** An element that says one thing, as most do. */
const field = fc.record({ ...parts, children: fc.tuple(words) }).map(written)
const entry = fc
  .record({
    ...parts,
    name: fc.constantFrom('item', 'entry'),
    children: fc.array(fc.oneof({ weight: 5, arbitrary: field }, piece), { maxLength: 8 }),
  })
  .map(written)

function written(element: { name: string; attributes: readonly string[]; children: readonly Piece[]; ending: string }): Piece {
  const { name, attributes, children, ending } = element
  const start = [name, ...attributes].join(' ')
  if (ending === 'empty') return { text: `<${start} />` }
  const end = { closed: `</${name}>`, misspelt: `</${name}s>` }[ending] ?? ''
  return { text: `<${start}>${children.map(({ text }) => text).join('')}${end}` }
}

/** The text of a document whose root is a feed's, more or less. */
export const documents: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...roots), fc.array(fc.oneof(entry, field, piece), { maxLength: 10 }))
  .map(([root, pieces]) => root + pieces.map(({ text }) => text).join(''))
