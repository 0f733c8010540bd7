// Every kind of page in a real browser: on a phone and a desk, by day and by night, as served.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SiteSettings } from '../../src/model/settings.ts'
import type { RunningServer } from '../../src/serve/server.ts'
import { site as chinese } from '../render/samples.ts'
import { type Browser, browserProgram, openBrowser } from '../support/browser.ts'
import { sampleCategories, samplePages } from '../support/sample-pages.ts'
import { startTestServer } from '../support/test-server.ts'

const program = browserProgram()
const terms = { licence: { text: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' }, contact: 'editor@news.example' }
const english = { title: 'The Example Newsstand', description: 'News by category', language: 'en', timezone: 'Europe/London' }
const sites: readonly { readonly name: string; readonly about: Partial<SiteSettings>; readonly categories: number }[] = [
  { name: 'a Chinese site of 5 categories', about: terms, categories: 5 },
  { name: 'an English site of 2,000 categories', about: { ...terms, ...english }, categories: 2_000 },
]

/** Texts of less contrast with what is behind them than WCAG 2.2 §1.4.3 asks for: 4.5, of large text 3. */
const paleTexts = `(() => {
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const parts = (color) => color.match(/[\\d.]+/g).map(Number)
  const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255)
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = parts(getComputedStyle(at).backgroundColor)
      if (alpha === 1) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const pale = []
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || element.getClientRects().length === 0) continue
    const style = getComputedStyle(element)
    const [one, other] = [luminance(parts(style.color)), luminance(behind(element))]
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    const size = parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (contrast < (isLarge ? 3 : 4.5)) pale.push(contrast.toFixed(2) + ' ' + walker.currentNode.data.trim().slice(0, 40))
  }
  return pale
})()`

/** Links and the like that a finger misses (WCAG 2.2 §2.5.8): less than 24 pixels high, and not within a sentence. */
const smallTargets = `[...document.querySelectorAll('nav a, .button, input, .foot > p a, .ways a, .categories a, summary')]
  .filter((target) => target.getClientRects().length > 0 && target.getBoundingClientRect().height < 24)
  .map((target) => target.className + ' ' + target.textContent + ' ' + target.getBoundingClientRect().height)`

/** How far the page reaches beyond the window's side; what scrolls by itself does not count. */
const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** Of a feed: whether titles, dates and the first words are laid out, and what markup would spoil is not. */
const feedLooks = `(() => {
  const isSeen = (name) => [...document.getElementsByTagName(name)].some((one) => one.getClientRects().length > 0)
  const root = document.querySelector('channel, feed')
  return {
    hint: getComputedStyle(root, '::before').content,
    titles: [...document.querySelectorAll('item > title, entry > title')].filter((one) => one.getBoundingClientRect().height > 15).length,
    seen: ['pubDate', 'published', 'description', 'summary'].filter(isSeen),
    unseen: ['guid', 'id', 'content:encoded', 'content', 'ttl', 'updated', 'category'].filter(isSeen),
  }
})()`

describe.skipIf(program === null).each(sites)('$name, in a real browser', ({ about, categories }) => {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-pages-'))
  let browser: Browser
  let server: RunningServer
  let pages: readonly string[] = []

  beforeAll(async () => {
    server = await startTestServer({ dir })
    const files = samplePages({ ...chinese, ...about, url: server.url }, sampleCategories(categories))
    for (const [path, text] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    pages = [...files.keys()].filter((path) => path.endsWith('.html') && !path.includes('moved'))
    browser = await openBrowser(program ?? '')
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
    rmSync(dir, { recursive: true })
  })

  test.each([360, 768, 1280])('nothing hangs over at %i pixels, nothing is complained of', async (width) => {
    expect(pages.length).toBeGreaterThan(12)
    for (const path of pages) {
      await browser.open(server.url + path, { width })
      expect([path, await browser.ask(overhang), browser.complaints()]).toEqual([path, 0, []])
    }
  })

  test.each(['light', 'dark'] as const)('all text can be read on a %s page', async (scheme) => {
    for (const path of pages) {
      await browser.open(server.url + path, { width: 1280, scheme })
      expect([path, await browser.ask(paleTexts)]).toEqual([path, []])
      const paper = String(await browser.ask('getComputedStyle(document.body).backgroundColor'))
      expect(Number(/\d+/.exec(paper)?.[0]) < 64).toBe(scheme === 'dark')
    }
  })

  test('a finger meets what it aims at', async () => {
    for (const path of pages) {
      await browser.open(server.url + path, { width: 360 })
      expect([path, await browser.ask(smallTargets)]).toEqual([path, []])
    }
  })

  test('axe finds no fault', async () => {
    for (const path of pages) {
      await browser.open(server.url + path, { width: 360 })
      expect([path, await browser.faults()]).toEqual([path, []])
    }
  })

  test('no script is needed', async () => {
    for (const path of pages) {
      const view = { width: 1280 }
      await browser.open(server.url + path, view)
      const words = await browser.ask('document.body.innerText')
      await browser.open(server.url + path, { ...view, isScripted: false })
      expect(await browser.ask('document.body.innerText')).toBe(words)
    }
  })

  test('an address is copied whole by one click', async () => {
    await browser.open(`${server.url}category/guojishangbao.html`, { width: 360 })
    expect(await browser.ask("[...document.querySelectorAll('.address')].map((one) => getComputedStyle(one).userSelect)")).toEqual([
      'all',
      'all',
      'all',
    ])
    const copied = await browser.ask(
      "(() => { getSelection().selectAllChildren(document.querySelector('.address')); return getSelection().toString() })()",
    )
    expect(copied).toBe(`${server.url}category/guojishangbao.rss`)
  })

  test.each(['rss', 'atom'])('a feed of %s shows its titles and how to follow it', async (format) => {
    await browser.open(`${server.url}category/guojishangbao.${format}`, { width: 1280 })
    const looks = await browser.ask(feedLooks)
    expect(looks).toMatchObject({ hint: expect.stringMatching(/阅读器|feed reader/), unseen: [] })
    expect(looks).toMatchObject(
      format === 'rss' ? { titles: 7, seen: ['pubDate', 'description'] } : { titles: 8, seen: ['published', 'summary'] },
    )
    for (const scheme of ['light', 'dark'] as const) {
      await browser.open(`${server.url}category/guojishangbao.${format}`, { width: 360, scheme })
      expect([await browser.ask(overhang), await browser.ask(paleTexts)]).toEqual([0, []])
    }
  })
})
