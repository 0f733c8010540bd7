import { expect, onTestFinished, test } from 'vitest'
import { publish } from '../../../src/jobs/publish/publish.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { configOf, openSite, settingsOf } from '../../support/site.ts'

const entry = { code: 'C1', title: 'One', date: '2026-01-08T10:00:00Z' }
const bytesOf = (text: string) => new TextEncoder().encode(text)

async function opened() {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items: [entry] }])
  return site
}

/** Settings with a style sheet of the operator's. */
function styled(settings: Settings, css: string): Settings {
  const asset = { path: 'assets/custom.css', bytes: bytesOf(css) }
  return { ...settings, site: { ...settings.site, stylesheet: asset.path }, assets: [asset] }
}

test('pages and feeds get their style sheets, and an icon made from the title', async () => {
  const { files } = await opened()
  expect([...files.keys()].filter((path) => path.startsWith('assets/')).sort()).toEqual([
    'assets/feed.css',
    'assets/icon.svg',
    'assets/site.css',
  ])
  expect(files.get('assets/icon.svg')).toContain('>T</text>')
})

test("an operator's style sheet that changes is the one file that is written", async () => {
  const site = await opened()
  await publish({ ...site.deps, settings: styled(site.settings, 'a { color: red }') })
  const before = new Map(site.files)
  expect(before.get('assets/custom.css')).toBe('a { color: red }')
  expect(before.get('index.html')).toContain('href="./assets/custom.css"')

  const settings = styled(site.settings, 'a { color: blue }')
  expect(await publish({ ...site.deps, settings })).toEqual({ categories: 0, files: 1 })
  expect(new Map(site.files)).toEqual(before.set('assets/custom.css', 'a { color: blue }'))
  expect(await publish({ ...site.deps, settings })).toEqual({ categories: 0, files: 0 })
})

test('an icon of the operator stands in place of the one that was made', async () => {
  const site = await opened()
  const icon = { path: 'assets/icon.png', bytes: bytesOf('png') }
  await publish({ ...site.deps, settings: { ...site.settings, site: { ...site.settings.site, icon: icon.path }, assets: [icon] } })
  expect([...site.files.keys()].filter((path) => path.includes('icon'))).toEqual(['assets/icon.png'])
  expect(site.files.get('a/2026/01/08/C1.html')).toContain('assets/icon.png')
})
