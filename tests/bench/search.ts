// What searching costs: to take entries in, on disk, and each kind of question. Entries of 480 characters, words as often as in a language.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Deps } from '../../src/jobs/deps.ts'
import { keepSearch } from '../../src/jobs/search/keep-search.ts'
import { searchSite } from '../../src/jobs/search/search.ts'
import { wordsOf } from '../../src/model/search.ts'
import { makeBigSite } from '../support/big-site.ts'
import { openSite } from '../support/site.ts'
import type { BenchOptions, Figure, Report } from './report.ts'

const perCategory = 50
const letters = 480

/** `sources`: how many categories, of 50 entries each. */
export async function bench({ sources: categories, rounds }: BenchOptions): Promise<Report> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-bench-'))
  try {
    const entries = categories * perCategory
    const settings = await makeBigSite(dir, { categories, entries })
    const file = settings.store.sqlite
    const words = rewrite(file, entries)
    const before = (await stat(file)).size
    const site = await openSite(settings, { file })
    const deps = { ...site.deps, clock: { now: () => Date.now() } }
    const taken = await takenIn(deps, entries)
    await site.deps.store.setFact('bench', 'done')
    const figures = await questions(deps, { words, rounds: rounds * 7 })
    await site.close()
    const bytes = (await stat(file)).size - before
    return [...taken, figure('search: on disk', 'an entry', bytes / entries / 1_024, 'KB'), ...figures]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function takenIn(deps: Deps, entries: number): Promise<Report> {
  const startedAt = cpuMs()
  let longest = 0
  for (let isDone = false; !isDone; ) {
    const at = cpuMs()
    isDone = await keepSearch(deps, { forMs: 0 })
    longest = Math.max(longest, cpuMs() - at)
  }
  const usedMs = cpuMs() - startedAt
  return [
    figure('search: to take in, CPU', 'an entry', (usedMs / entries) * 1_000, 'µs'),
    figure('search: to take in, the longest step, CPU', '20 entries', longest, 'ms'),
  ]
}

async function questions(deps: Deps, { words, rounds }: { readonly words: readonly string[]; readonly rounds: number }): Promise<Report> {
  const of = (length: number, from: number) =>
    words
      .slice(from)
      .filter((word) => [...word].length === length)
      .slice(0, 10)
  const pairs = (from: number) => of(2, from).map((word, at) => `${word} ${words[from + 100 + at] ?? ''}`)
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['1 character, common', of(1, 10)],
    ['1 character, rare', of(1, 250)],
    ['2 characters, common', of(2, 300)],
    ['2 characters, rare', of(2, 20_000)],
    ['3 characters, common', of(3, 300)],
    ['3 characters, rare', of(3, 20_000)],
    ['2 words, both common', ['bank growth', ...pairs(300)]],
    ['2 words, both rare', pairs(10_000)],
    ['letters: 1, 2, 6', ['e', 'ba', 'nasdaq']],
    ['nothing', ['不存在的词', 'zq', '龘']],
  ]
  const report: Figure[] = []
  for (const [kind, asked] of kinds) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) for (const query of asked) times.push(await timed(deps, query))
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
    report.push(
      figure(`search: ${kind}, CPU p50`, `${times.length} searches`, at(0.5), 'ms'),
      figure(`search: ${kind}, CPU p99`, '', at(0.99), 'ms'),
    )
  }
  return report
}

async function timed(deps: Deps, query: string): Promise<number> {
  const terms = { words: wordsOf(query), publisher: null, category: null, from: null, to: null }
  const at = cpuMs()
  await searchSite({ terms, order: 'best', limit: 20, after: null }, deps)
  return cpuMs() - at
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Gives all entries other texts; the words they are made of, the commonest first. */
function rewrite(file: string, entries: number): readonly string[] {
  const chance = chanceFrom(42)
  const words = vocabulary(chance)
  const word = () => words[Math.floor(words.length ** chance())] ?? ''
  const text = (length: number) => {
    let written = ''
    while (written.length < length)
      written += word() + (chance() < 0.08 ? '，' : chance() < 0.03 ? ` ${latin[Math.floor(chance() * latin.length)]} ` : '')
    return written.slice(0, length)
  }
  const db = new Database(file)
  try {
    const update = db.prepare('update entries set title = ?, content_html = ? where id = ?')
    db.transaction(() => {
      for (let id = 1; id <= entries; id++) update.run(text(10 + Math.floor(chance() * 20)), `<p>${text(letters)}</p>`, id)
    })()
    db.pragma('wal_checkpoint(truncate)')
  } finally {
    db.close()
  }
  return words
}

const latin = ['bank', 'apple', 'fund', 'ipo', 'etf', 'growth', 'nasdaq', 'market', 'index']

/** 30,000 words of one to four out of 3,000 characters. */
function vocabulary(chance: () => number): readonly string[] {
  const character = () => String.fromCodePoint(0x4e00 + Math.floor(chance() ** 2 * 3_000) * 6)
  const lengthOf = (at: number) => (at < 300 ? 1 : chance() < 0.75 ? 2 : chance() < 0.7 ? 3 : 4)
  return Array.from({ length: 30_000 }, (_, at) => Array.from({ length: lengthOf(at) }, character).join(''))
}

function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function figure(what: string, side: string, value: number, unit: string): Figure {
  return { what, side, value, unit, ratio: null, target: null, isMet: null }
}
