// OPML 2.0 (opml.org/spec2.opml): what a list of subscriptions must say. Throws at the first fault.
import { ok } from 'node:assert/strict'
import { childrenOf, type Element, parseXml } from '../support/xml.ts'
import { isUri } from './strict.ts'
import { elementsOf } from './strict-atom.ts'

const known = ['text', 'title', 'type', 'xmlUrl', 'htmlUrl', 'description', 'language', 'version']

export function checkOpml(xml: string): void {
  const opml = parseXml(xml)
  ok(opml.name === 'opml' && opml.attributes.version === '2.0', 'the root is not of OPML 2.0')
  ok(
    elementsOf(opml)
      .map(({ name }) => name)
      .join(' ') === 'head body',
    'not a head and a body',
  )
  for (const body of childrenOf(opml, 'body')) for (const outline of elementsOf(body)) checkOutline(outline)
}

function checkOutline(outline: Element): void {
  const { name, attributes } = outline
  ok(name === 'outline', `<${name}> among outlines`)
  for (const key of Object.keys(attributes)) ok(known.includes(key), `unknown: ${key}`)
  ok((attributes.text ?? '') !== '', 'an outline without text')
  if (attributes.type === 'rss') {
    ok(isUri(attributes.xmlUrl ?? ''), `no URI: ${attributes.xmlUrl}`)
    ok(elementsOf(outline).length === 0, 'outlines in a subscription')
  } else ok(attributes.type === undefined && elementsOf(outline).length > 0, 'a group without subscriptions')
  for (const child of elementsOf(outline)) checkOutline(child)
}
