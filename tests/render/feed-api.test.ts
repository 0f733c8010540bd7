import { Feed } from 'feed'
import { expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { Publication } from '../../src/render/publication.ts'
import { childrenOf, parseXml, textOf } from '../support/xml.ts'
import { formats, isClean, readBack, written } from './read-back.ts'

const options = {
  title: 'Feed & Title',
  description: 'This is my personal feed!',
  id: 'http://example.com/',
  link: 'http://example.com/',
  language: 'en',
  image: 'http://example.com/image.png',
  favicon: 'http://example.com/favicon.ico',
  copyright: 'All rights reserved 2013, John Doe',
  updated: new Date(Date.UTC(2013, 6, 14)),
  generator: 'awesome',
  feedLinks: { rss: 'https://example.com/rss', json: 'https://example.com/json', atom: 'https://example.com/atom' },
  hub: 'https://hub.example.com/',
  author: { name: 'John Doe', email: 'johndoe@example.com', link: 'https://example.com/johndoe' },
}

const item = {
  title: 'Hello <World>',
  id: 'https://example.com/hello-world?id=this&that=true',
  link: 'https://example.com/hello-world?link=sanitized&value=1',
  description: 'This <b>is</b> an article about Hello&nbsp;World.',
  content: 'Content of my item ]]> ]]>',
  author: [{ name: 'Jane Doe', email: 'janedoe@example.com', link: 'https://example.com/janedoe' }, { name: 'Joe Smith' }],
  contributor: [{ name: 'Shawn Kemp', email: 'shawnkemp@example.com', link: 'https://example.com/shawnkemp' }],
  category: [{ name: 'Grateful & Dead' }, { name: 'MSFT', domain: 'http://www.fool.com/cusips', term: 'R&D <b>', scheme: 'not a url' }],
  date: new Date(Date.UTC(2013, 6, 13, 23)),
  published: new Date(Date.UTC(2013, 6, 10, 23)),
  image: { url: 'https://example.com/hello-world.jpg', length: 12_345 },
  audio: { url: 'https://example.com/a.mp3', length: 5, duration: 130 },
  enclosure: { url: 'https://example.com/b.pdf?x=1&y=2', title: 'R&D' },
  copyright: 'CC0',
}

function filled(): Publication {
  const feed = new Publication(options)
  feed.addItem(item)
  feed.addCategory('Technologie & more')
  feed.addContributor({ name: 'Johan Cruyff', email: 'johancruyff@example.com', link: 'https://example.com/johancruyff' })
  return feed
}

test('is a Feed', () => {
  expect(filled()).toBeInstanceOf(Feed)
  expect(filled().items).toHaveLength(1)
  expect(filled().options.title).toBe('Feed & Title')
})

for (const format of formats) {
  test(`${format} is written from the options, items and methods of feed`, () => {
    const text = written(format, filled())
    expect(isClean(text)).toBe(true)
    const [read] = readBack(format, text).items
    expect(read).toMatchObject({
      id: item.id,
      title: item.title,
      link: item.link,
      content: item.content,
      authors: ['Jane Doe', 'Joe Smith'],
      tags: ['Grateful & Dead', 'MSFT'],
      updated: '2013-07-13T23:00:00Z',
    })
    expect(read?.attachments).toContain('https://example.com/b.pdf?x=1&y=2 application/pdf 0')
    expect(read?.attachments).toContain('https://example.com/a.mp3 audio/mpeg 5')
    expect(text).toContain('https://hub.example.com/')
  })

  test(`${format} gives the same bytes when no date was named`, () => {
    const make = () => {
      const feed = new Publication({ title: 'x', link: 'http://example.com/', feedLinks: options.feedLinks })
      feed.addItem({ title: 'a', link: 'http://example.com/a', date: new Date(Date.UTC(2020, 0)) })
      return written(format, feed)
    }
    expect(make()).toBe(make())
    expect(make()).toContain('2020')
    expect(make()).not.toContain(String(new Date().getFullYear()))
  })

  test(`${format} survives a date that is none`, () => {
    const feed = new Publication(options)
    feed.addItem({ title: 'a', link: 'http://example.com/a', date: new Date(Number.NaN) })
    const text = written(format, feed)
    expect(text).not.toContain('Invalid')
    expect(text).toContain('http://example.com/a')
  })
}

test('ids keep their spelling, opaque ones too', () => {
  const feed = new Publication(options)
  for (const id of ['opaque id', 'HTTPS://X/a/../B', 'tag:example.com,2022:新闻']) feed.addItem({ ...item, id })
  const read = formats.map((format) => readBack(format, written(format, feed)).items.map(({ id }) => id))
  expect(read).toEqual(Array(3).fill(['opaque id', 'HTTPS://X/a/../B', 'tag:example.com,2022:新闻']))
})

test('an HTML description stays HTML in RSS and Atom, and is text in JSON Feed', () => {
  const feed = filled()
  expect(feed.rss2()).toContain(`<description><![CDATA[${item.description}]]></description>`)
  expect(feed.atom1()).toContain(`<summary type="html"><![CDATA[${item.description}]]></summary>`)
  expect(JSON.parse(feed.json1()).items[0].summary).toBe('This is an article about Hello World.')
})

test('the generator can be named or left out', () => {
  expect(filled().rss2()).toContain('<generator>awesome</generator>')
  expect(new Publication({ ...options, generator: false }).atom1()).not.toContain('generator')
})

test('a style sheet and a podcast are written as feed does', () => {
  const feed = new Publication({ ...options, stylesheet: 'https://example.com/rss.xsl?a=1&b=2', podcast: true, category: 'News' })
  feed.addItem(item)
  const channel = childrenOf(parseXml(feed.rss2()), 'channel')[0]
  expect(feed.rss2()).toContain('<?xml-stylesheet href="https://example.com/rss.xsl?a=1&amp;b=2" type="text/xsl"?>')
  expect(feed.rss2()).toContain('<itunes:duration>130</itunes:duration>')
  expect(channel === undefined ? [] : childrenOf(channel, 'itunes:category')[0]?.attributes).toEqual({ text: 'News' })
  expect(channel === undefined ? '' : textOf(childrenOf(channel, 'itunes:author')[0])).toBe('John Doe')
})

test('extensions go where they are allowed: prefixed ones to XML, underscored ones to JSON', () => {
  const feed = filled()
  feed.addExtension({ name: 'sy:updatePeriod', objects: { _text: 'R&D' } })
  feed.addExtension({ name: '_custom', objects: { a: 1 } })
  feed.addItem({
    ...item,
    extensions: [
      { name: 'x:y', objects: { _attributes: { 'xmlns:x': 'urn:x', z: '"<&' }, 'x:inner': [{ _cdata: ']]>' }, 'text'] } },
      { name: '_item', objects: { b: 2 } },
    ],
  })
  for (const xml of [feed.rss2(), feed.atom1()]) {
    parseXml(xml)
    expect(xml).toContain('<sy:updatePeriod>R&amp;D</sy:updatePeriod>')
    expect(xml).toContain(
      '<x:y xmlns:x="urn:x" z="&quot;&lt;&amp;"><x:inner><![CDATA[]]]]><![CDATA[>]]></x:inner><x:inner>text</x:inner></x:y>',
    )
    expect(xml).not.toContain('custom')
  }
  const json = JSON.parse(feed.json1())
  expect(json).toMatchObject({ _custom: { a: 1 } })
  expect(json.items[1]).toMatchObject({ _item: { b: 2 } })
  expect(json).not.toHaveProperty('sy:updatePeriod')
})

test('an extension whose prefix means nothing is refused, with what to do', () => {
  const feed = filled()
  feed.addExtension({ name: 'foo:bar', objects: { _text: 'x' } })
  expect(() => feed.rss2()).toThrow(AppError)
  expect(() => feed.rss2()).toThrow('"foo:bar" has a prefix without a namespace')
})
