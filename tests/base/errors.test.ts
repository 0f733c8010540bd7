import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { AppError, type Code, codes, exitCodeOf, messageOf, systemCodeOf } from '../../src/base/errors.ts'

/** The exit codes that scripts rely on. */
const exits: Readonly<Record<number, readonly Code[]>> = {
  2: ['usage', 'unknown-source'],
  3: ['config-missing', 'config-invalid', 'other-site', 'store-newer', 'store-older'],
  4: ['in-use'],
  5: ['store-damaged', 'registry-damaged'],
  6: ['cannot-write', 'cannot-listen'],
}

/** How a visit may end: names that `poll --json` and `list sources --json` show. */
const outcomes =
  'timeout dns refused blocked tls protocol truncated too-large bomb redirect-loop redirect-blocked http-status rate-limited gone empty charset not-a-feed xml json shape limits'

for (const [exit, named] of Object.entries(exits)) {
  for (const code of named) {
    test(`${code} ends a command with ${exit}`, () => {
      expect(exitCodeOf(new AppError(code, 'what was wrong', 'what to do'))).toBe(Number(exit))
    })
  }
}

test('every outcome of a visit has a code, and means that some source failed', () => {
  const upstream = Object.entries(codes).filter(([, meaning]) => meaning.http === 502)
  expect(upstream.map(([code]) => code).sort()).toEqual(outcomes.split(' ').sort())
  expect(upstream.every(([, meaning]) => meaning.exit === 1)).toBe(true)
})

test('an unknown error ends a command with 1', () => {
  expect(exitCodeOf(new TypeError('x is not a function'))).toBe(1)
  expect(exitCodeOf('thrown text')).toBe(1)
})

test('an error keeps its code, advice, facts and cause', () => {
  const cause = new Error('inner')
  const error = new AppError('in-use', 'locked', 'wait', { file: 'store.sqlite' }, { cause })
  expect(error).toMatchObject({ code: 'in-use', message: 'locked', advice: 'wait', facts: { file: 'store.sqlite' }, cause })
})

test('reads the code of a system error, and the words of anything thrown', async () => {
  const missing = await readFile('no such file').catch((error: unknown) => error)
  expect(systemCodeOf(missing)).toBe('ENOENT')
  expect(systemCodeOf(new Error('plain'))).toBeNull()
  expect(systemCodeOf(Object.assign(new Error('odd'), { code: 7 }))).toBeNull()
  expect([messageOf(new Error('words')), messageOf('text'), messageOf(null)]).toEqual(['words', 'text', 'null'])
})
