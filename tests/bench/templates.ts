// Feeds by template strings, as one writes them by hand who knows what must be escaped: the bound of what a writer can do.
import type { FeedOptions, Item } from 'feed'
import type { FeedFormat } from '../../src/model/paths.ts'

type Template = (options: FeedOptions, items: readonly Item[]) => string

export const templates: Readonly<Record<FeedFormat, Template>> = {
  rss: (feed, items) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${text(feed.title)}</title>
<link>${text(feed.link)}</link>
<description>${text(feed.description)}</description>
<language>${text(feed.language)}</language>
<lastBuildDate>${feed.updated?.toUTCString()}</lastBuildDate>
<generator>${text(String(feed.generator))}</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<ttl>${feed.ttl}</ttl>
<atom:link href="${text(feed.feedLinks?.rss)}" rel="self" type="application/rss+xml"/>
<atom:link href="${text(feed.hub)}" rel="hub"/>
<dc:creator>${text(feed.author?.name)}</dc:creator>
${items.map(rssItem).join('\n')}
</channel>
</rss>
`,
  atom: (feed, items) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${text(feed.language)}">
<id>${text(feed.id)}</id>
<title type="text">${text(feed.title)}</title>
<subtitle type="text">${text(feed.description)}</subtitle>
<updated>${feed.updated?.toISOString()}</updated>
<author>
<name>${text(feed.author?.name)}</name>
<uri>${text(feed.author?.link)}</uri>
</author>
<link rel="alternate" type="text/html" href="${text(feed.link)}"/>
<link rel="self" type="application/atom+xml" href="${text(feed.feedLinks?.atom)}"/>
<link rel="hub" href="${text(feed.hub)}"/>
<generator>${text(String(feed.generator))}</generator>
${items.map(atomEntry).join('\n')}
</feed>
`,
  json: (feed, items) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      home_page_url: feed.link,
      feed_url: feed.feedLinks?.json,
      description: feed.description,
      authors: [{ name: feed.author?.name, url: feed.author?.link }],
      language: feed.language,
      hubs: [{ type: 'WebSub', url: feed.hub }],
      items: items.map(({ id, link, title, content, description, published, date, author = [], category = [] }) => ({
        id,
        url: link,
        title,
        content_html: content,
        summary: description,
        date_published: published?.toISOString(),
        date_modified: date.toISOString(),
        authors: author.map(({ name }) => ({ name })),
        tags: category.map(({ name }) => name),
      })),
    }),
}

function rssItem({ id, title, link, published, description, content, author = [], category = [] }: Item): string {
  return `<item>
<title>${text(title)}</title>
<link>${text(link)}</link>
<guid isPermaLink="false">${text(id)}</guid>
<pubDate>${published?.toUTCString()}</pubDate>
${author.map(({ name }) => `<dc:creator>${text(name)}</dc:creator>`).join('\n')}
${category.map(({ name }) => `<category>${text(name)}</category>`).join('\n')}
<description>${cdata(description)}</description>
<content:encoded>${cdata(content)}</content:encoded>
</item>`
}

function atomEntry({ id, title, link, published, date, description, content, author = [], category = [] }: Item): string {
  return `<entry>
<id>${text(id)}</id>
<title type="text">${text(title)}</title>
<link rel="alternate" href="${text(link)}"/>
<published>${published?.toISOString()}</published>
<updated>${date.toISOString()}</updated>
${author.map(({ name }) => `<author>\n<name>${text(name)}</name>\n</author>`).join('\n')}
${category.map(({ name }) => `<category term="${text(name)}"/>`).join('\n')}
<summary type="html">${cdata(description)}</summary>
<content type="html">${cdata(content)}</content>
</entry>`
}

const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function text(value = ''): string {
  return value.replace(illegal, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function cdata(value = ''): string {
  return `<![CDATA[${value.replace(illegal, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
