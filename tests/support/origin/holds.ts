// What must hold after the polls: of one row, and of all that the program left behind.
import { expect } from 'vitest'
import { parseXml } from '../xml.ts'
import type { Row, ShownSource } from './row.ts'
import type { Visited } from './visited.ts'

const tenMinutes = 10 * 60_000

/** The row's endings, entries, texts and requests are as its table says. */
export function expectRow(row: Row, visited: Visited): void {
  const seen = visited.seen(row)
  const endings = seen.reports.map(({ outcome, code }) => (code === null || code === outcome ? outcome : `${outcome} ${code}`))
  expect(endings.map((ending, poll) => (row.polls[poll]?.split(' | ').includes(ending) ? row.polls[poll] : ending))).toEqual(row.polls)

  const [least, most] = typeof row.rows === 'number' ? [row.rows, row.rows] : row.rows
  expect(seen.entries.length).toBeGreaterThanOrEqual(least)
  expect(seen.entries.length).toBeLessThanOrEqual(most)
  if (row.text !== undefined) expect(JSON.stringify(seen.entries)).toContain(row.text)
  for (const pattern of row.absent ?? []) {
    const holding = [...visited.published].filter(([path, text]) => pattern.test(asMarkup(path, text))).map(([path]) => path)
    expect(holding, `files with ${pattern}`).toEqual([])
  }
  expect(seen.requests.length).toBeLessThanOrEqual(row.requests ?? row.polls.length)
  if (row.isStill) expect(visited.publishedOf(row).at(-1)).toEqual(visited.publishedOf(row)[0])
  expectPatience(seen.source)
  row.check?.(seen)
}

/** However it ended, it is not visited again within the minute. */
/** JSON Feed's plain texts as a page shows them: what looks like markup there is none. Variants are named after the file they are of. */
function asMarkup(path: string, text: string): string {
  if (!/\.json(?:\.(?:gz|br))?$/.test(path)) return text
  const escaped = (key: string, value: unknown) =>
    typeof value === 'string' && key !== 'content_html' ? value.replaceAll('<', '&lt;') : value
  return JSON.stringify(JSON.parse(text), escaped)
}

function expectPatience({ last_poll, next_poll }: ShownSource): void {
  // Both are shown in whole seconds.
  if (next_poll !== null) expect(Date.parse(next_poll) - Date.parse(last_poll ?? '')).toBeGreaterThanOrEqual(59_000)
}

/** Nobody went where nobody may go, and all that was published can be read. */
export function expectGoodManners({ canaryHeard, said, published, files, entries }: Visited): void {
  expect(canaryHeard).toEqual([])
  expect(said).not.toMatch(/(?:\n|\\n)\s+at .{0,200}:\d+:\d+/)
  expectOnlyOwnFiles(files)
  for (const [path, text] of published) expectReadable(path, text)
  expectApart(entries.map((entry) => entry.id))
  expectApart(entries.map((entry) => entry.path))
  for (const entry of entries) {
    expect(entry.date_published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/)
    expect(Date.parse(entry.date_published)).toBeLessThan(Date.now() + tenMinutes)
  }
}

/** Config, store and the output folder; nothing temporary anywhere. */
function expectOnlyOwnFiles(files: readonly string[]): void {
  const known =
    /^(?:config\/newsstand\.yaml|data\/store\.sqlite(?:\.[\w-]+\.lock)?|registry\.jsonl|peak-memory|public\/\.newsstand-site|public\/(?:[^/.][^/]*\/)*[^/.][^/]*\.(?:html|css|svg|rss|atom|json|opml|xml)(?:\.(?:gz|br))?)$/
  expect(files.filter((file) => !known.test(file))).toEqual([])
  expectApart(files)
  expect(files.flatMap((file) => file.split('/')).filter((name) => Buffer.byteLength(name) > 200)).toEqual([])
}

/** No two are one where letter case or Unicode's normal forms do not count. */
function expectApart(names: readonly string[]): void {
  const seen = new Set<string>()
  const twice = names.map((name) => name.normalize('NFC').toLowerCase()).filter((name) => seen.size === seen.add(name).size)
  expect(twice).toEqual([])
}

function expectReadable(path: string, text: string): void {
  expect(text, path).not.toContain('\ufffe')
  expect(text, path).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff]/)
  expect(datesOf(text).filter((date) => !isDate.test(date))).toEqual([])
  if (/\.(?:rss|atom|opml|xml)$/.test(path)) expect(() => parseXml(text), path).not.toThrow()
  else if (path.endsWith('.json')) expect(() => JSON.parse(text), path).not.toThrow()
  else if (path.endsWith('.html')) expect(text.trimEnd(), path).toMatch(/^<!doctype html>[\s\S]*<\/html>$/i)
}

/** RFC 822 with a year of four digits, as RSS wants it, or RFC 3339. */
const isDate = /^(?:\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))$/

/** Of RSS, Atom and JSON Feed. */
function datesOf(text: string): readonly string[] {
  return [
    ...text.matchAll(/<(?:pubDate|lastBuildDate|updated|published|lastmod)>([^<]*)<|"date_(?:published|modified)":\s*"([^"]*)"/g),
  ].map(([, inXml, inJson]) => inXml ?? inJson ?? '')
}
