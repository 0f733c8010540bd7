import { expect, test } from 'vitest'
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
