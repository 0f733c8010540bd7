// Where entries of a source are hard to tell apart, the doctor measures it and says which identity would help.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { identityFindings } from '../../../src/jobs/doctor/identity-findings.ts'
import type { IdentitySurvey } from '../../../src/model/checkup.ts'
import { surveyIdentity } from '../../../src/store/checkup-identity.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const hour = 3_600_000
const numbers = Array.from({ length: 25 }, (_, n) => n + 1)

/** Of a source after these answers, one an hour. */
async function surveyed(...answers: readonly (readonly Item[])[]): Promise<readonly IdentitySurvey[]> {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-identity-'))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])), { file })
  onTestFinished(async () => {
    await site.close()
    rmSync(dir, { recursive: true })
  })
  for (const [at, items] of answers.entries()) await site.run([{ source: 'a', items }], firstRunAt + at * hour)
  const database = new Database(file, { readonly: true })
  onTestFinished(() => void database.close())
  return surveyIdentity(database)
}

const codesOf = (surveys: readonly IdentitySurvey[]) => identityFindings(surveys).map(({ code }) => code)

test('guids that change each time are measured, and the parameter that names each article is proposed', async () => {
  const shown = (turn: string) =>
    numbers.map((n) => ({ guid: `${turn}-${n}`, url: `https://x.example/a?id=${n}&from=feed`, title: `Number ${n}` }))
  const surveys = await surveyed(shown('one'), shown('two'))
  expect(surveys).toMatchObject([{ source: 'a', sightings: 25, guids: 25, changingGuids: 25, changingAddresses: 0 }])
  const [finding] = identityFindings(surveys)
  expect(finding).toMatchObject({ code: 'identity-guids-change', severity: 'hint', subject: 'a' })
  expect(finding?.message).toContain('100 % of 25')
  expect(finding?.advice).toContain("identity: [{ name: id, query: id, pattern: '\\d+' }]")
})

test('addresses that change are measured, too', async () => {
  const shown = (turn: string) => numbers.map((n) => ({ guid: `g${n}`, url: `https://x.example/${turn}/${n}`, title: `Number ${n}` }))
  expect(codesOf(await surveyed(shown('one'), shown('two')))).toEqual(['identity-addresses-change'])
})

test('one title for many entries is told as what it may be', async () => {
  const shown = numbers.map((n) => ({ guid: `g${n}`, url: `https://x.example/${n}`, title: n % 2 === 0 ? 'Notice' : 'Correction' }))
  expect(codesOf(await surveyed(shown))).toEqual(['identity-titles'])
})

test('a source that is told apart well gives no finding, nor does one of a few entries', async () => {
  const shown = numbers.map((n) => ({ guid: `g${n}`, url: `https://x.example/${n}`, title: `Number ${n}` }))
  expect(codesOf(await surveyed(shown, shown))).toEqual([])
  expect(
    codesOf(
      await surveyed(
        shown.slice(0, 5),
        shown.slice(0, 5).map((item) => ({ ...item, guid: `${item.guid}x` })),
      ),
    ),
  ).toEqual([])
})

const well: IdentitySurvey = {
  ...{ source: 'a', sightings: 100, guids: 100, changingGuids: 0, addresses: 100, changingAddresses: 0, configured: 0 },
  ...{ burnt: 0, sharedTitles: 0, sharingEntries: 0, parameters: [] },
}
const rules: readonly { readonly name: string; readonly survey: Partial<IdentitySurvey>; readonly advice: RegExp }[] = [
  { name: 'keys that stood for several articles', survey: { burnt: 5 }, advice: /explain/ },
  { name: 'a configured identity that holds already', survey: { burnt: 50, configured: 99 }, advice: /holds for nearly all/ },
  {
    name: 'a parameter of letters',
    survey: { burnt: 50, parameters: [{ name: 'doc', isNumber: false }] },
    advice: /query: doc, pattern: '\[\\w-\]\+'/,
  },
]
for (const { name, survey, advice } of rules)
  test(`advice on ${name}`, () => expect(identityFindings([{ ...well, ...survey }])[0]?.advice).toMatch(advice))
