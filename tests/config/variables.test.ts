// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation under test
import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const env = {
  NAME: 'world',
  EMPTY: '',
  PORT: '81',
  YES: 'true',
  DIGITS: '0042',
  LIST: '[a.example:1, b.example:2]',
  QUOTED: '"a b"',
  HASH: 'a #b',
  BRACES: '{publisher}',
}

const texts: readonly { name: string; written: string; want: string | null }[] = [
  { name: 'a variable', written: 'hello ${NAME}', want: 'hello world' },
  { name: 'several', written: '${NAME}-${NAME}', want: 'world-world' },
  { name: 'a default that is not needed', written: '${NAME:-x} y', want: 'world y' },
  { name: 'a default that is', written: '${NONE:-x: y/{z} ', want: 'x: y/{z ' },
  { name: 'an empty variable, by its default', written: '${EMPTY:-x} y', want: 'x y' },
  { name: 'an empty variable without a default', written: 'a${EMPTY}b', want: 'ab' },
  { name: 'a literal', written: '$${NAME} $1 $', want: '${NAME} $1 $' },
  { name: 'what looks like a number as text where a text is wanted', written: '${DIGITS}', want: '0042' },
  { name: 'what looks like a mapping as text where a text is wanted', written: '${BRACES}', want: '{publisher}' },
  { name: 'a comment sign as text', written: '${HASH}', want: 'a #b' },
  { name: 'quotes away when it stands alone', written: '${QUOTED}', want: 'a b' },
  { name: 'nothing as not written', written: '${NONE:-}', want: null },
]
for (const { name, written, want } of texts)
  test(`replaces ${name}`, () => {
    const text = `${site}sources: [{ id: a, url: "https://a.example/", title: '${written}' }]`
    expect(load({ 'root.yaml': text }, env).sources[0]?.title).toBe(want)
  })

test('a variable alone is read as YAML again', () => {
  const text = [
    'serve: { port: "${PORT}" }',
    'poll: { allow: "${LIST}", perHost: "${NONE:-4}" }',
    'sources:',
    '  - { id: a, url: "https://a.example/", enabled: "${NONE:-false}" }',
    '  - { id: b, url: "https://b.example/", enabled: "${YES}" }',
  ]
  const { serve, poll, sources } = load({ 'root.yaml': site + text.join('\n') }, env)
  expect(serve.port).toBe(81)
  expect(poll).toMatchObject({ allow: ['a.example:1', 'b.example:2'], perHost: 4 })
  expect(sources.map(({ enabled }) => enabled)).toEqual([false, true])
})

test('empty items of a list are dropped', () => {
  const text = 'poll: { allow: ["${NONE:-}", "", null, "${EMPTY}${EMPTY}", "a.example:1"] }'
  expect(load({ 'root.yaml': site + text }, env).poll.allow).toEqual(['a.example:1'])
})

test('variables are replaced neither in comments nor in keys', () => {
  const text = 'slugs: { overrides: { "${NONE}": a } } # ${NONE}'
  expect(load({ 'root.yaml': site + text }).slugs.pinyin).toHaveProperty(['${NONE}'], 'a')
})

const wrong = [
  { name: 'not set', written: '${NONE}', want: 'the environment variable NONE is not set; set it, or write a default: ${NONE:-…}' },
  { name: 'not closed', written: '${NAME', want: '"${NAME" is no variable; write ${NAME} or ${NAME:-default}, and $${ for a literal ${' },
  { name: 'no name', written: '${a b}', want: '"${a b}" is no variable; write ${NAME} or ${NAME:-default}, and $${ for a literal ${' },
  {
    name: 'one in another',
    written: '${A:-${B}}',
    want: '"${A:-${B}" is no variable; write ${NAME} or ${NAME:-default}, and $${ for a literal ${',
  },
]
for (const { name, written, want } of wrong)
  test(`tells a variable that is ${name}, and nothing that follows from it`, () => {
    expect(problemsIn({ 'root.yaml': `${site}serve: { port: '${written}' }` }, env)).toEqual([`root.yaml:2:16 serve.port: ${want}`])
  })

test('what every object has is no variable', () => {
  expect(problemsIn({ 'root.yaml': `${site}publish: { dir: '\${constructor}' }` })[0]).toContain('constructor is not set')
})
