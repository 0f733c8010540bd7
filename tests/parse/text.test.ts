import { expect, test } from 'vitest'
import { personOfText } from '../../src/parse/people.ts'
import { plainOfHtml, plainOfRss } from '../../src/parse/text.ts'

const titles: readonly { name: string; raw: string; rss: string; html: string }[] = [
  { name: 'entities once', raw: 'A &amp;amp; B &eacute;', rss: 'A &amp; B é', html: 'A &amp; B é' },
  { name: 'inline tags', raw: '<b>a</b> <a href="x">b</a>', rss: 'a b', html: 'a b' },
  { name: 'other tags', raw: '<video> of <T>', rss: '<video> of <T>', html: 'of' },
  { name: 'no tags at all', raw: 'a<b, 1 < 2 and x > y', rss: 'a<b, 1 < 2 and x > y', html: 'a<b, 1 < 2 and x > y' },
  { name: 'line breaks', raw: 'one<br>two', rss: 'one two', html: 'one two' },
  { name: 'blocks', raw: '<p>one</p><p>two</p>', rss: 'one two', html: 'one two' },
]
for (const { name, raw, rss, html } of titles) {
  test(`plain text of ${name}`, () => expect([plainOfRss(raw), plainOfHtml(raw)]).toEqual([rss, html]))
}

const people: readonly { raw: string; name: string | null; email?: string }[] = [
  { raw: 'Ann', name: 'Ann' },
  { raw: 'a@b.example (Ann Lee)', name: 'Ann Lee', email: 'a@b.example' },
  { raw: 'a@b.example ()', name: 'a@b.example', email: 'a@b.example' },
  { raw: '"Lee, Ann" <a@b.example>', name: 'Lee, Ann', email: 'a@b.example' },
  { raw: 'Ann (a@b.example)', name: 'Ann', email: 'a@b.example' },
  { raw: 'a@b.example', name: 'a@b.example', email: 'a@b.example' },
  { raw: '记者 王五 (北京)', name: '记者 王五 (北京)' },
  { raw: ' \u00a0 ', name: null },
]
for (const { raw, name, email } of people) {
  test(`${raw} is ${name ?? 'nobody'}`, () =>
    expect(personOfText(raw)).toEqual(name === null ? null : { name, url: null, email: email ?? null }))
}
