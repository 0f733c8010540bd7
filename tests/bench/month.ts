// How fresh a month of ten thousand sources is, and how many visits that takes (tests/slow/month.ts).
import { percentile, simulateMonth } from '../slow/month.ts'
import type { Figure, Report } from './report.ts'

const minute = 60_000

export async function bench(): Promise<Report> {
  const { kinds, wallMs, catchUpMs, longestWaitMs } = await simulateMonth()
  const perKind = kinds.flatMap(({ kind, sources, visits, predicted, delays }) => [
    { ...figure(kind, 'visits a source', visits / sources, ''), ratio: visits / predicted, target: '0.9–1.1 × the schedule’s formulas' },
    figure(kind, 'new entries seen after, p50', (percentile(delays, 50) ?? 0) / minute, 'min'),
    figure(kind, 'new entries seen after, p99', (percentile(delays, 99) ?? 0) / minute, 'min'),
  ])
  return [
    ...perKind,
    figure('all', 'longest wait of a source that was due', longestWaitMs / minute, 'min'),
    figure('all', 'back from a week of absence', catchUpMs / minute, 'min'),
    figure('all', 'simulated in', wallMs / 1000, 's'),
  ]
}

function figure(side: string, what: string, value: number, unit: string): Figure {
  return { what, side, value, unit, ratio: null, target: null, isMet: null }
}
