// What RFC 4287 asks of a feed that a lenient reader would not miss. Throws at the first fault.
import { ok } from 'node:assert/strict'
import { childrenOf, type Element, parseXml, textOf } from '../support/xml.ts'
import { isUri, mediaTypePattern, rfc3339Pattern } from './strict.ts'

const inFeed = 'id title subtitle updated author contributor link category icon logo rights generator fh:archive at:deleted-entry'.split(
  ' ',
)
const inEntry = 'id title link published updated author contributor dc:publisher category source rights summary content'.split(' ')

export function checkAtom(xml: string): void {
  const feed = parseXml(xml)
  ok(feed.name === 'feed' && feed.attributes.xmlns === 'http://www.w3.org/2005/Atom', 'the root is not of Atom')
  checkCommon(feed, inFeed)
  ok(childrenOf(feed, 'author').length > 0, 'nobody wrote the feed')
  const entries = childrenOf(feed, 'entry')
  const names = elementsOf(feed).map(({ name }) => name)
  ok(!names.slice(names.indexOf('entry')).some((name) => entries.length > 0 && name !== 'entry'), 'something follows the entries')
  ok(new Set(entries.map((entry) => textOf(one(entry, 'id')))).size === entries.length, 'two entries of one id')
  for (const entry of entries) checkEntry(entry)
}

function checkEntry(entry: Element): void {
  checkCommon(entry, inEntry)
  for (const name of ['published', 'summary', 'content', 'source']) atMostOne(entry, name)
  for (const date of childrenOf(entry, 'published')) ok(rfc3339Pattern.test(textOf(date)), `no date: ${textOf(date)}`)
  for (const name of ['summary', 'content']) for (const text of childrenOf(entry, name)) checkText(text)
  const hasAlternate = childrenOf(entry, 'link').some(({ attributes }) => attributes.rel === 'alternate')
  ok(hasAlternate || childrenOf(entry, 'content').length === 1, 'neither content nor an alternate link')
}

function checkCommon(element: Element, known: readonly string[]): void {
  for (const { name } of elementsOf(element)) ok(known.includes(name) || name === 'entry', `<${name}> in <${element.name}>`)
  for (const name of ['id', 'title', 'updated']) ok(textOf(one(element, name)) !== '', `<${name}> is empty`)
  for (const name of ['subtitle', 'rights', 'generator', 'icon', 'logo']) atMostOne(element, name)
  for (const name of ['title', 'subtitle', 'rights']) for (const text of childrenOf(element, name)) checkText(text)
  ok(rfc3339Pattern.test(textOf(one(element, 'updated'))), 'updated is no date')
  for (const role of ['author', 'contributor']) for (const person of childrenOf(element, role)) checkPerson(person)
  for (const link of childrenOf(element, 'link')) checkLink(link)
  for (const { attributes } of childrenOf(element, 'category')) {
    ok((attributes.term ?? '') !== '', 'a category without a term')
    ok(attributes.scheme === undefined || /^[a-z][a-z0-9+.-]*:\S/i.test(attributes.scheme), `no IRI: ${attributes.scheme}`)
  }
  const alternates = childrenOf(element, 'link').filter(({ attributes }) => attributes.rel === 'alternate')
  ok(alternates.length <= 1, 'two alternates of one type')
}

function checkText({ name, attributes, children }: Element): void {
  ok(attributes.type === 'text' || attributes.type === 'html', `<${name}> of type ${attributes.type}`)
  ok(
    children.every((child) => typeof child === 'string'),
    `elements in <${name}>`,
  )
}

function checkPerson(person: Element): void {
  ok(textOf(one(person, 'name')) !== '', 'a person without a name')
  for (const uri of childrenOf(person, 'uri')) ok(isUri(textOf(uri)), `no URI: ${textOf(uri)}`)
  for (const email of childrenOf(person, 'email')) ok(/^.+@.+$/.test(textOf(email)), `no address: ${textOf(email)}`)
}

function checkLink({ attributes: { href = '', rel = '', type, length } }: Element): void {
  ok(isUri(href), `no URI: ${href}`)
  ok(/^[a-z-]+$/.test(rel), `no relation: ${rel}`)
  ok(type === undefined || mediaTypePattern.test(type), `no media type: ${type}`)
  ok(length === undefined || /^\d+$/.test(length), `no length: ${length}`)
}

export function elementsOf({ children }: Element): readonly Element[] {
  return children.flatMap((child) => (typeof child === 'string' ? [] : [child]))
}

function one(element: Element, name: string): Element | undefined {
  const [first, second] = childrenOf(element, name)
  ok(first !== undefined && second === undefined, `not one <${name}> in <${element.name}>`)
  return first
}

function atMostOne(element: Element, name: string): void {
  ok(childrenOf(element, name).length <= 1, `more than one <${name}> in <${element.name}>`)
}
