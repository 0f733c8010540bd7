// The program's own pages in a real browser, as a reader and as the operator use them. What all kinds of pages have in common is in
// pages.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, browserProgram, openBrowser } from '../support/browser.ts'
import { type SampleSite, startSampleSite } from '../support/sample-site.ts'

const program = browserProgram()
const desk = { width: 1280 }
const phone = { width: 360 }

/** Of an expression that finds links: where they lead. */
const hrefs = (selector: string) => `[...document.querySelectorAll('${selector}')].map((one) => one.href)`
const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(program === null)('the sample site in a real browser, which needs chromium', () => {
  let site: SampleSite
  let browser: Browser

  beforeAll(async () => {
    site = await startSampleSite()
    browser = await openBrowser(program ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** That nothing went wrong since the page was opened, and nobody else was asked. */
  const expectCalm = () => expect([browser.address(), browser.complaints(), browser.outside()]).toEqual([browser.address(), [], []])

  test('a reader finds a category and the addresses of its feeds, which are what they say', async () => {
    await browser.open(site.url, desk)
    await browser.click('#categories a:text-is("本地新闻")')
    expect(browser.address()).toBe(`${site.url}category/bendixinwen.html`)
    const addresses = await browser.ask("[...document.querySelectorAll('.address')].map((one) => one.textContent)")
    const wanted = ['rss', 'atom', 'json'].map((format) => `${site.url}category/bendixinwen.${format}`)
    expect(addresses).toEqual(wanted)
    expect(await browser.ask(hrefs('link[rel=alternate]'))).toEqual(expect.arrayContaining(wanted))
    for (const address of wanted) {
      const feed = await (await fetch(address)).text()
      const self = /rel="self"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="self"|"feed_url":\s*"([^"]+)"/.exec(feed)?.slice(1)
      expect(self?.find((one) => one !== undefined)).toBe(address)
      expect(feed).toContain('清溪镇图书馆')
    }
    expectCalm()
  })

  test('a reader goes on to an entry, and back to where it stands', async () => {
    await browser.open(`${site.url}category/keji.html`, phone)
    await browser.click('.entries a')
    expect(await browser.ask("document.querySelector('main h1').textContent")).not.toBe('')
    await browser.click('.ways a')
    expect(browser.address()).toBe(`${site.url}category/keji.html`)
    expectCalm()
  })

  test('the first key leads past the masthead, the third into the search box, and the keys reach everything', async () => {
    await browser.open(site.url, desk)
    await browser.press('Tab')
    expect(await browser.ask('document.activeElement.className')).toBe('skip')
    expect(await browser.ask('document.activeElement.getBoundingClientRect().left')).toBeGreaterThanOrEqual(0)
    await browser.press('Enter')
    expect(browser.address()).toBe(`${site.url}#content`)

    await browser.open(site.url, desk)
    for (let n = 0; n < 3; n++) await browser.press('Tab')
    expect(await browser.ask('document.activeElement.name')).toBe('q')
    const reachable = Number(await browser.ask("document.querySelectorAll('a[href], button, input').length"))
    const reached = new Set<unknown>()
    await browser.open(site.url, desk)
    for (let n = 0; n < reachable; n++) {
      await browser.press('Tab')
      reached.add(await browser.ask(focused))
    }
    expect(reached.size).toBe(reachable)
    expect([...reached].filter((one) => String(one).endsWith('unseen'))).toEqual([])
  })
})

/** Which element has the focus, and whether one can see that. */
const focused = `(() => {
  const at = [...document.querySelectorAll('a[href], button, input')].indexOf(document.activeElement)
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
  return at + (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? ' seen' : ' unseen')
})()`
