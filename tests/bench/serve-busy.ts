// How long fifty readers wait for the service while it polls: all its sources for the first time, then the same again and again, where some
// have news. Beside it, at the same time, they ask a server that does nothing else: what that takes is the machine's doing.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type OriginProcess, startOrigin } from './poll-sides.ts'
import type { BenchOptions, Figure, Report } from './report.ts'
import { type Loaded, running, startLoad, startNodeSide } from './serve-sides.ts'

const readers = 50
/** A turn takes some four seconds. In the first one the program starts: it is not counted. */
const turn = { readers, requests: readers * 20, restMs: 200 }
/** Until all sources were read and all categories have their feeds, and so many more. */
const turnsAfter = 2
const mostTurns = 150
/** Until what is new has been published. */
const turnsBetween = 10
/** As long as it takes to poll all of them about twice. */
const laterTurns = 15
const mostMs = 250
const categories = 20

export async function busyFigures(dir: string, { sources, hosts }: BenchOptions): Promise<Report> {
  const place = join(dir, 'busy')
  mkdirSync(place)
  const origin = await startOrigin({ feeds: sources, hosts })
  const control = await startNodeSide('memory', dir)
  const service = await startService(place, origin.urls)
  const loads = [startLoad(), startLoad()] as const
  try {
    const paths = ['/', '/feed.atom', '/feed.rss', ...Array.from({ length: categories }, (_, n) => `/category/category-${n}.atom`)]
    const lines = ['User-Agent: bench', 'Accept: */*', 'Accept-Encoding: gzip']
    const ask: readonly (() => Promise<Loaded>)[] = [
      () => loads[0].run({ ...turn, port: service.port, paths, lines }),
      () => loads[1].run({ ...turn, port: control.port, paths: ['/category/feed-0.atom'], lines }),
    ]
    const first = await askedWhilePolling(ask, origin, sources)
    await turnsOf(ask, turnsBetween)
    await origin.set({ ...manner, isLater: true })
    const later = await turnsOf(ask, laterTurns)
    return [
      ...figuresOf(first, { what: `${sources} new sources are read`, target: null }),
      ...figuresOf(later, { what: `${sources} known sources are polled every 30 s`, target: mostMs }),
    ]
  } finally {
    for (const load of loads) load.close()
    await Promise.all([service.close(), control.close(), origin.close()])
  }
}

async function turnsOf(ask: readonly (() => Promise<Loaded>)[], most: number): Promise<readonly (readonly Loaded[])[]> {
  const turns: (readonly Loaded[])[] = []
  while (turns.length < most) turns.push(await Promise.all(ask.map((side) => side())))
  return turns
}

const manner = { isLater: false, hasValidators: true, isSlow: false }

/** What each side took in each turn. */
async function askedWhilePolling(
  ask: readonly (() => Promise<Loaded>)[],
  origin: OriginProcess,
  sources: number,
): Promise<readonly (readonly Loaded[])[]> {
  const turns: (readonly Loaded[])[] = []
  for (let read = 0, left = turnsAfter; left > 0 && turns.length < mostTurns; ) {
    const loaded = await Promise.all(ask.map((side) => side()))
    turns.push(loaded)
    read += (await origin.set(manner)).whole
    if (read >= sources && loaded.every(({ statuses }) => Object.keys(statuses).join() === '200')) left -= 1
  }
  return turns.slice(1)
}

/** The program itself, as `npm start` runs it. */
async function startService(dir: string, urls: readonly string[]) {
  const config = join(dir, 'newsstand.yaml')
  writeFileSync(config, configOf(urls))
  const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
  const child = spawn(process.execPath, [program, 'run', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const port = new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the service ended')))
    createInterface(child.stderr).on('line', (line) => {
      const [, found] = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(line) ?? []
      if (found !== undefined) resolve(Number(found))
    })
  })
  return { port: await port, ...running(child) }
}

function configOf(urls: readonly string[]): string {
  const hosts = new Set(urls.map((url) => JSON.stringify(new URL(url).host)))
  const sources = urls.map((url, n) => `  - { id: feed-${n}, url: "${url}", category: ["Category ${n % categories}"] }`)
  return `
site: { title: Bench, url: "https://bench.example/", timezone: UTC }
serve: { port: 0 }
store: { sqlite: store.sqlite }
publish: { dir: public }
poll: { every: 30s, settle: 5s, delay: 0s, perHost: 64, allow: [${[...hosts].join(', ')}] }
sources:
${sources.join('\n')}
`
}

interface Shown {
  readonly what: string
  /** Longest that a reader may wait; null: reported only. */
  readonly target: number | null
}

function figuresOf(turns: readonly (readonly Loaded[])[], { what: doing, target }: Shown): readonly Figure[] {
  const what = `${readers} readers while ${doing}`
  return ['newsstand', 'nothing else to do'].flatMap((side, at) => {
    const own = turns.map((sides) => sides[at]).filter((loaded) => loaded !== undefined)
    const most = Math.max(...own.map(({ mostMs }) => mostMs))
    const isJudged = at === 0 && target !== null
    return [
      { what: `${what}: p99`, side, value: Math.max(...own.map(({ p99Ms }) => p99Ms)), unit: 'ms', ratio: null, target: null, isMet: null },
      {
        what: `${what}: slowest`,
        side,
        value: most,
        unit: 'ms',
        ratio: null,
        target: isJudged ? `≤ ${target} ms` : null,
        isMet: isJudged ? most <= target : null,
      },
    ]
  })
}
