import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutCall } from '../../src/extract/jsonp.ts'

const json = '{"a":[1,"(\\")"]}'

const rows = [
  { name: 'a call', text: `callback(${json})` },
  { name: 'with a semicolon and white space', text: ` \n callback (${json}) ; \n` },
  { name: 'with a comment before', text: `/**/callback(${json});` },
  { name: 'with several, and a mark', text: `\ufeff/* a */ // b (\n /* c */ callback(${json})` },
  { name: 'with a comment behind', text: `callback(${json}); /* ) */ ;/**/` },
  { name: 'of a path of names', text: `window.jQuery_1$.cb(${json})` },
  { name: 'of a member', text: `callbacks["f1"](${json})` },
  { name: 'after a look for it', text: `/**/ typeof cb === 'function' && cb(${json});` },
]

for (const { name, text } of rows)
  test(`takes the argument of a call: ${name}`, () => {
    expect(withoutCall(text).trim()).toBe(json)
  })

const others = [
  { name: 'JSON', text: json },
  { name: 'nothing', text: '' },
  { name: 'a call that does not end', text: `callback(${json}` },
  { name: 'more behind the call', text: `callback(${json}); other` },
  { name: 'a comment that does not end', text: '/* callback({})' },
  { name: 'a name without end', text: `${'a'.repeat(2000)}({})` },
]

for (const { name, text } of others)
  test(`leaves as it is: ${name}`, () => {
    expect(withoutCall(text)).toBe(text)
  })

test('gives back any JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(withoutCall(`cb(${text});`)).toBe(text)
    }),
  )
})
