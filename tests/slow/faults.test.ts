// What is heavy: each row alone in a process of its own, which may take only so much more memory than one that reads a small good feed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { heavy } from '../support/origin/heavy.ts'
import { expectGoodManners, expectRow } from '../support/origin/holds.ts'
import { status } from '../support/origin/status.ts'
import { type Visited, visited } from '../support/origin/visited.ts'
import { endAll } from '../support/program.ts'

let controlMb: number
beforeAll(async () => {
  controlMb = peakOf(await visited(status.filter(({ id }) => id === 'ok-feed')))
})
afterAll(endAll)

for (const row of heavy) {
  test(`${row.id}, in at most ${row.extraMb} MB more`, async () => {
    const site = await visited([row], { limits: row.limits ?? '{}' })
    expectRow(row, site)
    expectGoodManners(site)
    expect(peakOf(site) - controlMb).toBeLessThan(row.extraMb)
  })
}

function peakOf({ polls }: Visited): number {
  return Math.max(...polls.map(({ peakMb }) => peakMb))
}
