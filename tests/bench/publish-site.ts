// A whole site published from its store, and what forty new entries cost then. In a process of its own, for its memory is measured, too.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeBigSite } from '../support/big-site.ts'
import type { SiteFigures, StepFigures } from './publish-site-child.ts'
import type { BenchOptions, Figure, Report } from './report.ts'

const entriesPerCategory = 50
const child = fileURLToPath(new URL('publish-site-child.ts', import.meta.url))

/** `sources`: how many categories. */
export async function siteFigures({ sources: categories }: BenchOptions): Promise<Report> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-bench-'))
  try {
    const entries = categories * entriesPerCategory
    const { file } = await makeBigSite(dir, { categories, entries })
    const { pages, feeds, news, peakMegabytes } = await figuresOf(file)
    const side = `${categories} categories, ${entries} entries`
    return [
      ...ofStep('publish: entry pages', `${side}, all new`, pages),
      ...ofStep('publish: all but entry pages', `${side}, 3 formats, both variants`, feeds),
      ...ofStep('publish: 40 new entries in 10 categories', side, news),
      figure('publish: files per new entry', side, news.files / 40, 'files'),
      figure('publish: bytes per new entry', side, news.bytes / 40 / 1_024, 'KB'),
      figure('publish: peak memory', side, peakMegabytes, 'MB'),
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function figuresOf(config: string): Promise<SiteFigures> {
  const running = spawn(process.execPath, [...process.execArgv, child, config], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(running, 'close')
  if (code !== 0) throw new Error(`publish-site-child.ts ended with ${code}`)
  return JSON.parse(said)
}

function ofStep(what: string, side: string, { cpuSeconds, files, bytes }: StepFigures): Report {
  return [
    figure(`${what}, CPU`, side, cpuSeconds, 's'),
    figure(`${what}, files`, side, files, 'files'),
    figure(`${what}, bytes`, side, bytes / 1_048_576, 'MB'),
  ]
}

function figure(what: string, side: string, value: number, unit: string): Figure {
  return { what, side, value, unit, ratio: null, target: null, isMet: null }
}
