// Small charts of polls and days, as SVG: each bar says in words what it shows, and nothing needs a script.
import type { DayCount } from '../../model/overview.ts'
import type { LedgerRow, OutcomeKind } from '../../model/poll.ts'
import type { Amounts } from './status-amounts.ts'
import type { StatusPhrases } from './status-phrases.ts'

export interface Words {
  readonly say: StatusPhrases
  readonly amounts: Amounts
}

const outcomes: readonly OutcomeKind[] = ['changed', 'unchanged', 'throttled', 'failed', 'gone']

interface PollsProps extends Words {
  /** Newest first. */
  readonly rows: readonly LedgerRow[]
}

/** A line of a table: one path for each outcome, the newest poll on the right. */
export function PollTail({ rows, say }: PollsProps) {
  if (rows.length === 0) return <span class="count">{say.noPolls}</span>
  const bars = [...rows].reverse().map((row, at) => ({ outcome: row.outcome, d: barAt(at * 5, heightOf(row, 16)) }))
  return (
    <svg class="tail" width={bars.length * 5} height="16" viewBox={`0 0 ${bars.length * 5} 16`} role="img" aria-label={summary(rows, say)}>
      {outcomes.map((outcome) => {
        const d = bars.flatMap((bar) => (bar.outcome === outcome ? [bar.d] : [])).join('')
        return d === '' ? null : <path class={`o-${outcome}`} d={d} />
      })}
    </svg>
  )
}

function barAt(x: number, height: number): string {
  return `M${x} 16v-${height}h4v${height}z`
}

/** How long it took, by its logarithm: 10 ms is low, 100 s is high. What failed is as high as can be. */
function heightOf({ outcome, ms, times }: LedgerRow, most: number): number {
  if (outcome === 'failed' || outcome === 'gone') return most
  const share = (Math.log10(Math.max(ms / times, 10)) - 1) / 4
  return Math.round(Math.min(Math.max(share, 0.25), 0.9) * most)
}

function summary(rows: readonly LedgerRow[], say: StatusPhrases): string {
  const polls = rows.reduce((sum, { times }) => sum + times, 0)
  const parts = outcomes.flatMap((outcome) => {
    const times = rows.reduce((sum, row) => sum + (row.outcome === outcome ? row.times : 0), 0)
    return times === 0 ? [] : [`${say.outcomes[outcome]} ${times}`]
  })
  return `${say.polls(polls)}: ${parts.join(', ')}`
}

const step = 12
const high = 64
const low = 28

/** A bar for each row of the ledger: up how long it took, down what was new. */
export function PollChart({ rows, say, amounts }: PollsProps) {
  if (rows.length === 0) return <p class="hint">{say.noPolls}</p>
  const width = rows.length * step
  const most = Math.max(...rows.map((row) => row.new), 1)
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${width} ${high + low + 2}`} width={width} height={high + low + 2} role="img" aria-label={summary(rows, say)}>
        {[...rows].reverse().map((row, at) => (
          <PollBar row={row} x={at * step} most={most} say={say} amounts={amounts} />
        ))}
      </svg>
      <figcaption>
        {outcomes.map((outcome) => (
          <span class={`key o-${outcome}`}>{say.outcomes[outcome]}</span>
        ))}
        <span class="key o-new">{say.newEntries}</span>
      </figcaption>
    </figure>
  )
}

function PollBar({ row, x, most, say, amounts }: Words & { readonly row: LedgerRow; readonly x: number; readonly most: number }) {
  const height = heightOf(row, high)
  const below = row.new === 0 ? 0 : Math.max(Math.round((row.new / most) * low), 3)
  return (
    <g>
      <title>{pollWords(row, { say, amounts })}</title>
      <rect class={`o-${row.outcome}`} x={x} y={high - height} width={step - 3} height={height} />
      {below === 0 ? null : <rect class="o-new" x={x} y={high + 2} width={step - 3} height={below} />}
    </g>
  )
}

function pollWords(row: LedgerRow, { say, amounts }: Words): string {
  const what = [amounts.moment(row.lastAt), say.outcomes[row.outcome], ...(row.code === null ? [] : [row.code])]
  const often = row.times === 1 ? [] : [say.times(row.times)]
  return [...what, ...often, `${Math.round(row.ms / row.times)} ms`, `${row.read} ${say.read}`, `${row.new} ${say.new}`].join(', ')
}

/** New entries of each day, the oldest on the left. */
export function DayChart({ news, say, amounts }: Words & { readonly news: readonly DayCount[] }) {
  const most = Math.max(...news.map(({ count }) => count), 1)
  const total = news.reduce((sum, { count }) => sum + count, 0)
  const width = news.length * step
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${width} ${high}`}
        width={width}
        height={high}
        role="img"
        aria-label={say.newByDay(news.length, amounts.count(total))}
      >
        {news.map(({ day, count }, at) => (
          <g>
            <title>{`${amounts.day(day)}: ${amounts.count(count)}`}</title>
            <rect class="o-none" x={at * step} y={0} width={step - 3} height={high} />
            <rect class="o-new" x={at * step} y={high - barOf(count, most)} width={step - 3} height={barOf(count, most)} />
          </g>
        ))}
      </svg>
      <figcaption>{say.newByDay(news.length, amounts.count(total))}</figcaption>
    </figure>
  )
}

function barOf(count: number, most: number): number {
  return count === 0 ? 1 : Math.max(Math.round((count / most) * high), 3)
}
