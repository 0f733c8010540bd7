// A public entry → what others are compared with.
import { sha256Hex } from '../../base/digest.ts'
import type { Story } from '../../identify/related.ts'
import { marksOf } from '../../identify/related-marks.ts'
import { wordsOf } from '../../identify/related-words.ts'
import { visibleText } from '../../identify/visible-text.ts'
import { foldName } from '../../model/category.ts'
import type { Content } from '../../model/entry.ts'
import type { RelatedRow, ToldEntry } from '../../store/port/related.ts'

export function storyOf({ content, owner, datePublished, addresses }: ToldEntry): Story {
  return {
    title: wordsOf(content.title),
    text: wordsOf(content.contentHtml === null ? (content.summary ?? '') : visibleText(content.contentHtml)),
    at: datePublished,
    outlet: foldName(outletOf(content) ?? owner),
    addresses,
  }
}

/** Who reported it, in its own words; null: it does not say. */
export function outletOf({ publisher, origin }: Content): string | null {
  return publisher ?? origin?.title ?? null
}

export function relatedRow(entry: number, told: ToldEntry): RelatedRow {
  const story = storyOf(told)
  return { entry, at: story.at, outlet: story.outlet, marks: marksOf(story), fingerprint: fingerprintOf(told) }
}

const fingerprintLength = 24

/** Names all that is compared, and all that others show of it. */
export function fingerprintOf({ content, owner, datePublished, listed, path, addresses }: ToldEntry): string {
  const { title, url, summary, contentHtml } = content
  const said = JSON.stringify([title, url, summary, contentHtml, outletOf(content), owner, datePublished, listed, path, addresses])
  return sha256Hex(said).slice(0, fingerprintLength)
}
