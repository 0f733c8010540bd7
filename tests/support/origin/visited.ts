// What is left, and what was said, after every source of a faulty site was polled as often as its row says.
import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { filesUnder, snapshot } from '../files.ts'
import type { Ended } from '../program.ts'
import type { ShownEntry } from '../shown.ts'
import { neighbour } from './origin.ts'
import type { Report, Row, Seen, ShownSource } from './row.ts'
import { type FaultySite, openFaultySite, type SiteOptions } from './site.ts'

export interface Visited {
  readonly polls: readonly Poll[]
  readonly entries: readonly ShownEntry[]
  /** On both streams of all programs. */
  readonly said: string
  readonly canaryHeard: readonly string[]
  /** Published files by path, as text. */
  readonly published: ReadonlyMap<string, string>
  /** Every file in the site's folder. */
  readonly files: readonly string[]
  seen(row: Row): Seen
  /** Time and bytes of what was published in the row's own category, after each poll. */
  publishedOf(row: Row): readonly Readonly<Record<string, string>>[]
}

interface Poll {
  readonly exit: number | null
  readonly reports: readonly Report[]
  readonly peakMb: number
  /** Time and bytes of all published files after it. */
  readonly published: Readonly<Record<string, string>>
}

/** Polls as often as the rows say, all of a round at once. */
export async function visited(rows: readonly Row[], options: SiteOptions = {}): Promise<Visited> {
  const site = await openFaultySite(rows, options)
  try {
    const ended: Ended[] = []
    const run = async (...args: readonly string[]): Promise<Ended> => {
      const end = await site.start(...args).ended
      ended.push(end)
      return end
    }
    const polls: Poll[] = []
    for (let round = 0; rows.some((row) => row.polls.length > round); round++) {
      const names = round === 0 ? [] : rows.filter((row) => row.polls.length > round).map((row) => row.id)
      polls.push(await pollOf(await run('poll', '--json', ...names), site))
    }
    const [entries, sources] = await Promise.all([run('list', 'entries', '--json', '--limit', '100000'), run('list', 'sources', '--json')])
    return await lookedAt(site, { polls, ended, entries: jsonOf(entries), sources: jsonOf(sources) })
  } finally {
    await site.close()
  }
}

async function pollOf(end: Ended, site: FaultySite): Promise<Poll> {
  const { sources }: { readonly sources: readonly Report[] } = jsonOf(end)
  return { exit: end.code, reports: sources, peakMb: await site.peakMb(), published: await snapshot(join(site.dir, 'public')) }
}

interface Found {
  readonly polls: readonly Poll[]
  readonly ended: readonly Ended[]
  readonly entries: readonly ShownEntry[]
  readonly sources: readonly ShownSource[]
}

async function lookedAt({ dir, origin }: FaultySite, { polls, ended, entries, sources }: Found): Promise<Visited> {
  const said = ended.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n')
  const requestsTo = (name: string) => origin.requests.get(name) ?? []
  return {
    polls,
    entries,
    said,
    canaryHeard: origin.canaryHeard,
    published: await textsUnder(join(dir, 'public')),
    files: await filesUnder(dir),
    seen: ({ id }) => ({
      requests: requestsTo(id),
      neighbourRequests: requestsTo(neighbour).filter(({ path }) => path.startsWith(`/${id}`)),
      reports: polls.flatMap(({ reports }) => reports.filter((report) => report.id === id)),
      entries: entries.filter((entry) => entry.sources.includes(id)),
      source: named(id, sources),
      said,
    }),
    publishedOf: ({ id }) =>
      polls.map(({ published }) =>
        Object.fromEntries(Object.entries(published).filter(([file]) => file.startsWith(`category/${id}.`) || file.startsWith(`${id}/`))),
      ),
  }
}

function named(id: string, sources: readonly ShownSource[]): ShownSource {
  const source = sources.find((candidate) => candidate.id === id)
  if (source === undefined) throw new Error(`no source ${id} is listed`)
  return source
}

/** What it printed on stdout, as a whole one JSON document. */
function jsonOf({ code, stdout, stderr }: Ended) {
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`no JSON on stdout (exit ${code}): ${stdout.slice(0, 500)}\n${stderr.slice(0, 2000)}`)
  }
}

const decoderOf: Readonly<Record<string, (bytes: Buffer) => Buffer>> = { '.gz': gunzipSync, '.br': brotliDecompressSync }

/** Ready variants as what they decode to. */
async function textsUnder(dir: string): Promise<ReadonlyMap<string, string>> {
  const texts = (await filesUnder(dir)).map(async (path) => {
    const stored = await readFile(join(dir, path))
    const bytes = decoderOf[extname(path)]?.(stored) ?? stored
    if (!isUtf8(bytes)) throw new Error(`${path} is not UTF-8`)
    return [path, bytes.toString()] as const
  })
  return new Map(await Promise.all(texts))
}
