// `npm run bench -- poll [--sources N] [--hosts N] [--rounds N]`: what polling costs, beside the least it can cost, an afternoon's script, and newsboat.
//
// Counted of ours: fetching, reading, sanitising, identity, categories, all of it committed. Not counted: the start of the program, and what
// comes when the polls have ended (ids, paths, published files); that is a figure of its own. The others do no such thing.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { seriesEntries, seriesNews } from './feeds.ts'
import { type Answered, type Manner, newsEvery } from './origin.ts'
import { figuresOf, type Sample } from './poll-figures.ts'
import { type Done, isInstalled, type OriginProcess, type Side, sides, startOrigin, startSide } from './poll-sides.ts'
import type { BenchOptions, Report } from './report.ts'

/** One visit to all feeds. */
export interface Step {
  readonly what: string
  readonly manner: Manner
  /** Answers that are no 304, of so many feeds. */
  readonly whole: (feeds: number) => number
}

const fast: Manner = { isLater: false, hasValidators: true, isSlow: false }
const slow: Manner = { ...fast, isSlow: true }
const all = (feeds: number) => feeds
const none = () => 0
const news = (feeds: number) => Math.ceil(feeds / newsEvery)

export const steps: readonly Step[] = [
  { what: 'cold', manner: fast, whole: all },
  { what: 'warm', manner: fast, whole: none },
  { what: 'changed', manner: { ...fast, isLater: true }, whole: news },
  { what: 'unchanged', manner: { ...fast, isLater: true, hasValidators: false }, whole: all },
]

/** Once, not in every round: the typical script waits half a minute for these answers. */
const slowSteps: readonly Step[] = [
  { what: 'cold, slow', manner: slow, whole: all },
  { what: 'warm, slow', manner: slow, whole: none },
]

/** Once, and of no more feeds: their pages are six thousand. */
const publishing: Step = { what: 'publishing', manner: fast, whole: all }
const mostPublished = 200

export async function bench({ sources, hosts, rounds }: BenchOptions): Promise<Report> {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-bench-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  say(`Load of the machine: ${loadavg()[0]?.toFixed(1)}. CPU is counted, not time, and the sides take turns.`)
  const origin = await startOrigin({ feeds: sources, hosts })
  try {
    return figuresOf([...(await everyRound(rounds, { origin, dir })), ...(await onceEach({ origin, dir }))])
  } finally {
    await origin.close()
  }
}

interface Place {
  readonly origin: OriginProcess
  readonly dir: string
}

async function everyRound(rounds: number, place: Place): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  const names = [sides.ours, sides.limit, sides.typical]
  for (let round = 0; round < rounds; round += 1)
    for (const side of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      say(`round ${round + 1} of ${rounds}: ${side.name}`)
      samples.push(...(await walk(side, steps, place)))
    }
  return samples
}

async function onceEach(place: Place): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const side of [sides.ours, sides.limit, sides.typical]) {
    say(`20–300 ms latency: ${side.name}`)
    samples.push(...(await walk(side, slowSteps, place)))
  }
  say(`publishing: ${sides.ours.name}`)
  samples.push(...(await walk({ ...sides.ours, mostFeeds: mostPublished }, [publishing], place)))
  if (!isInstalled('newsboat')) {
    say('newsboat is not installed: not measured')
    return samples
  }
  say('once: newsboat')
  return [...samples, ...(await walk(sides.newsboat, steps, place))]
}

/** A side's visits, one after another, to a fresh store of its own. */
export async function walk(side: Side, way: readonly Step[], { origin, dir }: Place): Promise<readonly Sample[]> {
  const own = mkdtempSync(join(dir, 'side-'))
  const urls = origin.urls.slice(0, side.mostFeeds)
  const samples: Sample[] = []
  const running = await startSide(side, { urls, dir: own })
  try {
    for (const step of way) {
      await origin.set(step.manner)
      const done = await running.do('poll')
      check(done, await origin.set(step.manner), { side, step, feeds: urls.length })
      const { spent } = step === publishing ? await running.do('publish') : done
      samples.push({ what: step.what, side: side.name, feeds: urls.length, spent })
    }
    return samples
  } finally {
    await running.close()
    rmSync(own, { recursive: true, force: true })
  }
}

interface Wanted {
  readonly side: Side
  readonly step: Step
  readonly feeds: number
}

/** What is compared must be the same work. */
function check({ entries }: Done, { whole, notModified }: Answered, { side, step, feeds }: Wanted): void {
  const wanted = feeds * seriesEntries + (step.manner.isLater ? news(feeds) * seriesNews : 0)
  const isRead = side.hasOwnWays ? entries >= feeds * seriesEntries : entries === wanted
  if (!isRead) throw new Error(`${side.name}, ${step.what}: it has ${entries} entries, not ${wanted}`)
  const isAsked = side.hasOwnWays || (whole === step.whole(feeds) && whole + notModified === feeds)
  if (!isAsked) throw new Error(`${side.name}, ${step.what}: ${feeds} feeds answered ${whole} times in whole, ${notModified} times 304`)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
