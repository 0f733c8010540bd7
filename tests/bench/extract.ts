// `npm run bench -- extract`: pages a second, by CPU time, as the reader's process reads them: decoded, extracted, cleaned.
import { plainText } from '../../src/normalize/text.ts'
import { articleRecipe, fullText, pageBody } from '../support/articles-read.ts'
import { tokenF1 } from '../support/token-f1.ts'
import { makePages } from './articles.ts'
import { listPagesPerSecond } from './list-pages.ts'
import { cpuSeconds } from './measure.ts'
import { built } from './readers.ts'
import type { BenchOptions, Figure, Report } from './report.ts'

const wanted = { articles: 30, selected: 30, lists: 150 }
/** Some pages would do, but warm caches flatter. */
const times = 3

export async function bench({ rounds }: Pick<BenchOptions, 'rounds'>): Promise<Report> {
  const { readArticlePage }: typeof import('../../src/read/article.ts') = await import(built('read/article.js'))
  const pages = makePages()
  const kilobytes = pages.reduce((sum, { bytes }) => sum + bytes.length, 0) / pages.length / 1024
  const readAll = async (content: readonly string[]) => {
    for (const { bytes, expected } of repeated(pages)) {
      const page = await readArticlePage(pageBody(bytes), { ...fullText, content }, articleRecipe)
      if (page.kind === 'unreadable') throw new Error(page.message)
      if (content.length === 0 && tokenF1(plainText(page.content), expected) < 0.95)
        throw new Error('what it is measured at is not the text of the page')
    }
  }
  const seconds = await cpuSeconds({ articles: () => readAll([]), selected: () => readAll(['body']) }, rounds)
  const speed = (side: 'articles' | 'selected'): number => (pages.length * times) / (seconds[side] ?? Number.NaN)
  return [
    figure(`article pages of ${Math.round(kilobytes)} KB, text found by itself`, speed('articles'), wanted.articles),
    figure(`article pages of ${Math.round(kilobytes)} KB, all of it by selector`, speed('selected'), wanted.selected),
    figure('list pages of 200 items', await listPagesPerSecond(), wanted.lists),
  ]
}

function repeated<T>(items: readonly T[]): readonly T[] {
  return Array.from({ length: times }, () => items).flat()
}

function figure(what: string, value: number, least: number): Figure {
  return { what, side: 'newsstand', value, unit: 'pages/s', ratio: null, target: `≥ ${least}`, isMet: value >= least }
}
