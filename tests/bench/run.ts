// `npm run bench -- NAME [--json]`: measurements that take minutes, so no tests. Figures go to stdout.
import { type Report, shownReport } from './report.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: () => Promise<Report> }>>> = {
  read: () => import('./read.ts'),
  month: () => import('./month.ts'),
}

const [name = '', ...options] = process.argv.slice(2)
const load = benches[name]
if (load === undefined) {
  process.stderr.write(`There is no bench "${name}". Write: npm run bench -- ${Object.keys(benches).join(' | ')} [--json]\n`)
  process.exitCode = 2
} else {
  const report = await (await load()).bench()
  process.stdout.write(options.includes('--json') ? `${JSON.stringify(report, null, 2)}\n` : shownReport(report))
}
