// Which expectations a document breaks. The limits are for honest sources: quiet days, few items, a field left out now and then.
import type { Break, Expectations, Usual } from '../model/expectations.ts'
import type { SourceKind } from '../model/source.ts'
import type { Measure, Shape } from './shape.ts'

const day = 86_400_000

/** Rules of ours break at once when a page changes, and it has as many items as it has places; a feed may be quiet. */
interface Strictness {
  /** Polls that a measure is learnt from before it is believed. */
  readonly polls: number
  /** Usual items, at their fewest, that may not vanish. */
  readonly items: number
  /** No field is believed to be filled more surely. */
  readonly surest: number
}

const strict: Strictness = { polls: 5, items: 3, surest: 0.998 }
const mild: Strictness = { polls: 10, items: 5, surest: 0.995 }

/** A sitemap may begin anew each month, an index names other parts each time. */
const ofMaps: Strictness = { ...mild, items: Number.POSITIVE_INFINITY }

/** So unlikely (e⁻¹⁵) is by chance what is taken for a field that has gone. */
const proof = 15

/** A whole week, weekend included. */
const weekMs = 8 * day

export function breaksOf(
  measures: Expectations['measures'],
  shape: Shape,
  { kind, now }: { readonly kind: SourceKind; readonly now: number },
): readonly Break[] {
  const strictness = strictnessOf(kind)
  const pairs = [...shape].flatMap(([name, measure]) => {
    const usual = measures[name]
    return usual === undefined || usual.polls < strictness.polls ? [] : [{ name, measure, usual }]
  })
  return [
    ...itemBreaks(pairs, strictness, now),
    ...fieldBreaks(pairs, strictness),
    ...pairs.flatMap(textBreak),
    ...pairs.flatMap(sameBreak),
  ]
}

function strictnessOf(kind: SourceKind): Strictness {
  if (kind === 'page' || kind === 'json') return strict
  return kind === 'sitemap' ? ofMaps : mild
}

interface Compared {
  readonly name: string
  readonly measure: Measure
  readonly usual: Usual
}

/** Under a quarter of the fewest. Where the number goes up and down one has to have seen it for a week, and it must not go down that far. */
function itemBreaks(pairs: readonly Compared[], { items }: Strictness, now: number): readonly Break[] {
  return pairs.flatMap(({ name, measure: { value }, usual }) => {
    const isSteady = usual.low >= usual.high / (now - usual.since >= weekMs ? 3 : 2)
    if (name !== 'items' || !isSteady || usual.low < items || value >= usual.low / 4) return []
    return [{ name, message: `${value === 0 ? 'none' : `only ${value}`} now, at least ${Math.floor(usual.low)} as a rule` }]
  })
}

/** Fields that were filled nine times of ten, and always mostly, and hardly are; together they must be more than chance. */
function fieldBreaks(pairs: readonly Compared[], { surest }: Strictness): readonly Break[] {
  const gone = pairs.filter(
    ({ name, measure, usual }) => name.startsWith('field:') && usual.mean >= 0.9 && usual.low >= 0.6 && measure.value < 0.3,
  )
  const weight = gone.reduce((sum, { measure, usual }) => sum + evidence(measure, Math.min(usual.mean, surest, sureOf(usual, measure))), 0)
  if (weight < proof) return []
  return gone.map(({ name, measure, usual }) => ({
    name,
    message: `filled in ${percent(measure.value)} of items, ${percent(usual.mean)} as a rule`,
  }))
}

/** What was never seen to be left out may be so the next time: after few items rather than after many. */
function sureOf({ polls }: Usual, { of }: Measure): number {
  return 1 - 1 / (polls * of + 2)
}

/** The logarithm by which a share is too small for chance (Chernoff's bound). */
function evidence({ value, of }: Measure, usual: number): number {
  const term = (share: number, other: number) => (share === 0 ? 0 : share * Math.log(share / other))
  return of * (term(value, usual) + term(1 - value, 1 - usual))
}

/** A fifth of the usual, or less where few texts make a poor mean, and far below the shortest. */
function textBreak({ name, measure: { value, of }, usual }: Compared): readonly Break[] {
  if (name !== 'text-length' || of < 3) return []
  const isShort = usual.mean - value >= Math.max(Math.log(5), 5 / Math.sqrt(of)) && value < usual.low - Math.LN2
  return isShort
    ? [{ name, message: `${Math.round(Math.exp(value))} characters a text now, ${Math.round(Math.exp(usual.mean))} as a rule` }]
    : []
}

function sameBreak({ name, measure: { value, of }, usual }: Compared): readonly Break[] {
  const isSame = of >= 3 && value >= 0.9 && usual.mean <= 0.5 && usual.high <= 0.75
  if (!isSame) return []
  if (name === 'same-link') return [{ name, message: `all ${of} links lead to one address` }]
  return name === 'same-title' ? [{ name, message: `all ${of} titles are the same` }] : []
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
