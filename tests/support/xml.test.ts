import { expect, test } from 'vitest'
import { childrenOf, parseXml, textOf } from './xml.ts'

const faults: readonly { readonly name: string; readonly xml: string }[] = [
  { name: 'a bare ampersand', xml: '<a>R&D</a>' },
  { name: 'an entity of HTML', xml: '<a>&nbsp;</a>' },
  { name: 'a control character', xml: '<a>\u0001</a>' },
  { name: 'U+FFFE', xml: '<a>\ufffe</a>' },
  { name: 'a lone surrogate', xml: '<a>\ud800</a>' },
  { name: 'a reference to a control character', xml: '<a>&#1;</a>' },
  { name: '"]]>" outside CDATA', xml: '<a>]]></a>' },
  { name: 'crossed tags', xml: '<a><b></a></b>' },
  { name: 'an open root', xml: '<a>' },
  { name: 'two roots', xml: '<a/><b/>' },
  { name: 'an attribute without quotes', xml: '<a b=c/>' },
  { name: 'the same attribute twice', xml: '<a b="1" b="2"/>' },
  { name: 'a prefix without a namespace', xml: '<x:a/>' },
  { name: 'text after the root', xml: '<a/>b' },
]

for (const { name, xml } of faults) test(`refuses ${name}`, () => expect(() => parseXml(xml)).toThrow())

test('reads white space as the standard has it', () => {
  const root = parseXml('<a b="1\r\n2\t3&#9;4">x\r\ny\rz</a>')
  expect(root.attributes.b).toBe('1 2 3\t4')
  expect(textOf(root)).toBe('x\ny\nz')
})

test('reads text, references, CDATA and attributes', () => {
  const root = parseXml('<?xml version="1.0"?>\n<a xmlns:x="urn:x"><x:b c="&lt;&#10;&quot;">1 &amp; <![CDATA[<2>]]></x:b></a>\n')
  const [b] = childrenOf(root, 'x:b')
  expect(textOf(b)).toBe('1 & <2>')
  expect(b?.attributes).toEqual({ c: '<\n"' })
})
