// Is a document as its source's documents usually are? Learnt from poll to poll; a page that was redesigned shows itself at once.
//
//   mean ← mean + (value − mean) × weight       weight: an equal share of the first polls, then time / 3 days, at most 1/4
//   low  ← value, if it is lower; else it follows over 30 days; high likewise
//
// A document that breaks something teaches nothing. Time decides, not polls, how fast things are forgotten: a page that is visited every
// minute would else have forgotten last weekend by Monday.
import type { Break, Expectations, Fallback, Usual } from '../model/expectations.ts'
import type { RuleUse } from '../model/rule-use.ts'
import type { SourceKind } from '../model/source.ts'
import { breaksOf } from './breaks.ts'
import type { Measure, Shape } from './shape.ts'

const day = 86_400_000
const followsMs = 3 * day
const forgetsMs = 30 * day

/** What was not held back is learnt anew after so many documents in a row, and so long: a site may honestly publish less. */
const acceptedAfterPolls = 10
const acceptedAfterMs = 7 * day

export interface Judging {
  readonly kind: SourceKind
  readonly now: number
}

/**
 * What is expected after a document, and what it broke. Of a document of a list page or an API in which what makes an entry is gone
 * (title, link, date, text, publisher or key, or all links or titles are the same), nothing may be stored: neither new entries, which would
 * be published so for ever, nor known ones, which would lose what they have. Anything else that breaks (fewer items, shorter texts, no
 * authors or tags; all of a feed, whose fields have names) is told, and stored; known entries keep what the document has lost.
 *
 * It ends when a document is as before; of itself where nothing is held back, after 10 documents and 7 days, when what broke is learnt anew;
 * else when the operator changes the source's config, which is learnt from the start.
 */
export function expectedAfter(before: Expectations, shape: Shape, uses: readonly RuleUse[], { kind, now }: Judging): Expectations {
  const breaks = breaksOf(before.measures, shape, { kind, now })
  const fallbacks = fallbacksAfter(before, shape, uses)
  if (breaks.length === 0 && !shows(shape, before.breaks)) return before
  if (breaks.length === 0) return { ...rested, measures: learnt(before.measures, shape, now), fallbacks }
  const isHeldBack = isListOurs(kind) && breaks.some(({ name }) => essential.has(name))
  const after = { ...before, breaks, isHeldBack, fallbacks, brokenPolls: before.brokenPolls + 1, brokenSince: before.brokenSince ?? now }
  return isHeldBack ? after : acceptedInTime(after, now)
}

/** After a visit that brought no new document: what the last one showed still stands, and what was held back is not shown any more. */
export function expectedMeanwhile(before: Expectations, now: number): Expectations {
  if (before.breaks.length === 0) return before
  if (before.isHeldBack) return { ...before, ...rested }
  return acceptedInTime({ ...before, brokenPolls: before.brokenPolls + 1 }, now)
}

/** What was broken can be seen again: an empty document says nothing about titles. */
function shows(shape: Shape, breaks: readonly Break[]): boolean {
  return breaks.every(({ name }) => name === 'identity' || shape.has(name))
}

const rested = { breaks: [], isHeldBack: false, brokenPolls: 0, brokenSince: null } as const

/** Sources whose fields are found by rules of ours. */
function isListOurs(kind: SourceKind): boolean {
  return kind === 'page' || kind === 'json'
}

const essential: ReadonlySet<string> = new Set([
  ...['title', 'link', 'published', 'content', 'publisher', 'key'].map((field) => `field:${field}`),
  'same-link',
  'same-title',
])

function acceptedInTime(after: Expectations, now: number): Expectations {
  const isTime = after.brokenPolls >= acceptedAfterPolls && now - (after.brokenSince ?? now) >= acceptedAfterMs
  if (!isTime) return after
  const broken = new Set(after.breaks.map(({ name }) => name))
  const measures = Object.fromEntries(Object.entries(after.measures).filter(([name]) => !broken.has(name)))
  return { ...rested, measures, fallbacks: after.fallbacks }
}

function learnt(before: Expectations['measures'], shape: Shape, now: number): Expectations['measures'] {
  const after = [...shape].map(([name, measure]) => [name, taughtBy(before[name], taught(name, measure, before[name]), now)] as const)
  return { ...before, ...Object.fromEntries(after) }
}

interface Taught {
  readonly value: number
  /** What counts as low or high. */
  readonly extreme: number
}

function taughtBy(usual: Usual | undefined, { value, extreme }: Taught, now: number): Usual {
  if (usual === undefined) return { mean: round(value), low: round(value), high: round(value), polls: 1, since: now, at: now }
  const passed = Math.max(0, now - usual.at)
  const weight = Math.max(1 / (usual.polls + 1), Math.min(1 / 4, 1 - Math.exp(-passed / followsMs)))
  const forgotten = 1 - Math.exp(-passed / forgetsMs)
  return {
    mean: round(usual.mean + (value - usual.mean) * weight),
    low: round(extreme < usual.low ? extreme : usual.low + (extreme - usual.low) * forgotten),
    high: round(extreme > usual.high ? extreme : usual.high + (extreme - usual.high) * forgotten),
    polls: usual.polls + 1,
    since: usual.since,
    at: now,
  }
}

/** Numbers are what they are; of shares, what one or two items show is half chance. */
function taught(name: string, { value, of }: Measure, usual: Usual | undefined): Taught {
  if (usual === undefined || name === 'items' || name === 'text-length') return { value, extreme: value }
  return { value, extreme: (value * of + usual.mean * 3) / (of + 3) }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

/** Rules that stand in now, and those that already did while the rule before them finds nothing. */
function fallbacksAfter({ measures, fallbacks }: Expectations, shape: Shape, uses: readonly RuleUse[]): readonly Fallback[] {
  if (uses.length === 0 || shape.get('items')?.value === 0) return fallbacks
  const shareOf = ({ filled, of }: RuleUse) => (of === 0 ? 0 : filled / of)
  return uses.flatMap((use) => {
    const first = uses.find(
      ({ field, index }) => field === use.field && index < use.index && isMainstay(measures[`rule:${field}:${index}`]),
    )
    const isNew = first !== undefined && shareOf(first) < 0.3 && (measures[`rule:${use.field}:${use.index}`]?.mean ?? 0) < 0.3
    const known = fallbacks.find(({ field, to }) => field === use.field && to === use.rule)
    const stillStands =
      known !== undefined && uses.some((other) => other.field === use.field && other.rule === known.from && shareOf(other) < 0.3)
    if (shareOf(use) < 0.5 || !(isNew || stillStands)) return []
    return [known !== undefined && stillStands ? known : { field: use.field, from: first?.rule ?? '', to: use.rule }]
  })
}

function isMainstay(usual: Usual | undefined): boolean {
  return usual !== undefined && usual.polls >= 5 && usual.mean >= 0.9
}
