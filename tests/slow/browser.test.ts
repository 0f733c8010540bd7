// The program's own pages in a real browser, as a reader and as the operator use them. What all kinds of pages have in common is in
// pages.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, browserProgram, openBrowser } from '../support/browser.ts'
import { ownTitles, type SampleSite, startSampleSite } from '../support/sample-site.ts'

const program = browserProgram()
const desk = { width: 1280 }
const phone = { width: 360 }

/** Of an expression that finds links: where they lead. */
const hrefs = (selector: string) => `[...document.querySelectorAll('${selector}')].map((one) => one.href)`
const texts = (selector: string) => `[...document.querySelectorAll('${selector}')].map((one) => one.textContent)`
const entryLinks = hrefs('.entries :is(h2, h3) a')
const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(program === null)('the sample site in a real browser, which needs chromium', () => {
  let site: SampleSite
  let browser: Browser
  /** Every kind of page by its name; `status` is 200 when left out. */
  const kinds = new Map<string, { readonly path: string; readonly status?: number; readonly isOperators?: true }>([
    ['home', { path: '' }],
    ['category', { path: 'category/keji.html' }],
    ['archive', { path: 'category/keji/2026-03.html' }],
    ['missing page', { path: 'category/kejii.html', status: 404 }],
    ['search', { path: 'search?q=%E5%9B%BE%E4%B9%A6' }],
    ['search without a question', { path: 'search' }],
    ['search for nothing that is there', { path: 'search?q=xyzzy&publisher=x&from=2026-01-01' }],
    ['API', { path: 'api' }],
    ['status', { path: 'status', isOperators: true }],
    ['source', { path: 'status/sources/own', isOperators: true }],
  ])

  beforeAll(async () => {
    site = await startSampleSite({ entries: 5 })
    browser = await openBrowser(program ?? '')
    const [entry, withdrawn] = JSON.parse(await site.run('list', 'entries', '--category', 'keji', '--json'))
    await site.run('retract', withdrawn.id, '--why', '文中的数字有误。')
    kinds.set('entry', { path: entry.path }).set('retracted notice', { path: withdrawn.path, status: 410 })
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

  test('a reader searches for a word of two characters, and follows what is found', async () => {
    await browser.open(site.url, desk)
    for (let n = 0; n < 3; n++) await browser.press('Tab')
    await browser.type('图书')
    await browser.press('Enter')
    await browser.until("location.pathname === '/search'")
    expect(await browser.ask(texts('.entries h3'))).toEqual([ownTitles[0]])
    const [feed] = JSON.parse(String(await browser.ask(`JSON.stringify(${hrefs('link[rel=alternate][type="application/atom+xml"]')})`)))
    expect(await (await fetch(feed)).text()).toContain(ownTitles[0])
    await browser.click('.entries a')
    expect(await browser.ask("document.querySelector('main h1').textContent")).toBe(ownTitles[0])
    expectCalm()
  })

  test('what is searched for finds categories, too, and within one nothing else', async () => {
    await browser.open(`${site.url}search?q=新闻`, phone)
    expect(await browser.ask(texts('.near a'))).toContain('本地新闻')
    await browser.click('.near a:text-is("本地新闻")')
    await browser.click('.heading input[type=search]')
    await browser.type('公交')
    await browser.press('Enter')
    await browser.until("location.pathname === '/search'")
    expect(new URL(browser.address()).searchParams.get('category')).toBe('bendixinwen')
    expect(await browser.ask(texts('.entries h3'))).toEqual([ownTitles[1]])
    expectCalm()
  })

  const looks = [phone, desk].flatMap((view) => (['light', 'dark'] as const).map((scheme) => ({ ...view, scheme })))

  test.each(looks)('every kind of page is in order at $width pixels, $scheme', async (view) => {
    for (const [name, { path, status = 200, isOperators = false }] of kinds) {
      const who = isOperators ? { password: site.token } : {}
      expect([name, await browser.open(site.url + path, { ...view, ...who })]).toEqual([name, status])
      expect([name, await browser.ask(overhang)]).toEqual([name, 0])
      expect([name, await browser.faults()]).toEqual([name, []])
      const loading = browser.complaints().filter((complaint) => !(status >= 400 && complaint.includes(`status of ${status}`)))
      expect([name, loading, browser.outside()]).toEqual([name, [], []])
    }
  })

  test('a page that is not there names what may have been meant', async () => {
    await browser.open(`${site.url}category/kejii.html`, phone)
    await browser.click('.near a')
    expect(browser.address()).toBe(`${site.url}category/keji.html`)
  })

  test('the archives are walked from the newest entries to the oldest, and back', async () => {
    await browser.open(`${site.url}category/keji.html`, desk)
    const isThere = async (selector: string) => (await browser.ask(`document.querySelector('${selector}') !== null`)) === true
    const titles: unknown[] = [await browser.ask(entryLinks)]
    while (await isThere('.older')) {
      await browser.click('.older')
      titles.push(await browser.ask(entryLinks))
    }
    const all: readonly unknown[] = JSON.parse(await site.run('list', 'entries', '--category', 'keji', '--json'))
    expect(titles.length).toBeGreaterThan(2)
    expect(new Set(titles.flat()).size).toBe(all.length)
    while (await isThere('.newer')) await browser.click('.newer')
    expect(browser.address()).toBe(`${site.url}category/keji.html`)
    expectCalm()
  })

  describe('the operator', () => {
    const source = () => `${site.url}status/sources/own`
    const operator = () => ({ ...desk, password: site.token })

    test('is asked who that is', async () => {
      for (const who of [{}, { password: 'not the token' }]) expect(await browser.open(`${site.url}status`, { ...desk, ...who })).toBe(401)
    })

    test('finds a source, has it polled now, and sees the poll without loading the page again', async () => {
      await browser.open(`${site.url}status`, operator())
      await browser.click('a:text-is("own")')
      expect(browser.address()).toBe(source())
      const polls = site.origin.requests.length
      site.origin.set('/own', [...ownTitles, '东街供水管网检修'])
      await browser.click('#poll-now')
      expect(new URL(browser.address()).searchParams.get('done')).toBe('polled')
      await browser.ask("window.isSamePage = true; window.before = document.getElementById('last-polls').outerHTML")
      await browser.until("document.getElementById('last-polls').outerHTML !== window.before")
      expect([await browser.ask('window.isSamePage'), site.origin.requests.length]).toEqual([true, polls + 1])
      expectCalm()
    })

    test('pauses a source and resumes it', async () => {
      await browser.open(source(), operator())
      await browser.click('#pause')
      expect(await browser.ask("document.getElementById('done').textContent")).toContain('暂停')
      await browser.open(`${site.url}status`, operator())
      expect(await browser.ask("document.querySelector('main').textContent")).toContain('已暂停')
      await browser.open(source(), operator())
      await browser.click('#resume')
      expect(await browser.ask("document.getElementById('pause') !== null")).toBe(true)
      expectCalm()
    })

    test('has validators forgotten', async () => {
      await browser.open(source(), operator())
      const state = () => browser.ask("document.getElementById('state').textContent")
      expect(await state()).toContain('ETag')
      await browser.click('#forget')
      expect(await state()).not.toContain('ETag')
      expectCalm()
    })

    test('may do without scripts', async () => {
      await browser.open(source(), { ...operator(), isScripted: false })
      await browser.click('#poll-now')
      expect(new URL(browser.address()).searchParams.get('done')).toBe('polled')
      expectCalm()
    })
  })

  test('axe and the browser tell what is wrong', async () => {
    await browser.open(site.url, desk)
    await browser.ask("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://elsewhere.example/x.png\"><style>a{}</style>')")
    expect(await browser.faults()).toMatchObject([{ rule: 'image-alt', impact: 'critical' }, { rule: 'region' }])
    await browser.until('document.images.length > 0 && [...document.images].at(-1).complete')
    expect([browser.complaints().length > 0, browser.outside()]).toEqual([true, ['elsewhere.example']])
  })
})

/** Which element has the focus, and whether one can see that. */
const focused = `(() => {
  const at = [...document.querySelectorAll('a[href], button, input')].indexOf(document.activeElement)
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
  return at + (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? ' seen' : ' unseen')
})()`
