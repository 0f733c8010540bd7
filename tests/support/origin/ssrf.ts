// Ways into the operator's own network: each leads to the canary.
import { type Asked, redirects, says } from './behaviour.ts'
import { item, jsonFeed, page, rss, secret, secretFile } from './documents.ts'
import type { Row } from './row.ts'

/** Ways to write an address of this machine; `PORT` is the canary's. */
const addresses = {
  'private-v4': 'http://127.0.0.2:PORT/',
  localhost: 'http://localhost:PORT/',
  'localhost-upper': 'http://LOCALHOST:PORT/',
  'localhost-sub': 'http://feed.localhost:PORT/',
  'trailing-dot': 'http://localhost.:PORT/',
  'v4-trailing-dot': 'http://127.0.0.2.:PORT/',
  'v6-loopback': 'http://[::1]:PORT/',
  'v4-mapped': 'http://[::ffff:127.0.0.2]:PORT/',
  'v4-mapped-hex': 'http://[::ffff:7f00:2]:PORT/',
  'v4-compatible': 'http://[::127.0.0.2]:PORT/',
  nat64: 'http://[64:ff9b::7f00:2]:PORT/',
  '6to4': 'http://[2002:7f00:2::]:PORT/',
  decimal: 'http://2130706434:PORT/',
  hex: 'http://0x7f000002:PORT/',
  'hex-parts': 'http://0x7f.0x0.0x0.0x2:PORT/',
  octal: 'http://0177.0.0.2:PORT/',
  short: 'http://127.2:PORT/',
  zero: 'http://0.0.0.0:PORT/',
  'zero-short': 'http://0:PORT/',
  'v6-any': 'http://[::]:PORT/',
  'other-port': 'http://127.0.0.1:PORT/',
  userinfo: 'http://example.com@127.0.0.2:PORT/',
  fullwidth: 'http://１２７.0.0.2:PORT/',
  enclosed: 'http://①②⑦.⓪.⓪.②:PORT/',
  'ideographic-stop': 'http://127。0。0。2:PORT/',
  backslash: 'http:\\\\127.0.0.2:PORT\\',
  'no-scheme': '//127.0.0.2:PORT/',
  tab: 'ht\ttp://127.0.0.2:PORT/',
  https: 'https://127.0.0.2:PORT/',
  metadata: 'http://169.254.169.254/latest/meta-data/',
  'cgnat-metadata': 'http://100.100.100.200/latest/meta-data/',
  'ten-dot': 'http://10.0.0.1:PORT/',
  'ula-metadata': 'http://[fd00:ec2::254]/',
  multicast: 'http://224.0.0.1:PORT/',
  broadcast: 'http://255.255.255.255:PORT/',
  'zone-id': 'http://[fe80::1%25eth0]:PORT/',
}

/** Schemes that are not the web's. */
const schemes = {
  file: () => `file://${secretFile}`,
  data: () => 'data:application/rss+xml,%3Crss%3E%3Cchannel%3E%3Citem%3E%3Ctitle%3Edata%3C/title%3E%3C/item%3E%3C/channel%3E%3C/rss%3E',
  gopher: ({ canaryPort }: Asked) => `gopher://127.0.0.2:${canaryPort}/_GET`,
  ftp: ({ canaryPort }: Asked) => `ftp://127.0.0.2:${canaryPort}/feed`,
  javascript: () => 'javascript:alert(1)',
  blob: ({ canaryPort }: Asked) => `blob:http://127.0.0.2:${canaryPort}/1`,
}

const refused = 'failed redirect-blocked'

export const ssrf: readonly Row[] = [
  ...Object.entries(addresses).map(([name, url]) => ({
    id: `ssrf-${name}`,
    origin: redirects(({ canaryPort }) => url.replace('PORT', String(canaryPort))),
    // An address that cannot be one is as good as refused.
    polls: [`${refused} | failed http-status`],
    rows: 0,
  })),
  ...Object.entries(schemes).map(([name, location]) => ({
    id: `redirect-${name}`,
    origin: redirects(location),
    polls: [refused],
    rows: 0,
    absent: [secret],
  })),
  {
    id: 'ssrf-second-hop',
    origin: (socket, asked) => redirects(asked.visit === 1 ? '/second' : `http://127.0.0.2:${asked.canaryPort}/second-hop`)(socket, asked),
    polls: [refused],
    rows: 0,
    requests: 2,
  },
  {
    id: 'ssrf-307-post',
    origin: redirects(({ canaryPort }) => `http://127.0.0.2:${canaryPort}/post`, 307),
    polls: [refused],
    rows: 0,
  },
  {
    id: 'ssrf-meta-refresh',
    origin: says(({ canaryPort }) => ({
      type: 'text/html',
      headers: [`Refresh: 0; url=http://127.0.0.2:${canaryPort}/refresh`],
      body: page('', `<meta http-equiv="refresh" content="0; url=http://127.0.0.2:${canaryPort}/meta">`),
    })),
    polls: ['failed not-a-feed'],
    rows: 0,
  },
  {
    id: 'ssrf-autodiscovery',
    origin: says(({ canaryPort }) => ({
      type: 'text/html',
      body: page('', `<link rel="alternate" type="application/rss+xml" href="http://127.0.0.2:${canaryPort}/discovered">`),
    })),
    polls: ['failed not-a-feed | failed blocked | failed redirect-blocked'],
    rows: 0,
  },
  {
    id: 'ssrf-item-assets',
    origin: says(({ canaryPort }) => ({ body: pointingAt(`http://127.0.0.2:${canaryPort}/asset`) })),
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'ssrf-article',
    // The article step follows the item's own link.
    origin: says(({ canaryPort }) => ({
      type: 'application/json',
      body: JSON.stringify({ items: [{ title: 'ssrf-article', link: `http://127.0.0.2:${canaryPort}/article` }] }),
    })),
    config: 'kind: json, items: "$.items", fields: { title: $.title, link: $.link }, article: { content: $.text }',
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'ssrf-next-page',
    origin: says(({ canaryPort }) => ({
      type: 'application/feed+json',
      body: jsonFeed([{ id: 'ssrf-next-page', title: 'ssrf-next-page' }], { next_url: `http://127.0.0.2:${canaryPort}/next` }),
    })),
    polls: ['changed'],
    rows: 1,
  },
]

/** A good feed of one item; everything in it that could be fetched is the address. */
function pointingAt(url: string): string {
  const html = `&lt;img src="${url}.png" srcset="${url}.2x.png 2x"&gt;&lt;iframe src="${url}.html"&gt;&lt;/iframe&gt;&lt;video poster="${url}.jpg" src="${url}.mp4"&gt;&lt;/video&gt;`
  const channel = [
    `<atom:link rel="hub" href="${url}/hub"/><atom:link rel="self" href="${url}/self"/><atom:link rel="next" href="${url}/next"/>`,
    `<image><url>${url}.ico</url><title>i</title><link>${url}</link></image>`,
    '<cloud domain="127.0.0.2" port="80" path="/RPC2" registerProcedure="x" protocol="xml-rpc"/>',
  ].join('')
  const entry = item('ssrf-item-assets', 1, {
    link: url,
    text: html,
    more: `<enclosure url="${url}.mp3" length="1" type="audio/mpeg"/><media:thumbnail url="${url}.thumb"/><comments>${url}/comments</comments><source url="${url}/source">s</source>`,
  })
  const attributes = ` xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:base="${url}/"`
  return rss(entry, { attributes, channel })
}
