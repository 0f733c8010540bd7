// XML that expands, reaches out, nests or overflows.
import { expect } from 'vitest'
import { says } from './behaviour.ts'
import { item, items, rss, secret, secretFile } from './documents.ts'
import type { Row } from './row.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

function withDoctype(subset: string, content: string): string {
  return rss(content, { prologue: `${declaration}<!DOCTYPE rss [\n${subset}\n]>\n` })
}

function laughs(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`)
  return [`<!ENTITY lol0 "${'lol'.repeat(1000)}">`, ...levels].join('\n')
}

const canaryAt = (port: number) => `http://127.0.0.2:${port}/xml`

export const xml: readonly Row[] = [
  {
    id: 'billion-laughs',
    origin: says({ body: withDoctype(laughs(), item('billion-laughs', 1, { text: '&lol9;' })) }),
    polls: ['failed xml | changed'],
    rows: [0, 1],
    absent: [/lollol/],
  },
  {
    id: 'quadratic-blowup',
    origin: says({
      body: withDoctype(`<!ENTITY a "${'q'.repeat(100_000)}">`, item('quadratic-blowup', 1, { text: '&a;'.repeat(50_000) })),
    }),
    polls: ['failed xml | changed'],
    rows: [0, 1],
    absent: [/qqqqqqqqqq/],
  },
  {
    id: 'entity-parameter',
    origin: says({
      body: withDoctype(
        '<!ENTITY % a "<!ENTITY b \'expanded-by-parameter\'>"> %a; <!ENTITY self "&self;">',
        item('entity-parameter', 1, { text: '&b; &self; &undefined;' }),
      ),
    }),
    polls: ['failed xml | changed'],
    rows: [0, 1],
    absent: [/expanded-by-parameter/],
  },
  {
    id: 'entity-shadow',
    origin: says({
      body: withDoctype(
        '<!ENTITY lt "<img src=x onerror=alert(1)>"><!ENTITY amp "<img src=x onerror=alert(2)>"><!ENTITY l. "<img src=x onerror=alert(3)>">',
        item('entity-shadow', 1, { title: '&lt; &amp; &l.;', text: '&lt;p&gt;&amp;lt; &l.;&lt;/p&gt;' }),
      ),
    }),
    polls: ['changed'],
    rows: 1,
    absent: [/<img src=x onerror/],
  },
  {
    id: 'xxe-file',
    origin: says({ body: withDoctype(`<!ENTITY x SYSTEM "file://${secretFile}">`, item('xxe-file', 1, { title: '&x;', text: '&x;' })) }),
    polls: ['failed xml | changed'],
    rows: [0, 1],
    absent: [secret],
  },
  {
    id: 'xxe-http',
    origin: says(({ canaryPort }) => ({
      body: rss(item('xxe-http', 1, { text: '&x; &y;' }), {
        prologue: `${declaration}<!DOCTYPE rss PUBLIC "-//X//EN" "${canaryAt(canaryPort)}.dtd" [<!ENTITY x SYSTEM "${canaryAt(canaryPort)}"><!ENTITY % y SYSTEM "${canaryAt(canaryPort)}.ent">%y;]>`,
      }),
    })),
    polls: ['failed xml | changed'],
    rows: [0, 1],
  },
  {
    id: 'xinclude',
    origin: says(({ canaryPort }) => ({
      body: rss(
        item('xinclude', 1, {
          more: `<xi:include href="file://${secretFile}" parse="text"/><xi:include href="${canaryAt(canaryPort)}"><xi:fallback/></xi:include>`,
        }),
        {
          prologue: `${declaration}<?xml-stylesheet type="text/xsl" href="${canaryAt(canaryPort)}.xsl"?>`,
          attributes: ` xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x ${canaryAt(canaryPort)}.xsd"`,
        },
      ),
    })),
    polls: ['changed'],
    rows: 1,
    absent: [secret],
  },
  {
    id: 'deep-nesting',
    origin: says(() => ({ body: rss(item('deep-nesting', 1, { more: `${'<x>'.repeat(100_000)}deep${'</x>'.repeat(100_000)}` })) })),
    polls: ['failed xml | changed'],
    rows: [0, 1],
  },
  {
    id: 'deep-after-good',
    // What stands before the depths can be read.
    origin: says(() => ({ body: rss(items('deep-after-good', 3) + item('deep-after-good', 4, { more: '<x>'.repeat(100_000) })) })),
    polls: ['failed xml | changed'],
    rows: [0, 4],
  },
  {
    id: 'many-attributes',
    origin: says(() => ({
      body: rss(
        item('many-attributes', 1).replace(
          '<item>',
          `<item ${Array.from({ length: 100_000 }, (_, index) => `a${index}="${index}"`).join(' ')}>`,
        ),
      ),
    })),
    polls: ['changed | failed xml'],
    rows: [0, 1],
  },
  {
    id: 'many-namespaces',
    origin: says(() => ({
      body: rss(items('many-namespaces', 5), {
        attributes: Array.from({ length: 20_000 }, (_, index) => ` xmlns:n${index}="urn:n${index}"`).join(''),
      }),
    })),
    polls: ['changed | failed xml'],
    rows: [0, 5],
  },
  {
    id: 'long-tag-name',
    origin: says(() => ({ body: rss(item('long-tag-name', 1, { more: `<${'n'.repeat(1_000_000)}/>` })) })),
    polls: ['changed | failed xml'],
    rows: [0, 1],
  },
  {
    id: 'unclosed-comment',
    origin: says(() => ({ body: rss(items('unclosed-comment', 2) + '<!-- '.repeat(200_000)) })),
    polls: ['changed | failed xml'],
    rows: [0, 2],
  },
  {
    id: 'unclosed-cdata',
    origin: says(() => ({ body: rss(items('unclosed-cdata', 2) + '<![CDATA['.repeat(100_000)) })),
    polls: ['changed | failed xml'],
    rows: [0, 2],
  },
  {
    id: 'many-doctypes',
    origin: says(() => ({ body: `${'<!DOCTYPE a [ '.repeat(50_000)}${rss(items('many-doctypes', 1))}` })),
    polls: ['changed | failed xml | failed not-a-feed'],
    rows: [0, 1],
  },
  {
    id: 'many-end-tags',
    origin: says(() => ({ body: rss(items('many-end-tags', 1) + '</x>'.repeat(300_000)) })),
    polls: ['changed | failed xml'],
    rows: [0, 1],
  },
  {
    id: 'huge-title',
    category: 'huge',
    origin: says(() => ({
      body: rss(
        item('huge-title', 1, {
          title: '题'.repeat(700_000),
          more: `<author>${'人'.repeat(100_000)}</author>${Array.from({ length: 5000 }, (_, index) => `<category>tag-${index}</category>`).join('')}`,
        }),
      ),
    })),
    polls: ['changed'],
    rows: 1,
    check: ({ entries: [entry] }) => {
      expect(entry?.title.length).toBeLessThanOrEqual(4096)
      expect(entry?.tags.length).toBeLessThanOrEqual(100)
      expect(JSON.stringify(entry).length).toBeLessThan(20_000)
    },
  },
  {
    id: 'huge-link',
    origin: says(() => ({ body: rss(item('huge-link', 1, { link: `https://huge-link.example/${'l'.repeat(1_000_000)}` })) })),
    polls: ['changed'],
    rows: 1,
    check: ({ entries }) => expect(JSON.stringify(entries).length).toBeLessThan(20_000),
  },
  {
    id: 'many-enclosures',
    category: 'huge',
    origin: says(() => ({
      body: rss(
        item('many-enclosures', 1, {
          more: Array.from(
            { length: 20_000 },
            (_, index) => `<enclosure url="https://many-enclosures.example/${index}.mp3" length="1" type="audio/mpeg"/>`,
          ).join(''),
        }),
      ),
    })),
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'malformed-xml',
    origin: says({
      body: rss(
        `<item><title>a & b < c</title><guid>malformed-1</guid><x:y>z</x:y><item><title>two<guid>malformed-2</guid>${item('malformed-xml', 3)}`,
      ),
    }),
    polls: ['changed | failed xml'],
    rows: [0, 3],
  },
  {
    id: 'cdata-break',
    origin: says({
      body: rss(
        item('cdata-break', 1, {
          title: '<![CDATA[x]]]]><![CDATA[><script>alert(1)</script>]]>',
          text: '<![CDATA[<p>a ]]]]><![CDATA[><script>alert(2)</script> ]]&gt; ]]></p>]]>',
        }),
      ),
    }),
    polls: ['changed'],
    rows: 1,
    absent: [/\]\]><script/],
  },
  {
    id: 'no-root',
    origin: says({ body: `${declaration}<!-- nothing -->` }),
    polls: ['failed xml | failed not-a-feed'],
    rows: 0,
  },
  {
    id: 'other-root',
    origin: says({ type: 'application/xml', body: `${declaration}<svg xmlns="http://www.w3.org/2000/svg"/>` }),
    polls: ['failed not-a-feed'],
    rows: 0,
  },
]
