// Publishes a big site step by step and says what each took: `publish-site-child.ts CONFIG`.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import { publish } from '../../src/jobs/publish/publish.ts'
import { filesOutlet } from '../../src/publish/files.ts'
import type { Outlet } from '../../src/publish/outlet.ts'
import { paper } from '../support/big-site.ts'
import { firstRunAt, openSite } from '../support/site.ts'
import { cpuOf } from './measure.ts'

export interface StepFigures {
  readonly cpuSeconds: number
  /** Written, variants too. */
  readonly files: number
  readonly bytes: number
}

export interface SiteFigures {
  readonly pages: StepFigures
  readonly feeds: StepFigures
  readonly news: StepFigures
  readonly peakMegabytes: number
}

const [config = ''] = process.argv.slice(2)
const settings = loadConfig(config, {})
const site = await openSite(settings, { file: settings.store.sqlite })
const { dir } = settings.publish
const outlet = filesOutlet(dir)
const written = { files: 0, bytes: 0 }

/** Counted as they are written: a list of them all would be most of the memory that is measured. */
function counting(write: Outlet['write'], extensions: readonly string[]): Outlet['write'] {
  return async (path, bytes) => {
    const done = await write(path, bytes)
    if (done === 'unchanged') return done
    written.files += extensions.length
    for (const extension of extensions) written.bytes += statSync(join(dir, path + extension)).size
    return done
  }
}

Object.assign(site.deps, {
  outlet: { ...outlet, write: counting(outlet.write, ['']), writeWithVariants: counting(outlet.writeWithVariants, ['', '.br', '.gz']) },
})

async function step(work: () => Promise<unknown>): Promise<StepFigures> {
  Object.assign(written, { files: 0, bytes: 0 })
  const cpuSeconds = await cpuOf(async () => {
    await work()
  })
  return { cpuSeconds, ...written }
}

const { store } = site.deps
const pages = await step(() => publish({ ...site.deps, store: { ...store, staleOutputs: async () => [] } }))
const feeds = await step(() => publish(site.deps))
await site.run([{ source: 'a', items: [] }], firstRunAt)
const items = Array.from({ length: 40 }, (_, n) => ({
  guid: `new ${n}`,
  url: `https://a.example/new/${n}`,
  title: `New ${n}`,
  date: '2026-01-10T11:00:00Z',
  text: `<p>${'News that is told in a few lines. '.repeat(60)}</p>`,
  publisher: paper((n % 10) * 7).name,
}))
const news = await step(() => site.run([{ source: 'a', items }], firstRunAt + 3_600_000))
const figures: SiteFigures = { pages, feeds, news, peakMegabytes: process.resourceUsage().maxRSS / 1_024 }
process.stdout.write(JSON.stringify(figures))
await site.close()
