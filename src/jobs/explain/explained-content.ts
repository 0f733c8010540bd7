// What readers see of an entry: where its dates and its text are from, and how they changed. Pure.
import { betterText } from '../../identify/better-text.ts'
import { isRetitled, textChange } from '../../identify/significance.ts'
import { withPage } from '../../identify/with-page.ts'
import type { Content } from '../../model/entry.ts'
import type { ExplainedDates, ExplainedRevision, ExplainedText } from '../../model/explanation.ts'
import type { Sighting } from '../../model/merge.ts'
import { plainText } from '../../normalize/text.ts'
import { embargoEnd } from '../settle/mint-entries.ts'
import type { Case } from './explained-case.ts'
import { textChanges } from './text-changes.ts'

export function explainedDates({ dossier, composed, standing }: Case): ExplainedDates {
  const current = composed?.current ?? dossier.sightings
  const givers = current.filter(({ draft }) => draft.dateGiven !== null)
  const given = givers.find(({ draft }) => draft.published !== null) ?? givers[0]
  const origin = dossier.dateOrigin ?? composed?.dateOrigin ?? null
  return {
    given:
      given?.draft.dateGiven === undefined || given.draft.dateGiven === null ? null : { text: given.draft.dateGiven, source: given.source },
    published: dossier.datePublished ?? composed?.datePublished ?? null,
    origin: origin === null ? null : (origins[origin] ?? origin),
    modified: dossier.dateModified,
    listed: dossier.listed,
    firstSeen: dossier.firstSeen ?? Math.min(...dossier.sightings.map(({ firstSeen }) => firstSeen)),
    firstPublished: dossier.publishedAt,
    embargoUntil: composed === null || standing(composed.owner.source).delayMs === 0 ? null : embargoEnd(composed, standing),
    expires: dossier.expiresAt,
  }
}

const origins: Readonly<Record<string, string>> = {
  published: 'as its source gives it',
  updated: 'its source gives only when it was last changed',
  'first-seen': 'when it was first seen: no source gives a date that can be read',
  future: 'when it was first seen: the date given was more than 10 min ahead',
}

/** Of the first source, in order of ownership, that has a text. */
export function explainedText({ dossier, composed }: Case): ExplainedText {
  const current: readonly Sighting[] = composed?.current ?? []
  const giving = current.find(({ draft, article }) => withPage(draft, article).content !== null)
  const html = dossier.content?.contentHtml ?? dossier.content?.summary ?? composed?.content.contentHtml ?? null
  const characters = html === null ? 0 : [...plainText(html)].length
  if (giving === undefined) return { use: null, source: null, why: null, characters }
  const { use, why } = betterText(giving.draft.content, giving.article?.contentHtml ?? null)
  return { use, source: giving.source, why, characters }
}

/** Each kept revision beside the one before it. */
export function explainedRevisions({ dossier }: Case): readonly ExplainedRevision[] {
  return dossier.revisions.map(({ revision, at, content }, index) => {
    const before = dossier.revisions[index - 1] ?? null
    const change = before === null ? unchanged : changeOf(before.content, content)
    return { revision, at, after: before?.revision ?? null, title: content.title, ...change }
  })
}

const unchanged = { isRetitled: false, textShare: 0, changes: [], fields: [] }

function changeOf(before: Content, after: Content): Pick<ExplainedRevision, 'isRetitled' | 'textShare' | 'changes' | 'fields'> {
  const texts = [before, after].map(({ contentHtml, summary }) => ({ text: plainText(contentHtml ?? summary ?? '') }))
  const [old, now] = [texts[0] ?? { text: '' }, texts[1] ?? { text: '' }]
  const others = ['url', 'summary', 'contentHtml', 'authors', 'publisher', 'tags', 'enclosures', 'language', 'origin'] as const
  return {
    isRetitled: isRetitled(before, after),
    textShare: textChange(old, now),
    changes: textChanges(old.text, now.text),
    fields: others.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])),
  }
}
