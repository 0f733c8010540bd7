import { expect, test } from 'vitest'
import { failureOf, VisitFailure } from '../../src/fetch/errors.ts'
import { limits } from './settings.ts'

const asking = { host: 'example.com', phase: 'asking', limits } as const
const reading = { ...asking, phase: 'reading' } as const

const meanings: readonly { given: string; want: string; says?: string }[] = [
  { given: 'ENOTFOUND', want: 'dns' },
  { given: 'EAI_AGAIN', want: 'dns' },
  { given: 'ECONNREFUSED', want: 'refused' },
  { given: 'EHOSTUNREACH', want: 'refused' },
  { given: 'ENETUNREACH', want: 'refused' },
  { given: 'ETIMEDOUT', want: 'timeout' },
  { given: 'EMFILE', want: 'refused', says: 'poll.connections' },
  { given: 'CERT_HAS_EXPIRED', want: 'tls' },
  { given: 'DEPTH_ZERO_SELF_SIGNED_CERT', want: 'tls' },
  { given: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', want: 'tls' },
  { given: 'ERR_TLS_CERT_ALTNAME_INVALID', want: 'tls' },
  { given: 'UND_ERR_HEADERS_OVERFLOW', want: 'limits' },
  { given: 'ECONNRESET', want: 'protocol' },
  { given: 'UND_ERR_SOCKET', want: 'protocol' },
  { given: 'HPE_INVALID_CONSTANT', want: 'protocol' },
]

for (const { given, want, says = 'example.com' } of meanings)
  test(`${given} before the body is "${want}"`, () => {
    const failure = failureOf(Object.assign(new Error('x'), { code: given }), asking)
    expect(failure.code).toBe(want)
    expect(failure.message).toContain(says)
  })

for (const given of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'Z_BUF_ERROR'])
  test(`${given} in the body is "truncated"`, () => {
    expect(failureOf(Object.assign(new Error('x'), { code: given }), reading).code).toBe('truncated')
  })

test('passes on what is no matter of the network', () => {
  const bug = new TypeError('undefined is not a function')
  expect(() => failureOf(bug, asking)).toThrow(bug)
})

test('keeps a failure that is known already', () => {
  const known = new VisitFailure('bomb', 'too much', 7)
  expect(failureOf(known, reading)).toBe(known)
})
