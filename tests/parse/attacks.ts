// Documents of a megabyte that cost a careless reader hours or gigabytes (limits: design §11).

export interface Attack {
  readonly name: string
  readonly body: () => string | Uint8Array
  /** A code, or how many entries are read; any number when it is left out. */
  readonly want?: string | number
  /** What no reader may ever see of it. */
  readonly absent?: readonly string[]
}

const item = (inner: string, guid = 'g') => `<item><guid isPermaLink="false">${guid}</guid>${inner}</item>`
const rss = (inner: string) => `<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`
const atom = (inner: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${inner}</feed>`
const json = (items: string) => `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[${items}]}`
const numbered = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, index) => write(index)).join('')

const declarations: readonly Attack[] = [
  { name: 'DOCTYPEs', body: () => '<!DOCTYPE rss [>'.repeat(60_000) },
  { name: 'DOCTYPEs before a feed', body: () => '<!DOCTYPE rss [>'.repeat(60_000) + rss(item('')), want: 1 },
  { name: 'DOCTYPEs that never end', body: () => '<!DOCTYPE '.repeat(100_000) },
  { name: 'instructions that never end', body: () => '<?xml '.repeat(150_000) },
  { name: 'instructions that never end in a feed', body: () => `<rss><channel>${item('')}${'<?x '.repeat(250_000)}`, want: 1 },
  { name: 'comments that never end', body: () => '<!--'.repeat(250_000) },
  { name: 'comments that never end in a feed', body: () => `<rss><channel>${item('')}${'<!-- '.repeat(200_000)}`, want: 1 },
  { name: 'comments full of dashes', body: () => rss(`<!--${'- -- '.repeat(200_000)}-->${item('')}`), want: 1 },
  {
    name: 'entities that laugh',
    body: () => {
      const laughs = numbered(20, (level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`)
      return `<!DOCTYPE rss [<!ENTITY l0 "lol">${laughs}]>${rss(item(`<title>&l20;</title><description>${'&l20;'.repeat(190_000)}</description>`))}`
    },
    want: 1,
    absent: ['lol'],
  },
  {
    name: 'a long entity used often',
    body: () => `<!DOCTYPE rss [<!ENTITY a "${'lol'.repeat(33_000)}">]>${rss(item(`<description>${'&a;'.repeat(300_000)}</description>`))}`,
    want: 1,
    absent: ['lol'],
  },
  {
    name: 'entities that redefine XML’s own',
    body: () =>
      `<!DOCTYPE rss [<!ENTITY lt "<img src=x onerror=alert(1)>"><!ENTITY amp "<script>">]>${rss(item(`<title>&lt;&amp;</title><description>${'&lt;&amp;'.repeat(100_000)}</description>`))}`,
    want: 1,
    absent: ['<img', '<script'],
  },
  {
    name: 'parameter entities and external subsets',
    body: () =>
      `<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [${'<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;'.repeat(20_000)}]>${rss(item('<title>&p;</title>'))}`,
    want: 1,
    absent: ['root:'],
  },
  {
    name: 'inclusions',
    body: () =>
      rss(item(`<description>${'<xi:include href="file:///etc/passwd" parse="text"/>'.repeat(19_000)}</description>`)).replace(
        '<rss',
        '<rss xmlns:xi="http://www.w3.org/2001/XInclude"',
      ),
    absent: ['root:'],
  },
]

const markup: readonly Attack[] = [
  { name: 'elements nested in an entry', body: () => rss(item('', 'whole') + item('<a>'.repeat(333_000))), want: 1 },
  { name: 'elements nested in the only entry', body: () => rss(item('<a>'.repeat(333_000))), want: 'xml' },
  { name: 'elements nested in a channel', body: () => `<rss><channel>${'<a>'.repeat(333_000)}`, want: 'xml' },
  { name: 'elements nested and closed', body: () => rss(item('<a>'.repeat(142_000) + '</a>'.repeat(142_000))), want: 'xml' },
  { name: 'tags before the root', body: () => '<b>'.repeat(300_000), want: 'not-a-feed' },
  { name: 'end tags', body: () => `<rss><channel>${item('')}${'</x>'.repeat(250_000)}`, want: 1 },
  { name: 'end tags in a deep place', body: () => `<rss><channel>${item('')}${'<a>'.repeat(200)}${'</x>'.repeat(240_000)}`, want: 1 },
  { name: 'tags that never end', body: () => `<rss><channel>${item('')}${'<item '.repeat(150_000)}`, want: 1 },
  { name: 'items inside items', body: () => `<rss><channel>${'<item><title>x'.repeat(70_000)}`, want: 1000 },
  { name: 'open brackets', body: () => `<rss><channel>${item('')}${'<'.repeat(1_000_000)}`, want: 1 },
  { name: 'quotes that never end', body: () => `<rss><channel>${item('')}${'<a b="'.repeat(160_000)}`, want: 1 },
  { name: 'empty tags', body: () => rss(`${'<a/>'.repeat(250_000)}${item('')}`), want: 1 },
  { name: 'empty tags and no entry', body: () => rss('<a/>'.repeat(250_000)), want: 0 },
  {
    name: 'namespace declarations',
    body: () => `<rss><channel>${'<a xmlns:p="urn:q">'.repeat(240)}${'<b xmlns:c="urn:d"/>'.repeat(40_000)}`,
  },
  {
    name: 'prefixes declared in layers',
    body: () =>
      rss(
        item(
          numbered(200, (layer) => `<a ${numbered(90, (index) => `xmlns:p${layer}-${index}="urn:${index}" `)}>`) +
            '<p0-0:b/>'.repeat(40_000),
        ),
      ),
  },
  { name: 'attributes', body: () => `<rss ${numbered(80_000, (index) => `a${index}="x" `)}><channel>${item('')}</channel></rss>`, want: 1 },
  {
    name: 'attributes of an entry',
    body: () => rss(item(`<enclosure url="http://a.example/1.mp3" ${numbered(80_000, (index) => `a${index}="x" `)}/>`)),
    want: 1,
  },
  { name: 'ampersands', body: () => rss(item(`<title>${'&'.repeat(400_000)}${'&#'.repeat(250_000)}</title>`)), want: 1 },
  { name: 'numbers of characters', body: () => rss(item(`<description>${'&#65;'.repeat(200_000)}</description>`)), want: 1 },
  {
    name: 'numbers of no characters',
    body: () => rss(item(`<title>${'&#0;&#xD800;&#xFFFFFFFFFF;'.repeat(40_000)}</title>`)),
    want: 1,
    absent: ['\0', '\ud800'],
  },
  { name: 'entities with endless names', body: () => rss(item(`<title>&${'a'.repeat(1_000_000)};</title>`)), want: 1 },
  { name: 'CDATA sections', body: () => rss(item(`<description>${'<![CDATA[x]]>'.repeat(76_000)}</description>`)), want: 1 },
  { name: 'CDATA that never ends', body: () => rss(`${item('')}<item>${'<![CDATA['.repeat(110_000)}`), want: 1 },
  { name: 'ends of CDATA', body: () => rss(item(`<title>x</title><description>${']]>'.repeat(330_000)}</description>`)), want: 1 },
  {
    name: 'bases, one long',
    body: () =>
      `<rss xml:base="http://a.example/${'a'.repeat(500_000)}/"><channel>${item('<a xml:base="b"><a xml:base="c"/></a>'.repeat(12_000))}</channel></rss>`,
    want: 1,
  },
  {
    name: 'relative links under a long base',
    body: () =>
      `<rss xml:base="http://a.example/${'a'.repeat(900_000)}/"><channel>${'<item><link>b</link><enclosure url="c"/></item>'.repeat(1000)}</channel></rss>`,
    want: 1000,
  },
  {
    name: 'languages, one long',
    body: () => atom('<entry><title>x</title></entry>'.repeat(1000)).replace('<feed', `<feed xml:lang="${'a'.repeat(900_000)}"`),
    want: 1000,
  },
]

const values: readonly Attack[] = [
  { name: 'a title', body: () => rss(item(`<title>${'央'.repeat(350_000)}</title>`)), want: 1 },
  { name: 'a title that is markup', body: () => rss(item(`<title><![CDATA[${'<b '.repeat(330_000)}]]></title>`)), want: 1 },
  {
    name: 'a title that is HTML',
    body: () => atom(`<entry><title type="html"><![CDATA[${'<b '.repeat(330_000)}]]></title></entry>`),
    want: 1,
  },
  { name: 'a guid', body: () => rss(item('', 'a'.repeat(1_000_000))), want: 1 },
  { name: 'white space in a guid', body: () => rss(item('', `${' \n'.repeat(500_000)}x`)), want: 1 },
  { name: 'white space inside a guid', body: () => rss(item('', `x${' \n'.repeat(500_000)}x`)), want: 1 },
  { name: 'white space in a title', body: () => rss(item(`<title>x${' \n'.repeat(500_000)}x</title>`)), want: 1 },
  { name: 'carriage returns', body: () => rss(`${'\r'.repeat(1_000_000)}${item('')}`), want: 1 },
  { name: 'an author', body: () => rss(item(`<author>${'a@b ('.repeat(200_000)}</author>`)), want: 1 },
  { name: 'authors', body: () => rss(item(numbered(35_000, (index) => `<author>a${index}@b.example</author>`))), want: 1 },
  {
    name: 'authors handed down to many entries',
    body: () =>
      atom(numbered(25_000, (index) => `<author><name>${index}</name></author>`) + '<entry><title>x</title></entry>'.repeat(1000)),
    want: 1000,
  },
  { name: 'categories', body: () => rss(item(numbered(40_000, (index) => `<category>${index}</category>`))), want: 1 },
  {
    name: 'keywords',
    body: () =>
      rss(item(`<m:keywords>${numbered(150_000, (index) => `${index},`)}</m:keywords>`)).replace(
        '<rss',
        '<rss xmlns:m="http://search.yahoo.com/mrss/"',
      ),
    want: 1,
  },
  { name: 'enclosures', body: () => rss(item(numbered(20_000, (index) => `<enclosure url="http://a.example/${index}.mp3"/>`))), want: 1 },
  { name: 'entries', body: () => rss(numbered(20_000, (index) => item(`<title>${index}</title>`))), want: 1000 },
  { name: 'entries of one guid', body: () => rss(item('<title>x</title>').repeat(20_000)), want: 1000 },
  { name: 'links', body: () => atom(`<entry>${'<link href="/a"/>'.repeat(60_000)}</entry>`), want: 1 },
  {
    name: 'authors who nearly have an address',
    body: () => rss(item(`<author>${'a &lt;b@c '.repeat(40)}</author>`.repeat(2_000))),
    want: 1,
  },
  {
    name: 'text in deep XHTML',
    body: () =>
      atom(`<entry><content type="xhtml">${'<div>'.repeat(200)}${'x<b/>'.repeat(190_000)}${'</div>'.repeat(200)}</content></entry>`),
    want: 1,
  },
  { name: 'comparisons', body: () => rss(item(`<description>${'1 < 2 '.repeat(160_000)}</description>`)), want: 1 },
  { name: 'comparisons between CDATA', body: () => rss(item(`<description>${'<![CDATA[< ]]> < '.repeat(58_000)}</description>`)), want: 1 },
  { name: 'empty links', body: () => rss(item('<link/>'.repeat(300_000))), want: 1 },
  { name: 'empty links before texts', body: () => rss(item('<link/>x'.repeat(250_000))), want: 1 },
  { name: 'fields', body: () => rss(item(numbered(50_000, (index) => `<f${index}>x</f${index}>`))), want: 1 },
  { name: 'a date', body: () => rss(item(`<pubDate>${'9'.repeat(1_000_000)}</pubDate>`)), want: 1 },
  { name: 'a date of words', body: () => rss(item(`<pubDate>${'2022-01-01 '.repeat(90_000)}</pubDate>`)), want: 1 },
  { name: 'escaped HTML, nested', body: () => rss(item(`<description>${'&lt;div&gt;'.repeat(90_000)}</description>`)), want: 1 },
  {
    name: 'escaped HTML that adopts',
    body: () => rss(item(`<description>${'&lt;a&gt;&lt;b&gt;&lt;table&gt;'.repeat(33_000)}</description>`)),
    want: 1,
  },
  {
    name: 'XHTML',
    body: () =>
      atom(
        `<entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${'<p>a <b>b</b></p>'.repeat(60_000)}</div></content></entry>`,
      ),
    want: 1,
  },
  {
    name: 'Base64',
    body: () => atom(`<entry><content mode="base64" type="text/html">${'PHA+'.repeat(250_000)}</content></entry>`),
    want: 1,
  },
  {
    name: 'Base64 that is none',
    body: () => atom(`<entry><content mode="base64" type="text/html">${'=P+ '.repeat(250_000)}</content></entry>`),
    want: 1,
  },
  { name: 'a script', body: () => rss(item(`<title><![CDATA[<script>alert(1)</script>${'x'.repeat(1_000_000)}]]></title>`)), want: 1 },
  {
    name: 'names of object internals',
    body: () =>
      rss(
        item(
          '<__proto__><polluted>1</polluted></__proto__><constructor><prototype><polluted>1</polluted></prototype></constructor>'.repeat(
            9_000,
          ),
        ),
      ),
    want: 1,
  },
  {
    name: 'names of object internals and no entry',
    body: () => rss('<__proto__><polluted>1</polluted></__proto__>'.repeat(22_000)),
    want: 0,
  },
]

const pages: readonly Attack[] = [
  { name: 'links in a page', body: () => `<html>${'<a>'.repeat(300_000)}`, want: 'not-a-feed' },
  {
    name: 'announcements in a page',
    body: () => `<html>${'<link rel=alternate type=application/rss+xml href=x>'.repeat(20_000)}`,
    want: 'not-a-feed',
  },
  { name: 'feeds that never begin in a page', body: () => `<html>${'<feed '.repeat(160_000)}`, want: 'not-a-feed' },
  { name: 'feeds that begin in a page', body: () => `<html>${'<rss version="2.0">'.repeat(50_000)}` },
  { name: 'text', body: () => 'feed rss atom '.repeat(70_000), want: 'not-a-feed' },
]

const bytes: readonly Attack[] = [
  { name: 'NULs', body: () => new Uint8Array(1_000_000), want: 'empty' },
  { name: 'NULs in a feed', body: () => rss(item(`<title>a${'\0'.repeat(1_000_000)}b</title>`)), want: 1, absent: ['\0'] },
  { name: 'bytes that are no text', body: () => new Uint8Array(1_000_000).fill(0xff) },
  { name: 'halves of characters', body: () => new Uint8Array(1_000_001).fill(0xe5) },
  { name: 'ends of characters', body: () => new Uint8Array(1_000_000).fill(0x80) },
  { name: 'overlong characters', body: () => new Uint8Array(1_000_000).map((_, at) => (at % 2 === 0 ? 0xc0 : 0xbc)), absent: ['<'] },
  { name: 'byte order marks', body: () => '\ufeff'.repeat(330_000), want: 'empty' },
  { name: 'byte order marks before a feed', body: () => '\ufeff'.repeat(330_000) + rss(item('')), want: 1 },
  { name: 'UTF-16 of odd length', body: () => new Uint8Array([0xff, 0xfe, ...new Uint8Array(1_000_001).fill(0x3c)]) },
  { name: 'lone surrogates in UTF-16', body: () => new Uint8Array(1_000_000).map((_, at) => (at % 2 === 0 ? 0xd8 : 0x00)) },
  { name: 'escape sequences', body: () => `<?xml version="1.0" encoding="iso-2022-jp"?>${'\u001b$B\u001b(B'.repeat(160_000)}` },
  {
    name: 'UTF-7',
    body: () => `<?xml version="1.0" encoding="utf-7"?>${rss(item(`<title>${'+ADw-script+AD4-'.repeat(60_000)}</title>`))}`,
    absent: ['<script>'],
  },
  {
    name: 'control characters',
    body: () => rss(item(`<link>http://a.example/1</link><title>${'\u0001\u0008\u000b\u001f\ufffe\u202e'.repeat(120_000)}</title>`)),
    want: 1,
  },
]

const objects: readonly Attack[] = [
  { name: 'JSON arrays, nested', body: () => '['.repeat(500_000) + ']'.repeat(500_000), want: 'json' },
  { name: 'JSON arrays that never end', body: () => '['.repeat(1_000_000), want: 'json' },
  { name: 'JSON objects, nested', body: () => '{"a":'.repeat(200_000), want: 'json' },
  { name: 'JSON nested in an item', body: () => json(`{"id":"1","_x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`), want: 'json' },
  { name: 'quotes in JSON', body: () => `{"a":1234567890123456,"b":"${'\\"'.repeat(400_000)}`, want: 'json' },
  { name: 'one JSON key again and again', body: () => json(`{"id":"1",${'"title":"x",'.repeat(80_000)}"url":"/1"}`), want: 1 },
  { name: 'JSON keys', body: () => json(`{"id":"1"${numbered(70_000, (index) => `,"k${index}":1`)}}`), want: 1 },
  {
    name: 'JSON keys of object internals',
    body: () => json(`{"id":"1"${',"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'.repeat(14_000)}}`),
    want: 1,
  },
  { name: 'digits in JSON', body: () => json(`{"id":${'9'.repeat(1_000_000)}}`), want: 1 },
  { name: 'an exponent in JSON', body: () => json(`{"id":1e${'9'.repeat(1_000_000)}}`), want: 1 },
  { name: 'NUL escapes in JSON', body: () => json(`{"id":"1","title":"${'\\u0000'.repeat(160_000)}"}`), want: 1 },
  { name: 'JSON items', body: () => json(`${'{"id":"x"},'.repeat(90_000)}{}`), want: 1000 },
  { name: 'JSON tags', body: () => json(`{"id":"1","tags":[${numbered(120_000, (index) => `"${index}",`)}"x"]}`), want: 1 },
  { name: 'JSON authors', body: () => json(`{"id":"1","authors":[${numbered(40_000, (index) => `{"name":"${index}"},`)}{}]}`), want: 1 },
  {
    name: 'JSON authors handed down to many items',
    body: () =>
      `{"title":"T","authors":[${numbered(40_000, (index) => `{"name":"${index}"},`)}{}],"items":[${'{"id":"1"},'.repeat(999)}{"id":"1"}]}`,
    want: 1000,
  },
  { name: 'a JSON list', body: () => `\ufeff[${'{"id":1},'.repeat(100_000)}{"id":2}]`, want: 'shape' },
  { name: 'comments in JSON', body: () => `{"items":[${'/* x */'.repeat(140_000)}]}`, want: 'json' },
  { name: 'NaN in JSON', body: () => json(`{"id":"1","x":[${'NaN,'.repeat(240_000)}0]}`), want: 'json' },
  { name: 'commas in JSON', body: () => json(','.repeat(1_000_000)), want: 'json' },
  { name: 'white space in JSON', body: () => json(`${' '.repeat(1_000_000)}{"id":"1"}`), want: 1 },
]

export const attacks: readonly Attack[] = [...declarations, ...markup, ...values, ...pages, ...bytes, ...objects]
