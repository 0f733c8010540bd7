import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { yamlScalar } from '../../src/render/yaml-scalar.ts'

const words = ['国际商报', '21世纪经济报道', 'IT之家', '36氪', '3D', 'AC/DC', 'C++', 'a#b', 'a:b', 'Yes!', 'x'.repeat(200)]
for (const word of words) test(`${word} is plain`, () => expect(yamlScalar(word)).toBe(word))

const others = [
  '',
  'a b',
  'a\tb',
  'a\u3000b',
  'y',
  'NULL',
  'off',
  '1',
  '1_000',
  '1,000',
  '1.5',
  '1e3',
  '0x1F',
  '0b1',
  '0o7',
  '1:30',
  '2022-01-23',
  'a:',
]
for (const other of others) test(`${JSON.stringify(other)} is not`, () => expect(yamlScalar(other)).toBeNull())

test('what is plain is read back as the same string', () => {
  const character = fc.constantFrom(...'aeExXoObB_.,:+-/#&*!|>%@`{}[]()<>=~?"\'0123456789TZ新é ')
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: character, maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 })), (text) => {
      const plain = yamlScalar(text)
      if (plain !== null) expect(parse(`k: ${plain}\n`, { version: '1.1' })).toEqual({ k: text })
    }),
    { numRuns: 2000 },
  )
})
