// Who else tells an entry's story and by what that is known, and why what looks so is another one. Pure: by the rules that groups are made by.
import { isWithin, likeness, type Story, type Unlike } from '../../identify/related.ts'
import { mostInGroup } from '../../identify/related-groups.ts'
import { isWorthComparing, mostWith, mostWithMark } from '../../identify/related-marks.ts'
import type { CoveredStory, ExplainedCoverage } from '../../model/explanation.ts'
import { relatedWindowMs } from '../../model/related.ts'
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
      const why = `text ${percent(found.share)}, but ${found.isSame ? whyApart(own, story, marks) : whyUnlike[found.why]}`
      return found.share < leastNear ? [] : [{ ...named(other), textShare: found.share, why }]
    }),
  }
}

/** Of two that tell the same, and are no group. */
function whyApart(own: Story, other: Story, marks: CoverageRecord['near'][number]['marks']): string {
  if (!isWithin(own, other)) return `more than ${relatedWindowMs / 86_400_000} days lie between them`
  const telling = marks.filter(({ mark, holders }) => holders <= mostWith(mark)).map(({ mark }) => mark)
  return isWorthComparing(telling)
    ? `more than ${mostInGroup} entries are connected by it`
    : `more than ${mostWithMark} entries of these weeks say so: a form, or a phrase`
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
