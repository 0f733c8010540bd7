import { expect, test } from 'vitest'
import { isHeld } from '../../src/serve/conditional.ts'

const file = { etag: '"abc"', modifiedAt: Date.UTC(2026, 4, 1, 12, 0, 0, 700) }
const moment = 'Fri, 01 May 2026 12:00:00 GMT'

const asked: readonly { name: string; ifNoneMatch?: string; ifModifiedSince?: string; want: boolean }[] = [
  { name: 'no condition', want: false },
  { name: 'the same ETag', ifNoneMatch: '"abc"', want: true },
  { name: 'another ETag', ifNoneMatch: '"abd"', want: false },
  { name: 'a weak ETag of the same bytes', ifNoneMatch: 'W/"abc"', want: true },
  { name: 'one of a list', ifNoneMatch: '"x", W/"y,z" ,"abc"', want: true },
  { name: 'none of a list', ifNoneMatch: '"x","y"', want: false },
  { name: 'any', ifNoneMatch: '*', want: true },
  { name: 'an ETag without quotes is none', ifNoneMatch: 'abc', want: false },
  { name: 'the moment of the change, to the second', ifModifiedSince: moment, want: true },
  { name: 'a later moment', ifModifiedSince: 'Fri, 01 May 2026 12:00:01 GMT', want: true },
  { name: 'an earlier moment', ifModifiedSince: 'Fri, 01 May 2026 11:59:59 GMT', want: false },
  { name: 'no date', ifModifiedSince: 'yesterday GMT', want: false },
  { name: 'a date without GMT', ifModifiedSince: '2027-01-01', want: false },
  { name: 'another ETag decides over the moment', ifNoneMatch: '"old"', ifModifiedSince: moment, want: false },
  { name: 'the same ETag decides over the moment', ifNoneMatch: '"abc"', ifModifiedSince: 'Thu, 01 Jan 1970 00:00:00 GMT', want: true },
]
for (const { name, ifNoneMatch, ifModifiedSince, want } of asked) {
  test(name, () => expect(isHeld({ ifNoneMatch, ifModifiedSince }, file)).toBe(want))
}
