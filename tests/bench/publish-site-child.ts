// Publishes a big site step by step and says what each took: `publish-site-child.ts CONFIG`.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import { publish } from '../../src/jobs/publish.ts'
import { filesOutlet } from '../../src/publish/files.ts'
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

/** Files that were changed since the last look. */
function changedFiles(dir: string): (known: Map<string, number>) => Pick<StepFigures, 'files' | 'bytes'> {
  return (known) => {
    let [files, bytes] = [0, 0]
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const { ino, size } = statSync(path)
      if (known.get(path) === ino) continue
      known.set(path, ino)
      files++
      bytes += size
    }
    return { files, bytes }
  }
}

const [config = ''] = process.argv.slice(2)
const settings = loadConfig(config, {})
const site = await openSite(settings, { file: settings.store.sqlite })
Object.assign(site.deps, { outlet: filesOutlet(settings.publish.dir) })
const look = changedFiles(settings.publish.dir)
const known = new Map<string, number>()

async function step(work: () => Promise<unknown>): Promise<StepFigures> {
  const cpuSeconds = await cpuOf(async () => {
    await work()
  })
  return { cpuSeconds, ...look(known) }
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
