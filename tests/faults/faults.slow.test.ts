// Everything that a source can do to us and that is over in a moment, all in one site: a row's fault is to harm no other row.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { article } from '../support/origin/article.ts'
import { charset } from '../support/origin/charset.ts'
import { compression } from '../support/origin/compression.ts'
import { expectGoodManners, expectRow } from '../support/origin/holds.ts'
import { identity, oddDates } from '../support/origin/identity.ts'
import { json } from '../support/origin/json.ts'
import { markup } from '../support/origin/markup.ts'
import { pages } from '../support/origin/pages.ts'
import { redirect } from '../support/origin/redirect.ts'
import { softError } from '../support/origin/soft-error.ts'
import { ssrf } from '../support/origin/ssrf.ts'
import { status } from '../support/origin/status.ts'
import { transport } from '../support/origin/transport.ts'
import { validators } from '../support/origin/validators.ts'
import { type Visited, visited } from '../support/origin/visited.ts'
import { xml } from '../support/origin/xml.ts'
import { endAll } from '../support/program.ts'

const tables = {
  transport,
  compression,
  redirect,
  ssrf,
  status,
  softError,
  article,
  charset,
  validators,
  xml,
  markup,
  identity,
  oddDates,
  json,
  pages,
}
const rows = Object.values(tables).flat()

/** Every document of the tables at once, and all that was made of them; a program that keeps bodies whole needs far more. */
const ceilingMb = 512

let site: Visited
beforeAll(async () => {
  site = await visited(rows, { secure: ['tls-self-signed'] })
}, 300_000)
afterAll(endAll)

for (const [name, table] of Object.entries(tables)) {
  describe(name, () => {
    for (const row of table) {
      if (row.fault === undefined) test(row.id, () => expectRow(row, site))
      else test.fails(`${row.id}, though ${row.fault}`, () => expectRow(row, site))
    }
  })
}

test('a poll ends with 1 when some source failed', () => {
  expect(site.polls.map(({ exit }) => exit)).toEqual(site.polls.map(({ reports }) => (reports.some(hasFailed) ? 1 : 0)))
})

test('none of them makes the program forget its manners', () => expectGoodManners(site))

test('all together take bounded memory', () => {
  expect(Math.max(...site.polls.map(({ peakMb }) => peakMb))).toBeLessThan(ceilingMb)
})

test('every row has a name of its own', () => expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length))

function hasFailed({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'failed' || outcome === 'gone'
}
