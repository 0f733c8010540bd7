// A whole site published from its store, and what forty new entries cost.
import type { BenchOptions, Report } from './report.ts'

export async function siteFigures(_options: BenchOptions): Promise<Report> {
  return []
}
