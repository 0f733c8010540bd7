// What RSS 2.0 and the RSS Advisory Board's profile ask of a feed that a lenient reader would not miss. Throws at the first fault.
import { ok } from 'node:assert/strict'
import { childrenOf, type Element, parseXml, textOf } from '../support/xml.ts'
import { isUri, mediaTypePattern } from './strict.ts'
import { elementsOf } from './strict-atom.ts'

const channelOnce = ['title', 'link', 'description', 'language', 'copyright', 'lastBuildDate', 'generator', 'docs', 'ttl', 'image']
const itemOnce = [
  'title',
  'link',
  'description',
  'guid',
  'pubDate',
  'source',
  'content:encoded',
  'atom:updated',
  'dc:publisher',
  'dc:language',
]
const inChannel = [...channelOnce, 'category', 'atom:link', 'fh:archive', 'dc:creator', 'dc:contributor', 'item']
const inItem = [...itemOnce, 'category', 'enclosure', 'dc:creator', 'dc:contributor', 'dc:rights', 'dc:source']
const rfc822Pattern = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

export function checkRss(xml: string): void {
  const rss = parseXml(xml)
  ok(rss.name === 'rss' && rss.attributes.version === '2.0', 'the root is not of RSS 2.0')
  const [channel, second] = childrenOf(rss, 'channel')
  ok(channel !== undefined && second === undefined, 'not one channel')
  checkKnown(channel, { known: inChannel, once: channelOnce })
  for (const name of ['title', 'link', 'description']) ok(childrenOf(channel, name).length === 1, `no <${name}> in the channel`)
  ok(isUri(fieldOf(channel, 'link')), `no URI: ${fieldOf(channel, 'link')}`)
  for (const { attributes } of childrenOf(channel, 'atom:link')) ok(isUri(attributes.href ?? ''), `no URI: ${attributes.href}`)
  const names = elementsOf(channel).map(({ name }) => name)
  const items = childrenOf(channel, 'item')
  ok(items.length === 0 || names.slice(names.indexOf('item')).every((name) => name === 'item'), 'something follows the items')
  ok(new Set(items.map((item) => fieldOf(item, 'guid'))).size === items.length, 'two items of one guid')
  for (const item of items) checkItem(item)
}

function checkItem(item: Element): void {
  checkKnown(item, { known: inItem, once: itemOnce })
  ok(fieldOf(item, 'title') !== '' || fieldOf(item, 'description') !== '', 'neither title nor description')
  const [guid] = childrenOf(item, 'guid')
  ok(guid?.attributes.isPermaLink === 'false' && textOf(guid) !== '', 'no guid that is an id')
  for (const link of childrenOf(item, 'link')) ok(isUri(textOf(link)), `no URI: ${textOf(link)}`)
  for (const date of childrenOf(item, 'pubDate')) ok(rfc822Pattern.test(textOf(date)), `no date: ${textOf(date)}`)
  for (const { attributes } of childrenOf(item, 'source')) ok(isUri(attributes.url ?? ''), `no URI: ${attributes.url}`)
  for (const { attributes } of childrenOf(item, 'enclosure')) {
    ok(isUri(attributes.url ?? ''), `no URI: ${attributes.url}`)
    ok(/^\d+$/.test(attributes.length ?? ''), `no length: ${attributes.length}`)
    ok(mediaTypePattern.test(attributes.type ?? ''), `no media type: ${attributes.type}`)
  }
  const names = elementsOf(item).map(({ name }) => name)
  ok(
    !names.includes('content:encoded') || names.indexOf('description') < names.indexOf('content:encoded'),
    'the text comes before its summary',
  )
}

function checkKnown(element: Element, { known, once }: { readonly known: readonly string[]; readonly once: readonly string[] }): void {
  for (const { name } of elementsOf(element)) ok(known.includes(name), `<${name}> in <${element.name}>`)
  for (const name of once) ok(childrenOf(element, name).length <= 1, `more than one <${name}> in <${element.name}>`)
}

function fieldOf(element: Element, name: string): string {
  return textOf(childrenOf(element, name)[0])
}
