// `explain` on a large store: every answer comes at once, whatever is asked for, found or not.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explain } from '../../src/jobs/explain/explain.ts'
import { emptyDraft } from '../../src/model/entry.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { viewSqlite } from '../../src/store/sqlite-view.ts'
import { median } from '../bench/measure.ts'
import { settingsOf } from '../support/site.ts'

const entries = 100_000
const sources = 1_000
const now = Date.UTC(2026, 5, 1)
const settings = settingsOf(`site: { title: Test, url: "https://news.example/" }
identity: [{ name: code, query: code, pattern: 'C\\d+' }]
sources:
${Array.from({ length: sources }, (_, n) => `  - { id: s${n}, url: "https://s${n}.example/" }`).join('\n')}
`)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-large-'))
  const store = await openSqlite({
    file: join(folder, 'store.sqlite'),
    siteId: 'news.example',
    identityNames: ['code'],
    host: 'news.example',
    year: 2026,
  })
  await store.close()
  fill(new Database(join(folder, 'store.sqlite')))
}, 300_000)
afterAll(() => rm(folder, { recursive: true }))

/** Each entry seen at two sources, in two of 50 categories, with three revisions and 2 KB of text; the last thousand listed together. */
function fill(database: Database.Database): void {
  const draft = `json_object(${Object.keys(emptyDraft)
    .map((name) => `'${name}', ${draftColumns[name] ?? 'null'}`)
    .join(', ')})`
  const content = `json_object('title', title, 'url', url, 'contentHtml', substr(text, 1, 1500 + 100 * r.i), ${extra})`
  const at = `${now} - 60000 * max(${entries} - n.i, 1000)`
  const text = "'<p>' || replace(hex(zeroblob(80)), '00', 'Sentence of number ' || n.i || '. ') || '</p>'"
  database.pragma('synchronous = OFF')
  database.exec(`
    create temp table n as ${upTo(entries)};
    create temp table article as select n.i, ${at} as at, 'Article number ' || n.i as title, 'https://x.example/' || n.i as url, ${text} as text from n;
    insert into sources (id, kind, url, host, priority, position, joins, rights, retired, enabled, has_article, failures, next_poll_at, lease_until)
      select 's' || i, 'feed', 'https://s' || i || '.example/', '', 0, i, 0, 'full', 0, 1, 0, 0, 0, 0 from (${upTo(sources)});
    insert into categories (slug, name, state, is_private, is_automatic, created_at) select 'c' || i, 'C' || i, 'active', 0, 1, 0 from (${upTo(50)});
    insert into category_names (folded, slug) select slug, slug from categories;
    insert into entries (id, state, due, article_state, article_attempts, article_next_at, touched_at, ready_at, public_id, path, home, owner, published_at,
        listed, first_seen, date_published, date_origin, revision, title, url, content_html, extra, page_wanted, page_written)
      select i, 'published', 0, 'none', 0, 0, 0, 0, 'tag:news.example,2026:' || printf('%032x', i * 2654435761), 'c1/2026/01/01/' || i || '.html', 'c1',
        's' || (1 + i % ${sources}), at, at, at, at, 'published', 3, title, url, text, json_object(${extra}), 1, 1 from article;
    insert into sightings (id, entry, source, fingerprint, draft, titles, sketches, categories, is_public, is_first_poll, first_seen, last_seen)
      select 2 * a.i + s.i, a.i, 's' || (1 + (a.i + s.i) % ${sources}), 'f', ${draft}, json_array(title), '[[]]',
        json_array(json_object('name', 'C' || (1 + a.i % 50), 'rule', 'C')), 1, 0, at, at from article a, (select 0 as i union select 1) s;
    insert into sighting_keys select 'code:C' || entry, id from sightings union all select 'guid:' || source || ':' || entry, id from sightings
      union all select 'url:https://x.example/' || entry, id from sightings;
    insert into memberships (slug, entry, listed, place, because) select 'c1', i, at, 0, '[]' from article
      union all select 'c' || (2 + i % 49), i, at, 1, '[]' from article;
    insert into revisions select a.i, r.i, at, ${content} from article a, (${upTo(3)}) r;`)
  database.close()
}

function upTo(most: number): string {
  return `with recursive counted(i) as (select 1 union all select i + 1 from counted where i < ${most}) select i from counted`
}

const extra = `'summary', null, 'authors', json_array(), 'publisher', null, 'tags', json_array(), 'enclosures', json_array(), 'language', null, 'origin', null`
const draftColumns: Readonly<Record<string, string>> = {
  ...{ title: 'title', link: 'url', content: 'text', fields: 'json_object()' },
  ...Object.fromEntries(['authors', 'tags', 'enclosures'].map((name) => [name, 'json_array()'])),
}
const idOf = (n: number) => `tag:news.example,2026:${(n * 2_654_435_761).toString(16).padStart(32, '0')}`
const numbers = [1, 50, 77_777, 99_500, entries]
const questions: readonly { name: string; words: (n: number) => string; isFound?: false }[] = [
  { name: 'a key', words: (n) => `code:C${n}` },
  { name: 'a value', words: (n) => `C${n}` },
  {
    name: 'a guid of any source',
    words: (n) =>
      String(n + 20_000_000)
        .slice(1)
        .replace(/^0+/, ''),
  },
  { name: 'an address', words: (n) => `https://x.example/${n}?utm_source=x` },
  { name: 'a page', words: (n) => `https://news.example/c1/2026/01/01/${n}.html` },
  { name: 'an id', words: idOf },
  { name: 'what there is not', words: (n) => `Nothing ${n}`, isFound: false },
]

for (const { name, words, isFound = true } of questions)
  test(`is told of ${name} among ${entries.toLocaleString('en')} entries at once`, async () => {
    const view = await viewSqlite({ file: join(folder, 'store.sqlite'), siteId: 'news.example', identityNames: ['code'] })
    if (view === null) throw new Error('there is no store')
    const times: number[] = []
    for (const n of numbers) {
      const begun = performance.now()
      const told = await explain(words(n), { archive: view, settings, now }).catch((error: unknown) => error)
      times.push(performance.now() - begun)
      if (isFound) expect(told).toMatchObject({ entry: { title: `Article number ${n}` }, sightings: [{}, {}] })
      else expect(told).toMatchObject({ code: 'unknown-entry' })
    }
    await view.close()
    process.stdout.write(`explain ${name}: ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms\n`)
    // A table read whole would take seconds.
    expect(median(times)).toBeLessThan(1_000)
  })
