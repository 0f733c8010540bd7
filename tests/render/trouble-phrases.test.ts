import { expect, test } from 'vitest'
import type { Code } from '../../src/base/errors.ts'
import { troubleName } from '../../src/render/pages/trouble-phrases.ts'

/** What a visit may end in (design §4). */
const outcomes: readonly Code[] = [
  'timeout',
  'dns',
  'refused',
  'blocked',
  'tls',
  'protocol',
  'truncated',
  'too-large',
  'bomb',
  'redirect-loop',
  'redirect-blocked',
  'http-status',
  'rate-limited',
  'gone',
  'empty',
  'charset',
  'not-a-feed',
  'xml',
  'json',
  'shape',
  'limits',
]

test('every code of an outcome is told in Chinese, beside its name', () => {
  for (const code of [...outcomes, 'gap', 'drifting', 'fallback', 'moved'] as const)
    expect(troubleName(code, { language: 'zh-CN' })).toMatch(new RegExp(`\\p{Script=Han}.*（${code}）$`, 'u'))
})

test('in English the name says it itself', () => {
  for (const code of outcomes) expect(troubleName(code, { language: 'en' })).toBe(code)
})
