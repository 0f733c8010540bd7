import { expect, test } from 'vitest'
import { isToBeginAnew } from '../../src/store/log-restart.ts'

const long = 20_000
const never = Number.POSITIVE_INFINITY

test.each([
  ['a long log of which little is left', { log: long, checkpointed: long - 500 }, never, true],
  ['a long log of which much is left, for somebody reads for long', { log: long, checkpointed: 10_000 }, never, false],
  ['a long log of which nothing is left: whoever writes next begins it anew', { log: long, checkpointed: long }, never, false],
  ['a short log', { log: 9_000, checkpointed: 8_900 }, never, false],
  ['a long log that was tried a moment ago', { log: long, checkpointed: long - 500 }, 1_000, false],
  ['a long log that was tried some time ago', { log: long, checkpointed: long - 500 }, 6_000, true],
  ['no log at all', { log: -1, checkpointed: -1 }, never, false],
])('%s', (_, carried, sinceMs, isTo) => {
  expect(isToBeginAnew(carried, sinceMs)).toBe(isTo)
})
