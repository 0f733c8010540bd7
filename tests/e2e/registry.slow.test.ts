// The original's site loses its store: nothing that readers hold changes.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FinewsSite, openFinews } from './site.ts'

let site: FinewsSite
let data: string
let registry: string

beforeAll(async () => {
  site = await openFinews()
  data = dirname(site.publicDir)
  registry = join(data, 'registry.jsonl')
})
afterAll(() => site.close())

/** Hashes of the files under a folder, by path. */
function hashesIn(folder: string): ReadonlyMap<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return new Map(
    found
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function loseStore(): void {
  for (const name of readdirSync(data)) if (name.includes('sqlite')) rmSync(join(data, name))
}

test('every public file and every post is the same, byte for byte, after a lost store', async () => {
  await site.poll()
  const before = { entries: await site.entries(), pages: hashesIn(site.publicDir), posts: hashesIn(site.jekyllDir) }
  expect(before.pages.size).toBeGreaterThan(100)
  loseStore()
  const polled = await site.poll()
  expect(polled.exit).toBe(0)
  expect(await site.entries()).toEqual(before.entries)
  expect(hashesIn(site.publicDir)).toEqual(before.pages)
  expect(hashesIn(site.jekyllDir)).toEqual(before.posts)
})

test('"publish --all" writes the registry in an order that only depends on what it says', async () => {
  await site.run('publish', '--all')
  const whole = readFileSync(registry, 'utf8')
  loseStore()
  await site.poll()
  await site.run('publish', '--all')
  expect(readFileSync(registry, 'utf8')).toBe(whole)
})

test('a damaged line is named, and nothing is published under other addresses', async () => {
  const lines = readFileSync(registry, 'utf8').split('\n')
  const damaged = lines.with(3, '{"entry":')
  loseStore()
  writeFileSync(registry, damaged.join('\n'))
  const { code, stderr } = await site.run('poll')
  expect(code).toBe(5)
  expect(stderr).toContain(`${registry}:4: `)
  writeFileSync(registry, lines.join('\n'))
  expect((await site.poll()).exit).toBe(0)
})

test('the registry of another site is refused', async () => {
  const text = readFileSync(registry, 'utf8')
  writeFileSync(registry, text.replace(/"site":"[^"]*"/, '"site":"other.example"'))
  const { code, stderr } = await site.run('list', 'entries')
  expect(code).toBe(3)
  expect(stderr).toContain('belongs to the site "other.example"')
})
