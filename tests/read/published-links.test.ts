// Readers resolve nothing (xml:base is not enough): what came with relative addresses is published with absolute ones.
import { expect, test } from 'vitest'
import type { Recipe } from '../../src/model/source.ts'
import { inlineReader } from '../../src/read/inline.ts'
import { publicationOf } from '../../src/render/publication.ts'
import { formats, readBack, written } from '../render/read-back.ts'
import { sampleEntry, site } from '../render/samples.ts'

const recipe: Recipe = {
  kind: 'feed',
  timezone: 'UTC',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules: [],
  json: null,
  page: null,
  maxEntries: 10,
}

const html = `<p><a href="../b?x=1&amp;y=2#z">b</a> <a href="//cdn.example/c">c</a> <a href="#top">top</a></p>
  <img src="/i.png" srcset="i.png 1x, ../j.png 2x"> <img src="data:image/gif;base64,R0lG" data-src="lazy.png" loading="lazy">
  <video poster="p.png"><source src="v.mp4"></video> <blockquote cite="/q">q</blockquote> <a href="javascript:alert(1)">d</a>`

const rss = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>t</title>
  <item><guid>1</guid><title>a</title><link>/news/a/1.html</link><enclosure url="../a.mp3" type="audio/mpeg" length="1"/>
  <content:encoded><![CDATA[${html}]]></content:encoded></item></channel></rss>`

async function readEntry() {
  const body = { bytes: new TextEncoder().encode(rss), contentType: null, url: 'https://origin.example/feeds/all.xml', fetchedAt: 0 }
  const reading = await inlineReader().read(body, recipe)
  const draft = reading.kind === 'read' ? reading.drafts[0] : undefined
  if (draft === undefined) throw new Error(JSON.stringify(reading))
  const { title, link, content, enclosures } = draft
  return sampleEntry({ title, url: link, contentHtml: content, enclosures, summary: null })
}

for (const format of formats)
  test(`${format} of a feed with relative addresses has none`, async () => {
    const entry = await readEntry()
    const [item] = readBack(format, written(format, publicationOf({ id: 'tag:x,2022:feed', category: null, entries: [entry] }, site))).items
    expect(item?.link).toBe('https://origin.example/news/a/1.html')
    expect(item?.attachments).toEqual(['https://origin.example/a.mp3 audio/mpeg 1'])
    const addresses = [...(item?.content ?? '').matchAll(/(?:href|src|poster|cite)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses).toEqual([
      'https://origin.example/news/b?x=1&amp;y=2#z',
      'https://cdn.example/c',
      'https://origin.example/news/a/1.html#top',
      'https://origin.example/i.png',
      'https://origin.example/news/a/lazy.png',
      'https://origin.example/news/a/p.png',
      'https://origin.example/news/a/v.mp4',
      'https://origin.example/q',
    ])
    expect(item?.content).toContain('srcset="https://origin.example/news/a/i.png 1x, https://origin.example/news/j.png 2x"')
    expect(item?.content).not.toContain('loading')
  })
