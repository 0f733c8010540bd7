// Makes README's pictures again, of the sample site as the built program serves it: `npm run build`, then `npx tsx tests/support/screenshots.ts`.
// It needs chromium, a font for Chinese (Debian: fonts-noto-cjk), and port 8080.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, browserProgram, openBrowser, type View } from './browser.ts'
import { ownTitles, type SampleSite, startSampleSite } from './sample-site.ts'

interface Shot {
  readonly file: string
  readonly path: string
  readonly view: View
}

/** Stands in the addresses that are shown: that of the shipped config. */
const port = 8080
const desk = { width: 1280, height: 700 }
const phone = { width: 360, height: 600, scheme: 'dark' } as const

const readers: readonly Shot[] = [
  { file: 'screenshot.png', path: '', view: desk },
  { file: 'screenshot-category.png', path: 'category/guojishangbao.html', view: desk },
  { file: 'screenshot-entry.png', path: 'guojishangbao/2022/01/23/NW202201232257818698.html', view: phone },
]

async function shoot(site: SampleSite, browser: Browser, { file, path, view }: Shot): Promise<void> {
  await browser.open(site.url + path, view)
  const picture = await browser.picture()
  await writeFile(fileURLToPath(new URL(`../../data/sample/${file}`, import.meta.url)), picture)
  process.stdout.write(`data/sample/${file}: ${Math.ceil(picture.length / 1024)} KB\n`)
}

/** The site as it is shipped. */
async function shootReaders(browser: Browser): Promise<void> {
  const site = await startSampleSite({ port, own: null })
  for (const shot of readers) await shoot(site, browser, shot)
  await site.close()
}

/** With a source that changes for a while, and then is there no more. */
async function shootStatus(browser: Browser): Promise<void> {
  const site = await startSampleSite({ port })
  const titles = [...ownTitles, '东街供水管网检修，周三夜间停水', '社区篮球场重新开放']
  for (const shown of [titles.slice(0, 3), titles, titles, null]) {
    site.origin.set('/own', shown)
    // That it is there no more is a poll that fails.
    await site.run('poll', 'own', '--force').catch(() => '')
  }
  const view = { ...desk, height: 1040, password: site.token }
  await shoot(site, browser, { file: 'screenshot-status.png', path: 'status', view })
  await site.close()
}

const program = browserProgram()
if (program === null) throw new Error('no chromium is installed')
const browser = await openBrowser(program)
await shootReaders(browser)
await shootStatus(browser)
await browser.close()
