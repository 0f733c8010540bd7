import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonValue, parseJson } from '../../src/base/json.ts'

function read(text: string): JsonValue | undefined {
  const answer = parseJson(text)
  return answer.kind === 'json' ? answer.value : undefined
}

const numbers = [
  { digits: '9007199254740992', want: 9007199254740992 },
  { digits: '9007199254740993', want: '9007199254740993' },
  { digits: '9223372036854775808', want: '9223372036854775808' },
  { digits: '-9007199254740993', want: '-9007199254740993' },
  { digits: '0.1234567890123456789', want: '0.1234567890123456789' },
  { digits: '1.50', want: '1.50' },
  { digits: '1e999', want: '1e999' },
  { digits: '1e3', want: '1e3' },
  { digits: '-0', want: '-0' },
  { digits: '0', want: 0 },
  { digits: '-12.5', want: -12.5 },
]

for (const { digits, want } of numbers) test(`the number ${digits} keeps its digits`, () => expect(read(`[${digits}]`)).toEqual([want]))

const refused = [
  { name: 'NaN', text: '[NaN]', message: 'line 1, column 2: unexpected "N"' },
  { name: 'a comment', text: '// x\n[]', message: 'line 1, column 1: unexpected "/"' },
  { name: 'a comma at the end of a list', text: '[1,\n]', message: 'line 2, column 1: unexpected "]"' },
  { name: 'a comma at the end of an object', text: '{"a":1,}', message: 'line 1, column 8: expected a name in quotes, found "}"' },
  { name: 'a name without quotes', text: '{a:1}', message: 'line 1, column 2: expected a name in quotes, found "a"' },
  { name: 'single quotes', text: "['a']", message: 'line 1, column 2: unexpected "\'"' },
  { name: 'no colon', text: '{"a" 1}', message: 'line 1, column 6: expected ":", found "1"' },
  { name: 'a leading zero', text: '[01]', message: 'line 1, column 3: expected "," or "]", found "1"' },
  { name: 'a leading plus', text: '[+1]', message: 'line 1, column 2: unexpected "+"' },
  { name: 'two dots', text: '[1.2.3]', message: 'line 1, column 5: expected "," or "]", found "."' },
  { name: 'a newline in a string', text: '["a\nb"]', message: 'line 1, column 2: a string with a bad escape or a control character' },
  { name: 'a bad escape', text: '["\\x"]', message: 'line 1, column 2: a string with a bad escape or a control character' },
  { name: 'an open string', text: '["\\"', message: 'line 1, column 2: the text ends inside a string' },
  { name: 'an open object', text: '{"a":1', message: 'line 1, column 7: expected "," or "}", found the end' },
  { name: 'an open list', text: '[', message: 'line 1, column 2: unexpected the end' },
  { name: 'a broken word', text: '[nul]', message: 'line 1, column 2: unexpected "n"' },
  { name: 'something after the end', text: '{}\n{}', message: 'line 2, column 1: unexpected "{" after the end' },
  { name: 'a web page', text: '<!DOCTYPE html>', message: 'line 1, column 1: unexpected "<"' },
  { name: 'no-break space', text: '[\u00a01]', message: 'line 1, column 2: unexpected "\u00a0"' },
]

for (const { name, text, message } of refused) {
  test(`refuses ${name}`, () => {
    expect(parseJson(text)).toEqual({ kind: 'unreadable', code: 'json', message: `the answer is not JSON: ${message}` })
  })
}

test('nothing but space is empty', () => {
  expect(parseJson('\ufeff \n')).toEqual({ kind: 'unreadable', code: 'empty', message: 'the answer is empty' })
})

test('byte order marks are passed over', () => expect(read('\ufeff\ufeff {"a":1}')).toEqual({ a: 1 }))

test('of equal names the last one counts', () => expect(read('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 }))

test('escapes are read', () => expect(read('"\\u4e2d\\n\\"\\\\\\/😀"')).toBe('中\n"\\/😀'))

test('prototype names are names', () => {
  const value = read('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"hasOwnProperty":3}')
  expect(Object.entries(value ?? {}).map(([name]) => name)).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
  expect('polluted' in {}).toBe(false)
  expect(Object.getPrototypeOf(value)).toBeNull()
})

test('256 levels are read, more are refused', () => {
  expect(read(`${'['.repeat(256)}${']'.repeat(256)}`)).toBeDefined()
  expect(read(`${'{"a":'.repeat(256)}1${'}'.repeat(256)}`)).toBeDefined()
  for (const open of ['['.repeat(100_000), '{"a":'.repeat(100_000)]) {
    expect(parseJson(open)).toMatchObject({ code: 'json', message: expect.stringContaining('nested deeper than 256') })
  }
})

test('hostile strings take linear time', () => {
  expect(parseJson(`["${'\\"'.repeat(2_000_000)}`)).toMatchObject({ code: 'json' })
  expect(read(`[${'9'.repeat(2_000_000)}]`)).toEqual(['9'.repeat(2_000_000)])
})

test('reads what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(JSON.stringify(read(JSON.stringify(value)))).toBe(JSON.stringify(value))
    }),
  )
})

const pieces = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '\\',
  'u',
  '1',
  '-',
  '.',
  'e5',
  'true',
  'null',
  ' ',
  '\n',
  '\t',
  '\f',
  'x',
  '{"a":1}',
  '[1,2]',
)

test('refuses what JSON.parse refuses, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      expect(parseJson(parts.join('')).kind === 'json').toBe(isJson(parts.join('')))
    }),
    { numRuns: 5000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
