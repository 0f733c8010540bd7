// A site whose sources are behaviours of the origin: polled by the built program in processes of its own, then looked at from outside.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesUnder, snapshot } from '../files.ts'
import { type Ended, newsstand } from '../program.ts'
import type { ShownEntry } from '../shown.ts'
import { neighbour, openOrigin } from './origin.ts'
import type { Report, Row, Seen, ShownSource } from './row.ts'

export interface Visited {
  /** Each poll's exit code, and how much memory its process ever held, in MB. */
  readonly polls: readonly { readonly exit: number | null; readonly hasFailures: boolean; readonly peakMb: number }[]
  readonly entries: readonly ShownEntry[]
  readonly said: string
  readonly canaryHeard: readonly string[]
  /** Published files by path, as text. */
  readonly published: ReadonlyMap<string, string>
  /** Every file in the site's folder, which is also the program's home and its place for temporary files. */
  readonly files: readonly string[]
  /** Sources that a poll without names still visits after all these. */
  readonly stillDue: readonly string[]
  seen(row: Row): Seen
  /** Time and bytes of what was published in the row's own category, after each poll. */
  publishedOf(row: Row): readonly Readonly<Record<string, string>>[]
}

interface VisitOptions {
  /** As config has it: `{ headers: 1s }`. */
  readonly limits?: string
  /** Rows that speak TLS. */
  readonly secure?: readonly string[]
}

const peakFile = 'peak-memory'
const preload = pathToFileURL(join(import.meta.dirname, '../peak-memory.mjs')).href

/** Polls every row's source as often as its table says, all at once, and looks at what became of it. */
export async function visited(rows: readonly Row[], { limits = '{}', secure = [] }: VisitOptions = {}): Promise<Visited> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-faults-'))
  const origin = await openOrigin(new Map(rows.map((row) => [row.id, row.origin])), secure)
  try {
    const sources = rows.map((row) =>
      sourceLine(row, `${secure.includes(row.id) ? 'https' : 'http'}://${origin.hosts.get(row.id)}/${row.id}`),
    )
    await mkdir(join(dir, 'config'))
    await writeFile(join(dir, 'config', 'newsstand.yaml'), configOf(sources, { allow: [...origin.hosts.values()], limits }))
    return await polled(rows, { dir, origin })
  } finally {
    await origin.close()
    await rm(dir, { recursive: true, force: true })
  }
}

interface Summary {
  readonly sources: readonly Report[]
}

interface Place {
  readonly dir: string
  readonly origin: Awaited<ReturnType<typeof openOrigin>>
}

async function polled(rows: readonly Row[], { dir, origin }: Place): Promise<Visited> {
  const rounds = Math.max(...rows.map((row) => row.polls.length))
  const ended: Ended[] = []
  const polls: (Visited['polls'][number] & { readonly summary: Summary })[] = []
  const published: Readonly<Record<string, string>>[] = []
  const run = async (...args: readonly string[]) => {
    const end = await command(dir, args)
    ended.push(end)
    return end
  }
  const poll = async (names: readonly string[]) => {
    const end = await run('poll', '--json', ...names)
    const summary: Summary = jsonOf(end)
    const hasFailures = summary.sources.some(({ outcome }) => outcome === 'failed' || outcome === 'gone')
    polls.push({ exit: end.code, hasFailures, peakMb: await peakMb(dir), summary })
  }
  for (let round = 0; round < rounds; round++) {
    await poll(round === 0 ? [] : rows.filter((row) => row.polls.length > round).map((row) => row.id))
    published.push(await snapshot(join(dir, 'public')))
  }
  const again: Summary = jsonOf(await run('poll', '--json'))
  const lists = await Promise.all([run('list', 'entries', '--json', '--limit', '100000'), run('list', 'sources', '--json')])
  const entries: readonly ShownEntry[] = jsonOf(lists[0])
  const sources: readonly ShownSource[] = jsonOf(lists[1])
  const said = ended.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n')
  const requestsOf = (name: string) => origin.requests.get(name) ?? []
  return {
    polls,
    entries,
    said,
    canaryHeard: origin.canaryHeard,
    published: await textsUnder(join(dir, 'public')),
    files: await filesUnder(dir),
    stillDue: again.sources.map((source) => source.id),
    seen: ({ id }) => ({
      requests: requestsOf(id),
      neighbourRequests: requestsOf(neighbour).filter(({ path }) => path.startsWith(`/${id}`)),
      reports: polls.flatMap(({ summary }) => summary.sources.filter((report) => report.id === id)),
      entries: entries.filter((entry) => entry.sources.includes(id)),
      source: sources.find((source) => source.id === id) ?? { id, url: '', last_poll: null, next_poll: null },
      said,
    }),
    publishedOf: ({ id }) =>
      published.map((files) =>
        Object.fromEntries(Object.entries(files).filter(([file]) => file.startsWith(`category/${id}.`) || file.startsWith(`${id}/`))),
      ),
  }
}

function sourceLine({ id, category, isStill, config }: Row, url: string): string {
  return `  - { id: ${id}, url: "${url}", category: ${category ?? (isStill ? id : 'shared')}${config === undefined ? '' : `, ${config}`} }\n`
}

/** Hosts are visited all at once: the visits of a table are not to wait for each other. */
function configOf(sources: readonly string[], { allow, limits }: { readonly allow: readonly string[]; readonly limits: string }): string {
  return `site: { title: Faults, url: "https://news.example/", timezone: UTC }
store: { sqlite: ../data/store.sqlite }
publish: { dir: ../public }
poll: { delay: 0s, perHost: 64, limits: ${limits}, allow: ${JSON.stringify(allow)} }
sources:
${sources.join('')}`
}

/** In the site's folder, which is all of the machine that the program is told of. */
async function command(dir: string, args: readonly string[]): Promise<Ended> {
  const env = { HOME: dir, TMPDIR: dir, NODE_OPTIONS: `--import ${preload}`, PEAK_MEMORY_FILE: join(dir, peakFile) }
  return newsstand(args, { cwd: dir, env }).ended
}

async function peakMb(dir: string): Promise<number> {
  return Number(await readFile(join(dir, peakFile), 'utf8')) / 2 ** 20
}

/** What it printed on stdout, as a whole one JSON document. */
function jsonOf({ code, stdout, stderr }: Ended) {
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`no JSON on stdout (exit ${code}): ${stdout.slice(0, 500)}\n${stderr.slice(0, 2000)}`)
  }
}

async function textsUnder(dir: string): Promise<ReadonlyMap<string, string>> {
  const paths = await filesUnder(dir)
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(dir, path), 'utf8')] as const)))
}
