import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { harmless, printJson, shorten, table } from '../../src/cli/print.ts'
import { openSheet } from '../../src/cli/sheet.ts'

const wide = ['一个很长的标题'.repeat(5), 'https://example.org/'.repeat(3), 'short']

test('a table keeps to the width of its terminal, and cuts the widest columns for it', () => {
  for (const columns of [60, 80, 100]) {
    const lines = table(['title', 'address', 'x'], [wide, ['a', 'b', 'c']], { isTerminal: false, columns }).split('\n')
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
    expect(lines[1]).toMatch(/…\s+\S.*…\s+short$/)
    expect(lines[2]).toMatch(/^a\s+b\s+c$/)
  }
})

test('elsewhere a cell is cut at 60 places only, of which a wide character may not use the last', () => {
  const [, line = ''] = table(['title', 'address', 'x'], [wide], { isTerminal: false }).split('\n')
  expect(stringWidth(line)).toBe(59 + 2 + 60 + 2 + 5)
})

test('a table of nothing is its heading', () => expect(table(['a', 'b'], [], { isTerminal: false, columns: 80 })).toBe('a  b'))

test('a text is shortened by places, not by characters', () => {
  expect(shorten('一二三四五', 10)).toBe('一二三四五')
  expect(shorten('一二三四五', 9)).toBe('一二三四…')
  expect(shorten('a\n\tb  c', 10)).toBe('a b c')
})

const hostile = [
  { name: 'a colour of somebody else’s stays a colour', text: 'a\u001b[31mb', want: 'a\u001b[31mb' },
  { name: 'a moved cursor', text: 'a\u001b[2Jb\u001b]0;title\u0007c', want: 'a[2Jb]0;titlec' },
  { name: 'the same in one byte', text: 'a\u009b2Jb', want: 'a2Jb' },
  { name: 'a return', text: 'good\rbad\u0008', want: 'goodbad' },
  { name: 'lines that look like ours', text: 'a\n\nNext poll\tnever', want: 'a Next poll never' },
  { name: 'text that runs backwards', text: 'a\u202eb\u2066c', want: 'abc' },
]
for (const { name, text, want } of hostile) test(`a terminal is not steered by ${name}`, () => expect(harmless(text)).toBe(want))

test('JSON holds no control that steers a terminal, and the same values', () => {
  let out = ''
  const value = { text: 'a\u001b[31m\u007f\u009bb' }
  printJson({ out: (text) => (out += text) }, value)
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  expect(JSON.parse(out)).toEqual(value)
})

test('a sheet wraps at spaces and between wide characters, never within an address', () => {
  const sheet = openSheet({ isTerminal: false, columns: 40 })
  const address = `https://example.org/${'a'.repeat(60)}`
  sheet.heading('Head', 'line')
  sheet.line('label', `some words that go on and on ${address} end`)
  sheet.line('label', '一'.repeat(30))
  sheet.line('none', null)
  sheet.item('1 item')
  sheet.detail('label', 'detail')
  sheet.copy('  as it is\n')
  expect(sheet.text.split('\n')).toEqual([
    'Head  line',
    '  label      some words that go on and',
    '             on',
    `             ${address}`,
    '             end',
    `             ${'一'.repeat(13)}`,
    `             ${'一'.repeat(13)}`,
    '             一一一一',
    '  1 item',
    '    label      detail',
    '',
    '  as it is',
    '',
  ])
})
