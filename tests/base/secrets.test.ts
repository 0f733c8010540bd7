import { expect, test } from 'vitest'
import { hiddenIn, hiding } from '../../src/base/secrets.ts'

const rows = [
  {
    name: 'as it is',
    secrets: ['hunter2x'],
    text: 'the answer repeats hunter2x twice: hunter2x',
    want: 'the answer repeats *** twice: ***',
  },
  { name: 'as an address writes it', secrets: ['a b/c+d'], text: 'https://a.example/?q=a%20b%2Fc%2Bd', want: 'https://a.example/?q=***' },
  { name: 'as a form writes it', secrets: ['a b/c+d'], text: 'q=a+b%2Fc%2Bd', want: 'q=***' },
  { name: 'as JSON writes it', secrets: ['say "please"'], text: '{"q":"say \\"please\\""}', want: '{"q":"***"}' },
  { name: 'the longer of two first', secrets: ['secret', 'secret-and-more'], text: 'secret-and-more', want: '***' },
  { name: 'cut short', secrets: ['hunter2x'], text: '"https://a.example/?q=hunter…"', want: '"https://a.example/?q=***…"' },
  { name: 'cut short at the end of a quotation', secrets: ['hunter2x'], text: '"app=hunter2" is', want: '"app=***" is' },
  { name: 'a short one as a value', secrets: ['k1'], text: '/list?q=k1&n=2 of /k1/x', want: '/list?q=***&n=2 of /***/x' },
  {
    name: 'a short one nowhere else',
    secrets: ['50'],
    text: 'answered within 50 s, 150 bytes, ?n=505',
    want: 'answered within 50 s, 150 bytes, ?n=505',
  },
  { name: 'a short one of signs', secrets: ['.*'], text: '?a=.*&b=xy', want: '?a=***&b=xy' },
  { name: 'nothing of nothing', secrets: [''], text: 'text', want: 'text' },
]

for (const { name, secrets, text, want } of rows)
  test(`hides a secret: ${name}`, () => {
    expect(hiding(secrets)(text)).toBe(want)
  })

test('hides it anywhere in a value', () => {
  const hide = hiding(['hunter2x'])
  expect(hiddenIn({ a: ['hunter2x', 1, null], b: { c: '-hunter2x' } }, hide)).toEqual({ a: ['***', 1, null], b: { c: '-***' } })
})
