import { expect, test } from 'vitest'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { DraftRule, Recipe } from '../../src/model/source.ts'
import { type CleanContext, cleanArticle, cleanDraft } from '../../src/normalize/clean.ts'

const indent: DraftRule = { kind: 'replace', field: 'content', pattern: '(^|>)　+', with: '$1' }

function context(rules: readonly DraftRule[] = [], keepClasses: readonly string[] = []): CleanContext {
  const recipe: Recipe = {
    kind: 'feed',
    timezone: 'Asia/Shanghai',
    dateFormat: null,
    charset: null,
    keepClasses,
    rules,
    json: null,
    page: null,
    maxEntries: 1000,
  }
  return { base: 'https://news.example/feed/', recipe }
}

function cleaned(raw: Partial<EntryDraft>, rules: readonly DraftRule[] = []): EntryDraft | null {
  return cleanDraft({ ...emptyDraft, contentBase: null, originalLink: null, ...raw }, context(rules))
}

const rows: readonly { name: string; raw: Partial<EntryDraft>; want: Partial<EntryDraft> }[] = [
  { name: 'a title is one legal line', raw: { title: ' a\n <b>\u202eb\u0000 ' }, want: { title: 'a <b>b' } },
  { name: 'a title has at most 1,000 characters', raw: { title: '😀'.repeat(2000) }, want: { title: '😀'.repeat(1000) } },
  { name: 'a link is absolute', raw: { link: '../1.html' }, want: { link: 'https://news.example/1.html' } },
  { name: 'a link that is none', raw: { link: 'javascript:alert(1)' }, want: { link: null } },
  { name: 'a guid is verbatim but for what cannot be kept', raw: { guid: ' NW\u0000 1\ud800 ' }, want: { guid: ' NW 1 ' } },
  { name: 'an empty guid is none', raw: { guid: '\u0000' }, want: { guid: null } },
  { name: 'a summary is plain text', raw: { summary: '<p>a &amp; b</p><p>c</p>' }, want: { summary: 'a & b c' } },
  { name: 'a summary without text is none', raw: { summary: '<img src="x">' }, want: { summary: null } },
  { name: 'a summary has at most 2,000 characters', raw: { summary: '文'.repeat(3000) }, want: { summary: `${'文'.repeat(1999)}…` } },
  {
    name: 'content is clean, its links start from the document',
    raw: { content: ' <p onclick="x"><a href="/2">a</a></p><script>b</script>\n' },
    want: { content: '<p><a href="https://news.example/2">a</a></p>' },
  },
  { name: 'content that shows nothing is none', raw: { content: '<p> <br>&nbsp;</p>' }, want: { content: null } },
  { name: 'content may be a picture', raw: { content: '<img src="/a.jpg">' }, want: { content: '<img src="https://news.example/a.jpg">' } },
  {
    name: 'persons without a name go, names are short',
    raw: {
      authors: [
        { name: ' ', url: 'https://a.example/', email: null },
        { name: '甲'.repeat(300), url: '/u', email: ' a@b.example ' },
      ],
    },
    want: { authors: [{ name: '甲'.repeat(200), url: 'https://news.example/u', email: 'a@b.example' }] },
  },
  { name: 'a publisher is short', raw: { publisher: ` ${'报'.repeat(300)}` }, want: { publisher: '报'.repeat(200) } },
  {
    name: 'names that were escaped once too often are read',
    raw: {
      tags: [{ name: 'R&amp;D &#239; <T>', scheme: null }],
      authors: [{ name: 'Salt &amp; Pepper', url: null, email: null }],
      publisher: 'AT&T',
    },
    want: {
      tags: [{ name: 'R&D ï <T>', scheme: null }],
      authors: [{ name: 'Salt & Pepper', url: null, email: null }],
      publisher: 'AT&T',
    },
  },
  {
    name: 'tags are short and each is there once',
    raw: {
      tags: [
        { name: ' a\n', scheme: ' s ' },
        { name: 'a', scheme: null },
        { name: '', scheme: null },
        { name: 'b'.repeat(200), scheme: null },
      ],
    },
    want: {
      tags: [
        { name: 'a', scheme: 's' },
        { name: 'b'.repeat(100), scheme: null },
      ],
    },
  },
  {
    name: 'enclosures are absolute and count their bytes right',
    raw: {
      enclosures: [
        { url: 'a.mp3', type: 'audio/mpeg', bytes: 12, title: ' t ' },
        { url: 'data:x', type: null, bytes: 1, title: null },
        { url: 'https://c.example/b', type: ' ', bytes: -1, title: null },
      ],
    },
    want: {
      enclosures: [
        { url: 'https://news.example/feed/a.mp3', type: 'audio/mpeg', bytes: 12, title: 't' },
        { url: 'https://c.example/b', type: null, bytes: null, title: null },
      ],
    },
  },
  { name: 'a language is a tag', raw: { language: ' zh-Hans-CN ' }, want: { language: 'zh-Hans-CN' } },
  { name: 'a language that is none', raw: { language: 'zh" onload="x' }, want: { language: null } },
  { name: 'an origin', raw: { origin: { title: ' o\n', url: '/o' } }, want: { origin: { title: 'o', url: 'https://news.example/o' } } },
  { name: 'an origin without anything', raw: { origin: { title: '', url: 'mailto:x' } }, want: { origin: null } },
  { name: 'fields are legal text', raw: { fields: { a: 'b\u0000', c: ' d ' } }, want: { fields: { a: 'b', c: ' d ' } } },
  { name: 'dates pass', raw: { published: 1, updated: 2, dateGiven: 'x\ny' }, want: { published: 1, updated: 2, dateGiven: 'x y' } },
]

for (const { name, raw, want } of rows) test(name, () => expect(cleaned(raw)).toEqual({ ...emptyDraft, ...want }))

test('at most 20 tags', () => {
  const tags = Array.from({ length: 5000 }, (_, i) => ({ name: `t${i}`, scheme: null }))
  expect(cleaned({ tags })?.tags).toEqual(tags.slice(0, 20))
})

test('rules see trimmed text and the HTML that came', () => {
  const rules: readonly DraftRule[] = [
    { kind: 'keep', field: 'title', pattern: '^标题$' },
    { kind: 'keep', field: 'summary', pattern: '^一 & 二$' },
    { kind: 'keep', field: 'publisher', pattern: '^报$' },
    { kind: 'keep', field: 'content', pattern: '^<p class="ad">.*</p>$' },
  ]
  const raw = { title: ' 标题 ', summary: '<p>一 &amp;</p>二', publisher: ' 报 ', content: '\n<p class="ad">x</p>\n' }
  expect(cleaned(raw, rules)?.content).toBe('<p>x</p>')
})

test('what a rule writes is cleaned too', () => {
  const rules: readonly DraftRule[] = [{ kind: 'replace', field: 'content', pattern: 'x', with: '<script>alert(1)</script><b>y</b>' }]
  expect(cleaned({ content: '<p>x</p>' }, rules)?.content).toBe('<p><b>y</b></p>')
})

test('a dropped draft is null', () => {
  expect(cleaned({ title: 'ad' }, [{ kind: 'drop', field: 'title', pattern: 'ad' }])).toBeNull()
})

test("the original's article loses the spaces at the start of its paragraphs and nothing else", () => {
  const written =
    '<p>　　1月13日，黑龙江省商务工作会议召开。</p>\n <p>　　此外……</p>\n <p>(商犇)</p><p class="em_media">（文章来源：国际商报）</p>'
  const want = '<p>1月13日，黑龙江省商务工作会议召开。</p>\n <p>此外……</p>\n <p>(商犇)</p><p class="em_media">（文章来源：国际商报）</p>'
  const original = context([indent], ['em_media'])
  expect(cleanArticle(`　　${written}\n`, original)).toBe(want)
  expect(cleanDraft({ ...emptyDraft, contentBase: null, originalLink: null, content: written }, original)?.content).toBe(want)
})

test('of the rules only replacements in content act on an article', () => {
  const rules: readonly DraftRule[] = [{ kind: 'keep', field: 'title', pattern: 'x' }, indent]
  expect(cleanArticle('<p>　a</p>', context(rules))).toBe('<p>a</p>')
  expect(cleanArticle('<p></p>', context(rules))).toBeNull()
})
