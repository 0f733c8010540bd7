// The article pages under fixtures/articles, and the steps that read them.
import { readdirSync, readFileSync } from 'node:fs'
import type { ArticleStep, Recipe } from '../../src/model/source.ts'
import type { Body } from '../../src/read/reader.ts'

const folder = new URL('../fixtures/articles/', import.meta.url)

export const fullText: ArticleStep = { url: null, kind: 'page', content: [], fields: {}, paging: { next: null, most: 10 } }

/** Pages that are not read by full text: forums say who may speak, some pages say all in JSON-LD. */
const steps: Readonly<Record<string, Partial<ArticleStep>>> = {
  'forum-en': { content: ['.post:first-child .message'] },
  'jsonld-en': { content: ['$..articleBody'] },
  'share-zh': { content: ['#newsContent'] },
}

export const articleRecipe: Recipe = {
  kind: 'feed',
  timezone: 'Asia/Shanghai',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules: [],
  json: null,
  page: null,
  maxEntries: 1000,
}

export interface ArticleFixture {
  readonly name: string
  readonly step: ArticleStep
  /** One, or several that go on. */
  readonly pages: readonly Uint8Array[]
  /** Its visible text. */
  readonly expected: string
}

export function articleFixtures(): readonly ArticleFixture[] {
  const files = readdirSync(folder)
  const names = files.flatMap((file) => (file.endsWith('.expected.txt') ? [file.slice(0, -'.expected.txt'.length)] : []))
  return names.map((name) => ({
    name,
    step: { ...fullText, ...steps[name] },
    pages: files
      .filter((file) => file === `${name}.html` || new RegExp(`^${name}-\\d\\.html$`).test(file))
      .map((file) => readFileSync(new URL(file, folder))),
    expected: readFileSync(new URL(`${name}.expected.txt`, folder), 'utf8'),
  }))
}

export function pageBody(bytes: Uint8Array | string, changes: Partial<Body> = {}): Body {
  const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return {
    bytes: all,
    contentType: 'text/html',
    url: 'https://news.example/2026/article.html',
    fetchedAt: Date.UTC(2026, 0, 14),
    ...changes,
  }
}
