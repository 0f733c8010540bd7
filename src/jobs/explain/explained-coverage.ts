// Who else tells an entry's story and by what that is known, and why what looks so is another one. Pure: by the rules that groups are made by.
import { isWithin, likeness, type Unlike } from '../../identify/related.ts'
import { isWorthComparing, mostWith } from '../../identify/related-marks.ts'
import type { CoveredStory, ExplainedCoverage } from '../../model/explanation.ts'
import type { CoverageRecord, CoveredEntry } from '../../store/port/related.ts'
import { outletOf, storyOf } from '../related/story-of.ts'

/** What shares less than that with an entry does not look like it. */
const leastNear = 0.3

export function explainedCoverage({ told, members, near }: CoverageRecord): ExplainedCoverage {
  const own = storyOf(told)
  return {
    group: members.map((member) => {
      const text = member.pairs.find(({ kind }) => kind === 'text')
      const words = [
        ...(text === undefined ? [] : [`text ${percent(text.share)}`]),
        ...(member.pairs.some(({ kind }) => kind === 'address') ? ['same address'] : []),
      ]
      return { ...named(member), textShare: text?.share ?? null, why: words.join(', ') || 'by way of others of the group' }
    }),
    near: near.flatMap(({ marks, ...other }) => {
      const story = storyOf(other.told)
      const found = likeness(own, story)
      if (found.share < leastNear) return []
      return [{ ...named(other), textShare: found.share, why: `text ${percent(found.share)}, but ${reason()}` }]

      function reason(): string {
        if (!found.isSame) return whyUnlike[found.why]
        if (!isWithin(own, story)) return 'more than 7 days lie between them'
        const telling = marks.filter(({ mark, holders }) => holders <= mostWith(mark)).map(({ mark }) => mark)
        if (!isWorthComparing(telling)) return 'more than 40 entries of these weeks say so: a form, or a phrase'
        return 'more than 30 entries are connected by it'
      }
    }),
  }
}

const whyUnlike: Readonly<Record<Unlike, string>> = {
  short: 'there is too little text',
  text: 'the rest is another text',
  figures: 'other figures stand in the same places',
  names: 'other names stand in the same places',
  outlet: 'both are of one outlet, and not the same',
}

function named({ entry: { id, path, title }, told }: CoveredEntry): Pick<CoveredStory, 'id' | 'path' | 'title' | 'outlet' | 'published'> {
  return { id, path, title, outlet: outletOf(told.content), published: told.datePublished }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
