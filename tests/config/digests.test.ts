import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const digestsOf = (digest: string) =>
  load({ 'root.yaml': `${site}categories:\n  - { name: A, digest: ${digest} }\n` }).categories[0]?.digests

const written: readonly { name: string; digest: string; want: readonly (readonly [string, number, number | null])[] }[] = [
  { name: 'a word alone', digest: 'daily', want: [['daily', 420, null]] },
  { name: 'a weekly one on Monday morning', digest: 'weekly', want: [['weekly', 420, 1]] },
  { name: 'both, the daily one first', digest: '[weekly, daily]', want: [['daily', 420, null], ['weekly', 420, 1]] }, // biome-ignore format: a row
  { name: 'a time without quotes', digest: '{ every: daily, at: 18:30 }', want: [['daily', 1110, null]] },
  { name: 'a day of the week', digest: '{ every: weekly, on: sun, at: "00:00" }', want: [['weekly', 0, 7]] },
]
for (const { name, digest, want } of written)
  test(`understands ${name}`, () => expect(digestsOf(digest)?.map(({ every, at, on }) => [every, at, on])).toEqual(want))

test('without the setting there are none', () => {
  const settings = load({ 'root.yaml': `${site}categories:\n  - { name: A }\nfeeds:\n  - { slug: f, title: F, from: [A] }\n` })
  expect([settings.publish.digests, settings.categories[0]?.digests, settings.feeds[0]?.digests]).toEqual([[], [], []])
})

test('output feeds and the feed of everything have them, too', () => {
  const settings = load({
    'root.yaml': `${site}publish: { digest: weekly }\ncategories:\n  - { name: A }\nfeeds:\n  - { slug: f, title: F, from: [A], digest: daily }\n`,
  })
  expect([settings.publish.digests[0]?.every, settings.feeds[0]?.digests[0]?.every]).toEqual(['weekly', 'daily'])
})

const wrong: readonly { name: string; digest: string; problem: string }[] = [
  { name: 'another period', digest: 'dayly', problem: 'did you mean "daily"?' },
  { name: 'a time that is none', digest: '{ every: daily, at: "7:00" }', problem: 'categories[0].digest.at: "7:00" is no time of day' },
  { name: 'an hour that is none', digest: '{ every: daily, at: "24:00" }', problem: '"24:00" is no time of day' },
  { name: 'two of a kind', digest: '[daily, { every: daily, at: "09:00" }]', problem: 'there are two daily digests; keep one of them' },
  { name: 'a day for a daily one', digest: '{ every: daily, on: mon }', problem: 'a daily digest is issued every day' },
]
for (const { name, digest, problem } of wrong)
  test(`refuses ${name}`, () =>
    expect(problemsIn({ 'root.yaml': `${site}categories:\n  - { name: A, digest: ${digest} }\n` }).join('\n')).toContain(problem))

test('what is private has none', () =>
  expect(problemsIn({ 'root.yaml': `${site}categories:\n  - { name: A, private: true, digest: daily }\n` }).join('\n')).toContain(
    'categories[0].digest: what is private has no digest; take digest out, or private',
  ))
