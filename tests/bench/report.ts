// What a bench hands back, and how it is shown.
import { table } from '../../src/cli/print.ts'

export interface BenchOptions {
  readonly sources: number
  /** Among which the sources are spread. */
  readonly hosts: number
  /** Odd: the medians are measured values then. */
  readonly rounds: number
}

export interface Figure {
  readonly what: string
  readonly side: string
  readonly value: number
  readonly unit: string
  /** Ours to this side's, always so that more speed or more memory of ours is a higher number. */
  readonly ratio: number | null
  readonly target: string | null
  readonly isMet: boolean | null
}

export type Report = readonly Figure[]

export function shownReport(report: Report): string {
  const rows = report.map(({ what, side, value, unit, ratio, target, isMet }) => [
    what,
    side,
    `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    target ?? '',
    isMet === null ? '' : isMet ? 'met' : 'missed',
  ])
  return `${table(['measured', 'side', 'value', 'ours', 'target', ''], rows, { isTerminal: false })}\n`
}
