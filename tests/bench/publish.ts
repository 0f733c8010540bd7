// `npm run bench -- publish`: our writers beside others, and a whole site from the store to its files.
import { siteFigures } from './publish-site.ts'
import { writerFigures } from './publish-writers.ts'
import type { BenchOptions, Report } from './report.ts'

export async function bench(options: BenchOptions): Promise<Report> {
  return [...(await writerFigures(options)), ...(await siteFigures(options))]
}
