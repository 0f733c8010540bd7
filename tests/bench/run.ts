// `npm run bench -- NAME [--json]`: measurements that take minutes, so no tests. Figures go to stdout.
import { parseArgs } from 'node:util'
import { type BenchOptions, type Report, shownReport } from './report.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: (options: BenchOptions) => Promise<Report> }>>> = {
  read: () => import('./read.ts'),
  month: () => import('./month.ts'),
  poll: () => import('./poll.ts'),
  extract: () => import('./extract.ts'),
  publish: () => import('./publish.ts'),
  search: () => import('./search.ts'),
  serve: () => import('./serve.ts'),
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    // Of `poll`: fewer give a first look in a minute.
    sources: { type: 'string', default: '2000' },
    // Of `poll`: as many as sources, if not said.
    hosts: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
})
const [name = ''] = positionals
const load = benches[name]
if (load === undefined) {
  process.stderr.write(`There is no bench "${name}". Write: npm run bench -- ${Object.keys(benches).join(' | ')} [--json]\n`)
  process.exitCode = 2
} else {
  const report = await (await load()).bench({
    sources: Number(values.sources),
    hosts: Number(values.hosts ?? values.sources),
    rounds: Number(values.rounds),
  })
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : shownReport(report))
}
