import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { loadConfig } from '../../src/config/load.ts'

const folder = mkdtempSync(join(tmpdir(), 'newsstand-mutated-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sample = readFileSync(new URL('../../config/sources/sample.yaml', import.meta.url), 'utf8')
const whole = `site: { title: T, url: "https://news.example/" }\ninclude: []\n${sample}`

/** Pieces that YAML, variables or the schema give a meaning. */
const pieces = [
  '',
  ' ',
  '\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '*rules',
  '!x ',
  '|',
  '>',
  '#',
  '%',
  '@',
  '${',
  `\${A}`,
  '${A:-',
  '$${',
  '? ',
  '---\n',
  '~',
  '__proto__: 1',
  'null',
  '-1',
  '1e999',
  '0x',
  '\u0000',
  '\ud800',
  '<<: *rules',
  '$',
  '$[',
  '(',
  '中',
]

const mutation = fc.record({
  at: fc.nat(whole.length),
  cut: fc.nat(40),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6, unit: 'binary' })),
})

function loads(text: string | Uint8Array): boolean {
  const file = join(folder, 'root.yaml')
  writeFileSync(file, text)
  try {
    return loadConfig(file, { A: '[*a' }).file === file
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('config-invalid')
    for (const line of error.message.split('\n')) expect(line).toMatch(/root\.yaml:\d+:\d+ .+: .+; .+/)
    return false
  }
}

test('the text that is mutated below is right', () => expect(loads(whole)).toBe(true))

test('whatever is written, the answer is settings or problems', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const text = mutations.reduce((before, { at, cut, piece }) => before.slice(0, at) + piece + before.slice(at + cut), whole)
      loads(text)
    }),
    { numRuns: 150 },
  )
})

test('so is it for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      loads(bytes)
    }),
  )
})
