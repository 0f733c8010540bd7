// What is heavy: each row alone in a process of its own, which may take only so much more memory than one that reads a small good feed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bombs } from '../support/origin/compression.ts'
import { expectGoodManners, expectRow } from '../support/origin/holds.ts'
import { heavyJson } from '../support/origin/json.ts'
import { visited } from '../support/origin/site.ts'
import { status } from '../support/origin/status.ts'
import { endlessBodies } from '../support/origin/transport.ts'
import { heavyXml } from '../support/origin/xml.ts'
import { endAll } from '../support/program.ts'

const heavy = [...bombs, ...endlessBodies, ...heavyXml, ...heavyJson]

let controlMb = 0
beforeAll(async () => {
  controlMb = peakOf(await visited(status.filter(({ id }) => id === 'ok-feed')))
})
afterAll(endAll)

for (const row of heavy) {
  const known = row.fault === undefined ? test : test.fails
  known(`${row.id} takes at most ${row.extraMb} MB`, async () => {
    const site = await visited([row])
    expectRow(row, site)
    expectGoodManners(site)
    expect(peakOf(site) - controlMb).toBeLessThan(row.extraMb)
  })
}

function peakOf({ polls }: Awaited<ReturnType<typeof visited>>): number {
  return Math.max(...polls.map(({ peakMb }) => peakMb))
}
