// What a source's documents usually show, learnt from its polls, and what of it they do not show any more.

/** A measure of a document over the polls that it was learnt from. Bounded: a source has some dozens of them, whatever it sends. */
export interface Usual {
  readonly mean: number
  /** Seen at once, forgotten over weeks. */
  readonly low: number
  readonly high: number
  readonly polls: number
  /** When it was first learnt, and last. */
  readonly since: number
  readonly at: number
}

/** Fields whose share of filled items is learnt. `content` is content or summary, `published` either date. */
export const measuredFields = ['title', 'link', 'published', 'content', 'author', 'publisher', 'tags', 'key'] as const
export type MeasuredField = (typeof measuredFields)[number]

/** One expectation that a document breaks. */
export interface Break {
  /** A stable name: `items`, `text-length`, `same-link`, `same-title`, `field:title`…, `identity`. */
  readonly name: string
  /** For people: what is so now, and what was usual. */
  readonly message: string
}

/** A later rule of a field fills what an earlier one did before. Rules as config wrote them. */
export interface Fallback {
  readonly field: string
  readonly from: string
  readonly to: string
}

export interface Expectations {
  /** By name: those of breaks, and `rule:<field>:<index>`. */
  readonly measures: Readonly<Record<string, Usual>>
  /** What the last document broke; none: it is as usual. */
  readonly breaks: readonly Break[]
  /** Nothing of the last document was stored, for what it lacks is what an entry is made of. */
  readonly isHeldBack: boolean
  /** How often in a row, and since when, documents have broken something. */
  readonly brokenPolls: number
  readonly brokenSince: number | null
  readonly fallbacks: readonly Fallback[]
}

export const nothingLearnt: Expectations = {
  measures: {},
  breaks: [],
  isHeldBack: false,
  brokenPolls: 0,
  brokenSince: null,
  fallbacks: [],
}

/** In one line. */
export function driftWords({ breaks, isHeldBack }: Pick<Expectations, 'breaks' | 'isHeldBack'>): string {
  const what = breaks.map(({ name, message }) => `${name}: ${message}`).join('; ')
  return isHeldBack ? `${what}; nothing of it was stored, what there was stays` : what
}

export function fallbackWords({ field, from, to }: Fallback): string {
  return `${field}: "${from}" finds nothing any more, "${to}" stands in`
}
