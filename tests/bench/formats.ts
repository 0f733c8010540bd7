// How a made-up story is written in each format. Texts come escaped for XML, `html` as HTML.

export interface Story {
  readonly title: string
  readonly link: string
  readonly at: number
  readonly zone: string
  readonly author: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly html: string
}

export interface Format {
  readonly head: string
  readonly entry: (story: Story) => string
  readonly tail: string
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** RSS 2.0 with content:encoded in CDATA. */
export const rss: Format = {
  head: `${declaration}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>晨星财经 Morning Star</title><link>https://news.example/</link><description>每日要闻</description><language>zh-CN</language>
<atom:link rel="self" type="application/rss+xml" href="https://news.example/feed.xml"/><lastBuildDate>Fri, 02 Jan 2026 03:04:05 +0800</lastBuildDate>\n`,
  entry: (story) => `<item>
  <title>${story.title}</title>
  <link>${story.link}</link>
  <guid isPermaLink="false">${story.link}</guid>
  <pubDate>${new Date(story.at).toUTCString().replace('GMT', story.zone)}</pubDate>
  <dc:creator><![CDATA[${story.author}]]></dc:creator>
  ${story.tags.map((tag) => `<category><![CDATA[${tag}]]></category>`).join('')}
  <description><![CDATA[${story.summary}]]></description>
  <content:encoded><![CDATA[${story.html}]]></content:encoded>
</item>\n`,
  tail: '</channel></rss>\n',
}

/** Atom 1.0 with escaped HTML. */
export const atom: Format = {
  head: `${declaration}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<title>晨星财经 Morning Star</title><id>https://news.example/</id><link href="https://news.example/"/>
<link rel="self" href="https://news.example/feed.atom"/><updated>2026-01-02T03:04:05+08:00</updated>\n`,
  entry: (story) => `<entry>
  <title>${story.title}</title>
  <link rel="alternate" type="text/html" href="${story.link}"/>
  <id>${story.link}</id>
  <published>${new Date(story.at).toISOString()}</published>
  <updated>${new Date(story.at).toISOString()}</updated>
  <author><name>${story.author}</name></author>
  ${story.tags.map((tag) => `<category term="${tag}"/>`).join('')}
  <summary>${story.summary}</summary>
  <content type="html">${escaped(story.html)}</content>
</entry>\n`,
  tail: '</feed>\n',
}

/** RSS 1.0 with Dublin Core. */
export const rdf: Format = {
  head: `${declaration}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://news.example/"><title>晨星财经 Morning Star</title><link>https://news.example/</link><description>每日要闻</description></channel>\n`,
  entry: (story) => `<item rdf:about="${story.link}">
  <title>${story.title}</title>
  <link>${story.link}</link>
  <dc:date>${new Date(story.at).toISOString()}</dc:date>
  <dc:creator>${story.author}</dc:creator>
  ${story.tags.map((tag) => `<dc:subject>${tag}</dc:subject>`).join('')}
  <description>${story.summary}</description>
  <content:encoded><![CDATA[${story.html}]]></content:encoded>
</item>\n`,
  tail: '</rdf:RDF>\n',
}

function escaped(html: string): string {
  return html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
