// Origins that never come to an end. Each limit is short in its own run and long in the others, so that none can stand in for another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectGoodManners, expectRow } from '../support/origin/holds.ts'
import { silent, unending } from '../support/origin/transport.ts'
import { type Visited, visited } from '../support/origin/visited.ts'
import { endAll } from '../support/program.ts'

const runs = [
  { name: 'silence', rows: silent, limits: '{ headers: 1s, idle: 1s, visit: 60s }' },
  { name: 'the whole visit', rows: unending, limits: '{ headers: 60s, idle: 60s, visit: 2s }' },
]
/** Far from the one second or two that end a visit, and as far from the minute that would. */
const longestMs = 30_000

let sites: readonly Visited[]
beforeAll(async () => {
  sites = await Promise.all(runs.map(({ rows, limits }) => visited(rows, { limits })))
}, 300_000)
afterAll(endAll)

for (const [index, { name, rows }] of runs.entries()) {
  const site = (): Visited => sites[index] ?? expect.fail('it was not visited')
  describe(`the limit on ${name}`, () => {
    for (const row of rows) {
      test(`stops ${row.id}`, () => {
        expectRow(row, site())
        expect(site().seen(row).reports[0]?.ms).toBeLessThan(longestMs)
      })
    }

    test('leaves nothing behind', () => expectGoodManners(site()))
  })
}
