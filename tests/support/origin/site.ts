// A site whose sources are behaviours of the origin, in a folder of its own, to be run by the built program in processes of its own.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newsstand, type Running } from '../program.ts'
import { type Origin, openOrigin } from './origin.ts'
import type { Row } from './row.ts'

export interface SiteOptions {
  /** As config has it: `{ headers: 1s }`. */
  readonly limits?: string
  /** Rows that speak TLS. */
  readonly secure?: readonly string[]
}

export interface FaultySite {
  /** Holds all files of the site, and is the program's home and its place for temporary files. */
  readonly dir: string
  readonly origin: Origin
  /** Ends with a file that tells how much memory it took. */
  start(...args: readonly string[]): Running
  /** How much memory the last program ever held, in MB. */
  peakMb(): Promise<number>
  close(): Promise<void>
}

const peakFile = 'peak-memory'
const preload = pathToFileURL(join(import.meta.dirname, '../peak-memory.mjs')).href

export async function openFaultySite(rows: readonly Row[], { limits = '{}', secure = [] }: SiteOptions = {}): Promise<FaultySite> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-faults-'))
  const origin = await openOrigin(new Map(rows.map((row) => [row.id, row.origin])), secure)
  const urlOf = (id: string) => `${secure.includes(id) ? 'https' : 'http'}://${origin.hosts.get(id)}/${id}`
  const sources = rows.map((row) => sourceLine(row, urlOf(row.id)))
  await mkdir(join(dir, 'config'))
  await writeFile(join(dir, 'config', 'newsstand.yaml'), configOf(sources, { allow: [...origin.hosts.values()], limits }))
  const env = { HOME: dir, TMPDIR: dir, NODE_OPTIONS: `--import ${preload}`, PEAK_MEMORY_FILE: join(dir, peakFile) }
  return {
    dir,
    origin,
    start: (...args) => newsstand(args, { cwd: dir, env }),
    peakMb: async () => Number(await readFile(join(dir, peakFile), 'utf8')) / 2 ** 20,
    close: async () => {
      await origin.close()
      await rm(dir, { recursive: true, force: true })
    },
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
serve: { port: 0 }
poll: { delay: 0s, perHost: 64, limits: ${limits}, allow: ${JSON.stringify(allow)} }
sources:
${sources.join('')}`
}
