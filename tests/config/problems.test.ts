import { expect, test } from 'vitest'
import { errorOf, problemsIn, site } from './folder.ts'

const source = 'sources:\n  - id: a\n    url: https://a.example/\n'
const page = 'sources:\n  - id: a\n    url: https://a.example/\n    kind: page\n'
const json = 'sources:\n  - id: a\n    url: https://a.example/\n    kind: json\n    items: $.a\n'

/** Each stands below the line of `site`. */
const rows: readonly { name: string; text: string; want: string }[] = [
  // keys
  { name: 'an unknown key, with the nearest', text: 'pol: {}', want: '2:1 pol: "pol" is an unknown key; did you mean "poll"?' },
  {
    name: 'an unknown key that is near to none',
    text: 'serve: { secret: x }',
    want: '2:10 serve.secret: "secret" is an unknown key; write one of host, port, url, token, hub, search, ',
  },
  {
    name: 'an unknown key without a value',
    text: `${source}    selectr:`,
    want: '5:5 sources[0].selectr: "selectr" is an unknown key; write one of ',
  },
  {
    name: 'neighbours swapped',
    text: `${source}    tilte: x`,
    want: '5:5 sources[0].tilte: "tilte" is an unknown key; did you mean "title"?',
  },
  {
    name: 'a key twice',
    text: 'serve: { port: 1 }\nserve: { port: 2 }',
    want: '3:1 serve: "serve" is written twice, first at 2:1; keep one of them',
  },
  {
    name: 'a missing setting',
    text: 'sources:\n  - id: a',
    want: '3:5 sources[0].url: is missing; write for example url: https://tech.example/feed',
  },
  // types and ranges
  {
    name: 'a number where a text is',
    text: `${source}    title: 2022`,
    want: '5:12 sources[0].title: 2022 is not a text; put it in quotes: "2022"',
  },
  {
    name: 'all digits of a big number',
    text: `${source}    title: 12345678901234567890`,
    want: '5:12 sources[0].title: 12345678901234567890 is not a text; put it in quotes: "12345678901234567890"',
  },
  { name: 'a number without a unit', text: 'poll: { every: 300 }', want: '2:16 poll.every: 300 is not a text; write for example 15m' },
  {
    name: 'no duration',
    text: 'poll: { every: 5 mins }',
    want: '2:16 poll.every: "5 mins" is no duration; write a number and its unit, such as 30s, 15m, 2h or 7d',
  },
  { name: 'an interval too short', text: 'poll: { every: 5s }', want: '2:16 poll.every: "5s" is too short; write 10s or more' },
  { name: 'a time too long', text: 'poll: { delay: 2h }', want: '2:16 poll.delay: "2h" is too long; write 1h or less' },
  {
    name: 'no size',
    text: 'poll: { limits: { bodyBytes: 15 MiB } }',
    want: '2:30 poll.limits.bodyBytes: "15 MiB" is no size; write a number and its unit, such as 500KB or 15MB',
  },
  {
    name: 'a port out of range',
    text: 'serve: { port: 70000 }',
    want: '2:16 serve.port: 70000 is out of range; write a number from 0 to 65535',
  },
  {
    name: 'a part of a number',
    text: 'publish: { entries: 2.5 }',
    want: '2:21 publish.entries: 2.5 is not a whole number; write a whole number',
  },
  {
    name: 'YAML 1.1 truth',
    text: `${source}    enabled: yes`,
    want: '5:14 sources[0].enabled: "yes" is not true or false; write true or false',
  },
  { name: 'a list for settings', text: 'poll: []', want: '2:7 poll: a list is not settings; write settings' },
  { name: 'a text for a list', text: 'include: a.yaml', want: '2:10 include: "a.yaml" is not a list; write a list' },
  { name: 'a source that is a text', text: 'sources: [a]', want: '2:11 sources[0]: "a" is not settings; write settings: id, url' },
  {
    name: 'an empty text',
    text: `${source}    title: ""`,
    want: '5:12 sources[0].title: the text is empty; write one, or take the setting out',
  },
  {
    name: 'a word that is near',
    text: `${source}    rights: links`,
    want: '5:13 sources[0].rights: "links" is not known here; did you mean "link"?',
  },
  {
    name: 'a word that is near to none',
    text: `${source}    onUpdate: ignore`,
    want: '5:15 sources[0].onUpdate: "ignore" is not known here; write one of touch, silent, relist',
  },
  // values
  {
    name: 'no time zone',
    text: `${source}    timezone: Mars/Base`,
    want: '5:15 sources[0].timezone: "Mars/Base" is no time zone; write a name such as Asia/Shanghai or UTC',
  },
  {
    name: 'no address',
    text: 'sources: [{ id: a, url: a.example }]',
    want: '2:25 sources[0].url: "a.example" is no address that can be used here; write one such as https://news.example/feed.xml or file:../data/feed.xml',
  },
  {
    name: 'a password in an address, without telling it',
    text: 'sources: [{ id: a, url: "https://me:pass@a.example/" }]',
    want: '2:25 sources[0].url: "https://…@a.example/" is no address that can be used here; take the user name out and write an Authorization header',
  },
  {
    name: 'no source id',
    text: 'sources: [{ id: A/b, url: "https://a.example/" }]',
    want: '2:17 sources[0].id: "A/b" is no id; write at most 64 of a-z, 0-9, "-", "_" and ".", a letter or digit first',
  },
  {
    name: 'no cron expression',
    text: `${source}    schedule: "61 * * * *"`,
    want: '5:15 sources[0].schedule: "61 * * * *" is no cron expression: Constraint error, got value 61 expected range 0-59; write for example "*/5 9-15 * * 1-5"',
  },
  {
    name: 'a pattern that RE2 refuses',
    text: `${source}    rules: [{ drop: { field: title, pattern: "(?=a)" } }]`,
    want: '5:46 sources[0].rules[0].drop.pattern: "(?=a)" is no RE2 pattern: invalid or unsupported Perl syntax: `(?=`; write it without lookaround and backreferences, see the RE2 syntax',
  },
  {
    name: 'no charset',
    text: `${source}    charset: chinese-simple`,
    want: '5:14 sources[0].charset: "chinese-simple" is no known charset; write a name such as utf-8, gb18030, big5 or shift_jis',
  },
  {
    name: 'no host and port',
    text: 'poll: { allow: [localhost] }',
    want: '2:17 poll.allow[0]: "localhost" is no host:port; write both, such as 127.0.0.1:8081 or [::1]:8081',
  },
  {
    name: 'no header value',
    text: 'poll: { userAgent: 新闻 }',
    want: '2:20 poll.userAgent: the header has characters that HTTP cannot carry; write ASCII, on one line',
  },
  {
    name: 'no slug',
    text: 'categories: [{ name: a, slug: -A }]',
    want: '2:31 categories[0].slug: "-A" is no slug; write a-z and 0-9 with single hyphens between, at most 80 characters',
  },
  {
    name: 'a slug that is a route',
    text: 'categories: [{ name: a, slug: api }]',
    want: '2:31 categories[0].slug: the slug "api" is kept for the program; choose another, with a letter in it',
  },
  {
    name: 'a slug that is a number',
    text: 'categories: [{ name: a, slug: "21" }]',
    want: '2:31 categories[0].slug: the slug "21" is kept for the program; choose another, with a letter in it',
  },
  {
    name: 'a built-in key as identity',
    text: 'identity: [{ name: guid, query: a, pattern: a }]',
    want: '2:20 identity[0].name: the name "guid" is kept for the built-in keys; choose another',
  },
  {
    name: 'an identity without a place',
    text: 'identity: [{ name: a, pattern: a }]',
    want: '2:12 identity[0]: nothing says where the value stands; write query, fields, or both',
  },
  {
    name: 'a wrong header, without telling its value',
    text: `${source}    headers: { Authorization: 1234 }`,
    want: '5:31 sources[0].headers.Authorization: the value is not a text; put it in quotes',
  },
  {
    name: 'a header that is ours',
    text: `${source}    headers: { Host: a }`,
    want: '5:16 sources[0].headers.Host: the header Host is set by the program; take it out',
  },
  // what excludes or needs what
  {
    name: 'pages and posts in one folder',
    text: `${source}publish: { dir: out, jekyll: { dir: ./out } }`,
    want: '5:37 publish.jekyll.dir: "./out" is the folder of publish.dir, too; give the Jekyll site a folder of its own',
  },
  {
    name: 'every and schedule',
    text: `${source}    every: 5m\n    schedule: "@hourly"`,
    want: '6:15 sources[0].schedule: every and schedule exclude each other; keep one of them',
  },
  {
    name: 'a JSON answer without fields',
    text: `${json}`,
    want: '3:5 sources[0].fields: is missing for kind json; write for example fields: { title: $.title, link: $.url }',
  },
  {
    name: 'a feed with items',
    text: `${source}    items: $.a`,
    want: '5:12 sources[0].items: a feed has no items; take it out, or write kind: json',
  },
  {
    name: 'a text where a path is',
    text: `${json}    fields: { tags: 新闻 }`,
    want: '7:21 sources[0].fields.tags: "新闻" is no JSONPath; write $.… for a path, or { text: "新闻" } for a text',
  },
  {
    name: 'a wrong path, with the position in it',
    text: `${json}    fields: { title: "$.a[" }`,
    want: `7:22 sources[0].fields.title: "$.a[" is no JSONPath: unclosed bracketed selection ('$.a[':4); write for example $.records[*]`,
  },
  {
    name: 'a field that no entry has',
    text: `${json}    fields: { titel: $.a }`,
    want: '7:15 sources[0].fields.titel: "titel" is an unknown key; did you mean "title"?',
  },
  {
    name: 'a field rule that says two things',
    text: `${json}    fields: { link: [$.a, { path: $.b, text: c }] }`,
    want: '7:27 sources[0].fields.link[1]: says several things at once; write one of path, uri, text',
  },
  {
    name: 'a wrong URI template',
    text: `${json}    fields: { link: { uri: "https://a.example/{id" } }`,
    want: '7:28 sources[0].fields.link.uri: "https://a.example/{id" is no URI template; write names in braces, such as https://news.example/{id}',
  },
  {
    name: 'a rule that says nothing',
    text: `${source}    rules: [{}]`,
    want: '5:13 sources[0].rules[0]: says nothing to do; write one of keep, drop, replace, relabel',
  },
  {
    name: 'braces without quotes',
    text: `${source}    category: {publisher}`,
    want: '5:15 sources[0].category: {publisher} without quotes is a mapping; put it in quotes: "{publisher}"',
  },
  {
    name: 'braces without quotes in a list',
    text: `${source}    category: [{publisher}, b]`,
    want: '5:16 sources[0].category[0]: {publisher} without quotes is a mapping; put it in quotes: "{publisher}"',
  },
  {
    name: 'a category rule without a pattern',
    text: `${source}    category: [{ when: { field: title }, name: b }]`,
    want: '5:24 sources[0].category[0].when.pattern: is missing; write for example pattern: 快讯',
  },
  // what comes later
  {
    name: 'PostgreSQL',
    text: 'store: { postgres: "postgres://a:b@c/d" }',
    want: '2:20 store.postgres: PostgreSQL comes with a later version; write sqlite',
  },
  // mappings
  {
    name: 'a page without items',
    text: 'sources: [{ id: a, kind: page, url: "https://a.example/" }]',
    want: '2:11 sources[0].items: is missing for kind page; write for example items: ul.news > li',
  },
  {
    name: 'scripts without fields',
    text: `${page}    script: script\n    items: $.list\n`,
    want: '3:5 sources[0].fields: is missing for kind page with script; write for example fields: { title: $.title, link: $.url }',
  },
  {
    name: 'no selector of items',
    text: `${page}    items: ul[`,
    want: '6:12 sources[0].items: "ul[" is no CSS selector: Expected name, found its end; write standard CSS, for example ul.news > li',
  },
  {
    name: 'no selector of a field',
    text: `${page}    items: li\n    fields: { published: [{ select: time }, { select: "b:eq(1)" }] }`,
    want: '7:55 sources[0].fields.published[1].select: "b:eq(1)" is no CSS selector: Unknown pseudo-class :eq; write standard CSS',
  },
  {
    name: "scrapy's pseudo-elements",
    text: `${page}    items: li\n    fields: { link: "a.x::attr(href)" }`,
    want: '7:21 sources[0].fields.link: "a.x::attr(href)" is no CSS selector: Pseudo-elements are not supported by css-select; write { select: "a.x", attribute: href }',
  },
  {
    name: 'no selector of the next page',
    text: `${page}    items: li\n    next: "> >"\n    pages: 2`,
    want: '7:11 sources[0].next: "> >" is no CSS selector',
  },
  {
    name: 'no selector of scripts',
    text: `${page}    items: $.list\n    fields: { title: $.t }\n    script: "::x"`,
    want: '8:13 sources[0].script: "::x" is no CSS selector',
  },
  {
    name: 'a JSONPath for elements',
    text: `${page}    items: $.list[*]`,
    want: '6:12 sources[0].items: "$.list[*]" is a JSONPath, and a page is read by CSS selectors; write a selector; for the JSON in a page, write script',
  },
  {
    name: 'path in a rule for elements',
    text: `${page}    items: li\n    fields: { title: { path: $.t } }`,
    want: '7:30 sources[0].fields.title.path: a page is not read by path; write select, with a CSS selector',
  },
  {
    name: 'select in a rule for JSON',
    text: `${json}    fields: { title: { select: a } }`,
    want: '7:32 sources[0].fields.title.select: a JSON answer is not read by select; write path, with a JSONPath',
  },
  {
    name: 'an attribute without an element',
    text: `${page}    items: li\n    fields: { title: { text: x, attribute: y } }`,
    want: '7:44 sources[0].fields.title.attribute: attribute goes with select only; take it out',
  },
  {
    name: 'a rule for elements that says nothing',
    text: `${page}    items: li\n    fields: { title: { pattern: x } }`,
    want: '7:22 sources[0].fields.title: says nothing to do; write one of select, uri, text',
  },
  {
    name: 'script for JSON',
    text: `${json}    fields: { title: $.t }\n    script: script`,
    want: '8:13 sources[0].script: a JSON answer has no script; take it out, or write kind: page',
  },
  {
    name: 'script for a feed',
    text: `${source}    script: script`,
    want: '5:13 sources[0].script: a feed has no script; take it out, or write kind: page',
  },
  {
    name: 'full text twice',
    text: `${source}    fullText: true\n    article: { content: .text }`,
    want: '5:15 sources[0].fullText: fullText is an article step of its own; take it out; an article without content finds the text by itself',
  },
  {
    name: 'times of rechecks twice',
    text: `${source}    recheck: [1h]\n    article: { recheck: [1h] }`,
    want: '5:14 sources[0].recheck: recheck stands in article, too; keep one of them',
  },
  {
    name: 'rechecks of nothing',
    text: `${source}    recheck: [1h]`,
    want: '5:14 sources[0].recheck: there is no article step whose pages could be looked at again; write fullText: true, or article, beside it',
  },
  {
    name: 'a wrong selector of an article',
    text: `${source}    article: { content: "div >" }`,
    want: '5:25 sources[0].article.content: "div >" is no CSS selector',
  },
  {
    name: 'a rule of an article that says two things',
    text: `${source}    article: { title: [h1, { select: h1, text: T }] }`,
    want: '5:28 sources[0].article.title[1]: says several things at once; write one of select, path, text',
  },
  {
    name: 'an attribute of nothing',
    text: `${source}    article: { title: { path: $.t, attribute: href } }`,
    want: '5:47 sources[0].article.title.attribute: attribute goes with select only; take it out',
  },
  {
    name: 'a wrong JSONPath of an article',
    text: `${source}    article: { content: [.text, "$.["] }`,
    want: '5:33 sources[0].article.content[1]: "$.[" is no JSONPath',
  },
  // names taken
  {
    name: 'a source id twice',
    text: 'sources:\n  - { id: a, url: "https://a.example/" }\n  - { id: a, url: "https://b.example/" }',
    want: '4:11 sources[1].id: the source id "a" is taken by sources[0].id at root.yaml:3:11; choose another',
  },
  {
    name: 'a former id that is in use',
    text: 'sources:\n  - { id: a, url: "https://a.example/" }\n  - { id: b, formerly: [a], url: "https://b.example/" }',
    want: '4:25 sources[1].formerly[0]: the source id "a" is taken by sources[0].id at root.yaml:3:11; choose another',
  },
  {
    name: 'a category name that differs in width, case and spaces',
    text: 'categories:\n  - name: IT 之家\n  - name: ＩＴ  之家',
    want: '4:11 categories[1].name: the category name "ＩＴ  之家" is taken by categories[0].name at root.yaml:3:11; choose another',
  },
  {
    name: 'an alias that is a name',
    text: 'categories:\n  - name: a\n  - { name: b, aliases: [A] }',
    want: '4:26 categories[1].aliases[0]: the category name "A" is taken by categories[0].name at root.yaml:3:11; choose another',
  },
  {
    name: 'a slug twice',
    text: 'categories:\n  - { name: a, slug: s }\n  - { name: b, slug: s }',
    want: '4:22 categories[1].slug: the slug "s" is taken by categories[0].slug at root.yaml:3:22; choose another',
  },
  {
    name: 'an identity twice',
    text: 'identity:\n  - { name: a, query: a, pattern: a }\n  - { name: A, query: a, pattern: a }',
    want: '4:13 identity[1].name: the identity name "A" is taken by identity[0].name at root.yaml:3:13; choose another',
  },
  // YAML
  {
    name: 'a variable in a flow list without quotes',
    text: `include: [ \${A}, x ]`,
    want: `2:13 (yaml): Missing , or : between flow sequence items; put a text that holds { } in quotes, such as "\${NAME}"`,
  },
  { name: 'a tab', text: 'poll:\n\tevery: 5m', want: '3:1 (yaml): Tabs are not allowed as indentation; indent with spaces' },
  {
    name: 'two documents',
    text: '---\npoll: {}',
    want: '2:1 (yaml): Source contains multiple documents; please use YAML.parseAllDocuments(); write one document a file, without another "---"',
  },
  {
    name: 'an alias without its anchor',
    text: 'publish: { dir: *dir }',
    want: '2:17 publish.dir: no anchor &dir stands before *dir; put a text that starts with "*" in quotes',
  },
  // variables
  {
    name: 'a variable that is not set',
    text: `publish: { dir: "\${NOWHERE}/public" }`,
    want: `2:17 publish.dir: the environment variable NOWHERE is not set; set it, or write a default: \${NOWHERE:-…}`,
  },
  {
    name: 'what a variable holds',
    text: `serve: { port: "\${PORT}" }`,
    want: '2:16 serve.port: "eighty" is not a whole number; write a whole number',
  },
  // includes
  {
    name: 'an include that matches nothing',
    text: 'include:\n  - none/*.yaml',
    want: '3:5 include[0]: "none/*.yaml" matches no file; write a pattern relative to .',
  },
]
for (const { name, text, want } of rows)
  test(`tells ${name}`, () => {
    const [first = '', ...more] = problemsIn({ 'root.yaml': site + text }, { PORT: 'eighty' })
    expect(first.slice(0, `root.yaml:${want}`.length)).toBe(`root.yaml:${want}`)
    expect(more).toEqual([])
  })

const files: readonly { name: string; files: Readonly<Record<string, string | Uint8Array>>; want: readonly string[] }[] = [
  { name: 'an empty root file', files: { 'root.yaml': '' }, want: ['root.yaml:1:1 site: is missing; write settings: title, url'] },
  {
    name: 'a root file that is a list',
    files: { 'root.yaml': '- a' },
    want: ['root.yaml:1:1 (file): a list is not settings; write settings: site'],
  },
  {
    name: 'a file that is not UTF-8',
    files: { 'root.yaml': `${site}include: [a.yaml]`, 'a.yaml': new Uint8Array([0xd6, 0xd0]) },
    want: ['a.yaml:1:1 (file): the file is not UTF-8; save it as UTF-8'],
  },
  {
    name: 'settings that only the root file may hold',
    files: { 'root.yaml': `${site}include: [a.yaml]`, 'a.yaml': 'sources: []\npoll: {}' },
    want: ['a.yaml:2:1 poll: "poll" is an unknown key; write one of categories, identity, sources'],
  },
  {
    name: 'a name that another file has taken',
    files: {
      'root.yaml': `${site}sources: [{ id: x, url: "https://a.example/" }]\ninclude: [s/*.yaml]`,
      's/b.yaml': '# second\nsources: [{ url: "https://b.example/", id: x }]',
    },
    want: ['s/b.yaml:2:44 sources[0].id: the source id "x" is taken by sources[0].id at root.yaml:2:17; choose another'],
  },
  {
    name: 'every problem of every file, sorted by place',
    files: {
      'root.yaml': 'site: { titel: a }\ninclude: [s/*.yaml, t/*.yaml]\nsources:\n  - id: x\n    every: 1s\n    kind: jsn',
      's/b.yaml': 'sources:\n  - { id: x, url: ftp://b.example/ }\n  - { id: 5 }',
      's/a.yaml': 'sources: [',
    },
    want: [
      'root.yaml:1:7 site.title: is missing; write for example title: 金融消息',
      'root.yaml:1:7 site.url: is missing; write for example url: https://news.example/',
      'root.yaml:1:9 site.titel: "titel" is an unknown key; did you mean "title"?',
      'root.yaml:2:21 include[1]: "t/*.yaml" matches no file; write a pattern relative to .',
      'root.yaml:4:5 sources[0].url: is missing; write for example url: https://tech.example/feed',
      'root.yaml:5:12 sources[0].every: "1s" is too short; write 10s or more',
      'root.yaml:6:11 sources[0].kind: "jsn" is not known here; did you mean "json"?',
      's/a.yaml:1:11 (yaml): Flow sequence in block collection must be sufficiently indented and end with a ]; line it up with its neighbours',
      's/b.yaml:2:11 sources[0].id: the source id "x" is taken by sources[0].id at root.yaml:4:9; choose another',
      's/b.yaml:2:19 sources[0].url: "ftp://b.example/" is no address that can be used here; write one such as https://news.example/feed.xml or file:../data/feed.xml',
      's/b.yaml:3:5 sources[1].url: is missing; write for example url: https://tech.example/feed',
      's/b.yaml:3:11 sources[1].id: 5 is not a text; put it in quotes: "5"',
    ],
  },
]
for (const { name, files: written, want } of files) test(`tells ${name}`, () => expect(problemsIn(written)).toEqual(want))

test('the positions of a list are those of the file, empty items included', () => {
  const text = `poll: { allow: ["\${NONE:-}", "127.0.0.1:80", bad] }`
  expect(problemsIn({ 'root.yaml': site + text })[0]).toContain('2:46 poll.allow[2]: "bad"')
})

test('an alias inside its own anchor comes to an end', () => {
  const more = 'look for an alias inside its own anchor'
  expect(problemsIn({ 'root.yaml': `${site}include: &a [*a, *a]` }).filter((line) => line.endsWith(more))).toHaveLength(1)
})

test('the error carries its problems as data, a code and what to do', () => {
  const error = errorOf({ 'root.yaml': `${site}pol: {}` })
  expect(error.code).toBe('config-invalid')
  expect(error.advice).toBe('Correct the line named above, then run `newsstand check`.')
  expect(error.facts.problems).toEqual([
    { file: error.facts.file, line: 2, column: 1, path: 'pol', message: '"pol" is an unknown key', advice: 'did you mean "poll"?' },
  ])
})

test('a root file that is not there is missing, not invalid', () => {
  const error = errorOf({})
  expect(error.code).toBe('config-missing')
  expect(error.message).toMatch(/there is no config file .*\/root\.yaml/)
  expect(error.advice).toContain('--config')
})

test('a root file that is a folder cannot be read', () => {
  expect(problemsIn({ 'root.yaml/x': '' })[0]).toContain('(file): the file cannot be read: EISDIR')
})
