// Documents of one megabyte that are made to hurt a reader; each kind has broken one.

const megabyte = 1024 ** 2
const itemHead = '<rss version="2.0"><channel><title>a</title><item><title>a</title>'
const itemTail = '</item></channel></rss>'
const laughs = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('')

export const hostileDocuments: Readonly<Record<string, () => Uint8Array>> = {
  'elements nested without end': () => filled(itemHead, '<a>', ''),
  'a namespace declared on each of nested elements': () => filled(itemHead, (index) => `<a xmlns:n${index}="urn:${index}">`, ''),
  'DOCTYPEs one after another': () => filled('', '<!DOCTYPE a [', `${itemHead}${itemTail}`),
  'one element with all the attributes': () => filled(`${itemHead}<a `, (index) => `a${index}="" `, `/>${itemTail}`),
  'entities that grow tenfold nine times': () =>
    filled(`<!DOCTYPE rss [<!ENTITY l0 "ha">${laughs}]>${itemHead}<description>`, '&l9;&amp;lt;', `</description>${itemTail}`),
  'empty CDATA sections': () => filled(`${itemHead}<description>`, '<![CDATA[]]>', `</description>${itemTail}`),
  'tags that are never closed': () => filled('<rss><channel>', '<item><title>a<link>b', ''),
  'comments that are never closed': () => filled(itemHead, '<!-- <!- ', ''),
  'HTML nested without end': () => filled(`${itemHead}<description><![CDATA[`, '<div><p>', `]]></description>${itemTail}`),
}

function filled(head: string, part: string | ((index: number) => string), tail: string): Uint8Array {
  const parts = [head]
  let length = head.length + tail.length
  for (let index = 0; length < megabyte; index += 1) {
    const next = typeof part === 'string' ? part : part(index)
    parts.push(next)
    length += next.length
  }
  return Buffer.from(parts.join('') + tail)
}
