import { expect, test } from 'vitest'
import { distinct, personOfText } from '../../src/parse/people.ts'

const people: readonly { raw: string; name: string | null; email?: string }[] = [
  { raw: 'Ann', name: 'Ann' },
  { raw: 'a@b.example (Ann Lee)', name: 'Ann Lee', email: 'a@b.example' },
  { raw: 'a@b.example ()', name: 'a@b.example', email: 'a@b.example' },
  { raw: '"Lee, Ann" <a@b.example>', name: 'Lee, Ann', email: 'a@b.example' },
  { raw: '<a@b.example>', name: 'a@b.example', email: 'a@b.example' },
  { raw: 'Ann (a@b.example)', name: 'Ann', email: 'a@b.example' },
  { raw: 'Ann <mailto:a@b.example>', name: 'Ann', email: 'a@b.example' },
  { raw: 'a@b.example', name: 'a@b.example', email: 'a@b.example' },
  { raw: '记者 王五 (北京)', name: '记者 王五 (北京)' },
  { raw: 'Ann <3', name: 'Ann <3' },
  { raw: ' \u00a0 ', name: null },
]
for (const { raw, name, email } of people) {
  test(`${raw} is ${name ?? 'nobody'}`, () =>
    expect(personOfText(raw)).toEqual(name === null ? null : { name, url: null, email: email ?? null }))
}

test('each person counts once, and an address gives way to the name that has it', () => {
  const written = ['a@b.example', 'Ann', 'a@b.example (Ann Lee)', 'Ann', 'c@d.example', '']
  expect(distinct(written.map(personOfText)).map(({ name }) => name)).toEqual(['Ann', 'Ann Lee', 'c@d.example'])
})

test('at most 50 persons write an entry', () => {
  expect(distinct(Array.from({ length: 60 }, (_, index) => personOfText(`Author ${index}`)))).toHaveLength(50)
})
