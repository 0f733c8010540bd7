// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation under test
import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const env = {
  KEY: 'k3y-of-the-api',
  TOKEN: 'Bearer t0ken',
  BASE: 'https://api.example',
  FEED: 'https://api.example/private/f33d',
  HOST: 'api.example',
  NAME: 'Newspaper',
}

function secretsOf(source: string): readonly string[] {
  return load({ 'root.yaml': `${site}sources:\n  - { id: a, title: "\${NAME}", ${source} }\n` }, env).poll.secrets
}

const rows = [
  { name: 'a value of the query', source: 'url: "https://api.example/list?app=${KEY}"', want: ['k3y-of-the-api'] },
  { name: 'a header', source: 'url: "https://api.example/", headers: { authorization: "${TOKEN}" }', want: ['Bearer t0ken'] },
  { name: 'a whole address, but for its host', source: 'url: "${FEED}"', want: ['private/f33d'] },
  { name: 'no host, with or without scheme', source: 'url: "${BASE}/${HOST}"', want: [] },
  { name: 'no default of the file', source: 'url: "https://api.example/?app=${NONE:-default-key}"', want: [] },
  { name: 'no folder of files', source: 'url: "file:${NAME}/list.xml"', want: [] },
]

for (const { name, source, want } of rows)
  test(`of what the environment gives a source is secret: ${name}`, () => {
    expect(secretsOf(source)).toEqual(want)
  })

test('problems do not repeat it, not in part either', () => {
  const long = { KEY: `${'k3y'.repeat(30)} end` }
  const problems = problemsIn({ 'root.yaml': `${site}sources:\n  - { id: a, url: "ftp://api.example/?app=\${KEY}" }\n` }, long)
  expect(problems[0]).toContain('ftp://api.example/?app=***')
  expect(problems.join()).not.toContain('k3y')
})
