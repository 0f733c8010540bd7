import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { planConfig } from '../../src/app/planning.ts'
import { silentLogger } from '../../src/base/log.ts'
import { configOf, openSite, settingsOf } from '../support/site.ts'

const yaml = configOf([{ id: 'a', category: 'Old' }])

async function stored() {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-planned-'))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settingsOf(yaml), { file })
  onTestFinished(() => rmSync(dir, { recursive: true }))
  await site.run([{ source: 'a', items: [1, 2, 3].map((n) => ({ guid: `${n}`, url: `https://a.example/${n}`, title: `Title ${n}` })) }])
  await site.close()
  const plan = (config: string, signal = new AbortController().signal) => {
    const settings = settingsOf(config)
    const stored = { ...settings, store: { ...settings.store, sqlite: file } }
    return planConfig(stored, { only: null, signal, onProgress: () => {}, log: silentLogger })
  }
  const files = () =>
    readdirSync(dir)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(dir, name)))
          .digest('hex'),
      ])
  return { plan, files }
}

const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`newsstand-plan-${process.pid}-`))

test('a plan leaves the store and its folder as they were, and no folder of its own', async () => {
  const { plan, files } = await stored()
  const before = files()
  const planned = await plan(yaml.replace('items: "$.items"', 'items: "$.items", rules: [{ drop: { field: title, pattern: "1" } }]'))
  expect(planned.entries.lost).toMatchObject([{ title: 'Title 1', why: 'dropped' }])
  expect(files()).toEqual(before)
  expect(own()).toEqual([])
})

test('a plan that config forbids, or that is stopped, leaves nothing behind', async () => {
  const { plan, files } = await stored()
  const before = files()
  const moved = yaml.replace('sources:\n', 'categories: [{ name: Old, slug: other }]\nsources:\n')
  await expect(plan(moved)).rejects.toMatchObject({ code: 'config-invalid' })
  const stopping = new AbortController()
  stopping.abort('SIGINT')
  await expect(plan(yaml, stopping.signal)).rejects.toBe('SIGINT')
  expect(files()).toEqual(before)
  expect(own()).toEqual([])
})

test('where nothing is stored there is nothing to compare with, and nothing is made', async () => {
  const settings = settingsOf(yaml)
  const sqlite = join(tmpdir(), 'newsstand-none', 'store.sqlite')
  const none = { ...settings, store: { ...settings.store, sqlite } }
  const wish = { only: null, signal: new AbortController().signal, onProgress: () => {}, log: silentLogger }
  await expect(planConfig(none, wish)).rejects.toMatchObject({ code: 'cannot-read' })
  expect(readdirSync(tmpdir())).not.toContain('newsstand-none')
})
