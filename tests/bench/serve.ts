// `npm run bench -- serve [--sources N] [--rounds N]`: server CPU of a feed that is asked for, beside nginx, the least that node costs, fastify
// and Hono; all give the same headers, from variants that lie ready. Then how long readers wait while as many sources are polled (`--rounds 0`: only that).
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { makeSeries } from './feeds.ts'
import { median } from './measure.ts'
import type { BenchOptions, Figure, Report } from './report.ts'
import { busyFigures } from './serve-busy.ts'
import { hasNginx, type LoadProcess, nodeSides, type ServingSide, startLoad, startNginx, startNodeSide } from './serve-sides.ts'

const ours = 'newsstand'
const readers = 16
const requests = 10_000
const changedAt = new Date('2026-01-02T03:04:05Z')
const agent = ['User-Agent: bench', 'Accept: */*']

/** How many times the other sides' cost ours may be. */
const kinds: readonly { readonly what: string; readonly coding: string; readonly most: Readonly<Record<string, number>> }[] = [
  { what: 'gzip', coding: 'gzip', most: { nginx: 1.5, fastify: 1, hono: 1 } },
  { what: 'brotli', coding: 'br', most: { fastify: 1, hono: 1 } },
  { what: '304', coding: 'gzip', most: { nginx: 1.8, fastify: 1, hono: 1 } },
  { what: 'feeds at random, gzip', coding: 'gzip', most: { nginx: 1.4, fastify: 1, hono: 1 } },
]

export async function bench(options: BenchOptions): Promise<Report> {
  const { sources: feeds, rounds } = options
  const scratch = mkdtempSync(join(tmpdir(), 'newsstand-bench-'))
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  process.stderr.write(`Load of the machine: ${loadavg()[0]?.toFixed(1)}. CPU is counted, not time, and the sides take turns.\n`)
  const paths = writeFeeds(scratch, feeds)
  const costs = rounds === 0 ? [] : await costFigures(scratch, { paths, rounds })
  return [...costs, ...(await busyFigures(scratch, options))]
}

async function costFigures(scratch: string, { paths, rounds }: Pick<Measuring, 'paths' | 'rounds'>): Promise<Report> {
  const load = startLoad()
  const sides = await startSides(scratch)
  try {
    return figuresOf(await measured({ sides, load, paths, rounds }))
  } finally {
    load.close()
    for (const side of sides) await side.close()
  }
}

/** As publishing leaves them: variants have their file's time of change. */
function writeFeeds(dir: string, feeds: number): readonly string[] {
  mkdirSync(join(dir, 'category'))
  return Array.from({ length: feeds }, (_, index) => {
    const { bytes } = makeSeries(index).first
    const path = `category/feed-${index}.atom`
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    for (const [extension, body] of Object.entries({ '': bytes, '.br': brotli, '.gz': gzipSync(bytes, { level: 4 }) })) {
      writeFileSync(join(dir, path + extension), body)
      utimesSync(join(dir, path + extension), changedAt, changedAt)
    }
    return `/${path}`
  })
}

async function startSides(scratch: string): Promise<readonly ServingSide[]> {
  const sides = await Promise.all(nodeSides.map((name) => startNodeSide(name, scratch)))
  if (hasNginx()) return [...sides, await startNginx(scratch, join(scratch, 'nginx'))]
  process.stderr.write('nginx is not installed: not measured\n')
  return sides
}

interface Measuring {
  readonly sides: readonly ServingSide[]
  readonly load: LoadProcess
  readonly paths: readonly string[]
  readonly rounds: number
}

type Kind = (typeof kinds)[number]
/** Microseconds a request, of each kind and side. */
type Measured = ReadonlyMap<Kind, ReadonlyMap<string, number>>

/** The first round warms up. */
async function measured({ sides, load, paths, rounds }: Measuring): Promise<Measured> {
  const spent = new Map(kinds.map((kind) => [kind, new Map(sides.map(({ name }) => [name, [] as number[]]))]))
  for (let round = 0; round <= rounds; round += 1)
    for (const [kind, values] of spent)
      for (const side of [...sides.slice(round % sides.length), ...sides.slice(0, round % sides.length)]) {
        if (kind.coding === 'br' && !side.servesBrotli) continue
        const us = await costOf({ kind, side, load, paths })
        if (round > 0) values.get(side.name)?.push(us)
      }
  return new Map([...spent].map(([kind, values]) => [kind, new Map([...values].map(([name, all]) => [name, median(all)]))]))
}

async function costOf({ kind, side, load, paths }: Pick<Measuring, 'load' | 'paths'> & { kind: Kind; side: ServingSide }): Promise<number> {
  const one = paths.slice(0, 1)
  const lines = [...agent, `Accept-Encoding: ${kind.coding}`]
  const isHeld = kind.what === '304'
  const asked = {
    ...{ port: side.port, readers, requests },
    paths: kind.what.startsWith('feeds at random') ? paths : one,
    lines: isHeld ? [...lines, `If-None-Match: ${await etagOf(side, one[0] ?? '', kind.coding)}`] : lines,
  }
  const before = side.cpuUs()
  const { statuses } = await load.run(asked)
  const us = (side.cpuUs() - before) / requests
  const wanted = isHeld ? '304' : '200'
  if (statuses[wanted] !== requests) throw new Error(`${side.name}, ${kind.what}: it answered ${JSON.stringify(statuses)}`)
  return us
}

async function etagOf({ port }: ServingSide, path: string, coding: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'accept-encoding': coding } })
  await answer.arrayBuffer()
  return answer.headers.get('etag') ?? ''
}

function figuresOf(measured: Measured): Report {
  return [...measured].flatMap(([kind, values]) => {
    const own = values.get(ours) ?? Number.NaN
    return [...values].filter(([, value]) => !Number.isNaN(value)).map(([side, value]) => figureOf(kind, side, { own, value }))
  })
}

function figureOf({ what, most }: Kind, side: string, { own, value }: { readonly own: number; readonly value: number }): Figure {
  const ratio = own / value
  const wanted = most[side]
  return {
    ...{ what: `serving: ${what}`, side, value, unit: 'µs CPU' },
    ratio: side === ours ? null : ratio,
    target: wanted === undefined ? null : `ours ≤ ${wanted} ×`,
    isMet: wanted === undefined ? null : ratio <= wanted,
  }
}
