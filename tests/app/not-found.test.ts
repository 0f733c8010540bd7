import { expect, test } from 'vitest'
import { notFoundIn } from '../../src/app/not-found.ts'
import { prune } from '../../src/jobs/operate/prune.ts'
import { redirectsOf } from '../../src/serve/redirects.ts'
import { linksOf } from '../render/page-tags.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../support/site.ts'

const papers = ['国际商报', '上海证券报', 'IT之家']

test('at a missing address stand the public categories whose addresses are near, and nothing of the address itself', async () => {
  const hidden = 'categories:\n  - { name: 国际商务报, private: true }\n'
  const site = await openSite(settingsOf(configOf([{ id: 'a' }], hidden)))
  const items = [...papers, '国际商务报'].map((publisher, n) => ({ guid: `${n}`, title: publisher, publisher }))
  await site.run([{ source: 'a', items }])
  let now = firstRunAt
  const page = notFoundIn({ current: { ...site.deps, clock: { now: () => now } } })
  const near = async (path: string) => linksOf(await page(path)).filter((link) => link.startsWith('/category/'))

  expect(await near('category/guojishanbao.html')).toEqual(['/category/guojishangbao.html'])
  expect(await near('category/IT-ZhiJia/2026-01.html')).toEqual(['/category/itzhijia.html'])
  expect(await near('shanghaizhengquan/2026/01/10/x.html')).toEqual(['/category/shanghaizhengquanbao.html'])
  expect(await near('wp-login.php')).toEqual([])
  expect(await page('guojishangbao"><script>alert(1)</script>')).not.toContain('alert')

  await site.run([{ source: 'a', items: [{ guid: 'new', title: 'New', publisher: '人民日报' }] }], firstRunAt + 3_600_000)
  expect(await near('category/renminribao2')).toEqual([])
  now += 61_000
  expect(await near('category/renminribao2')).toEqual(['/category/renminribao.html'])
  await site.close()
})

test('it is there while the store is not', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  await site.close()
  expect(await notFoundIn({ current: site.deps })('category/x')).toContain('<h1>')
})

test('the icon is found where browsers look for it', async () => {
  const nowhere = { movedFrom: async () => null, isGone: async () => false, fateOf: async () => null }
  expect(await redirectsOf(nowhere, () => 'assets/icon.png')('favicon.ico')).toEqual({ status: 301, to: '/assets/icon.png' })
  expect(await redirectsOf(nowhere)('favicon.ico')).toBeNull()
})

for (const { language, says } of [
  { language: 'zh-CN', says: '这里不再保存这篇文章' },
  { language: 'en', says: 'This article is no longer kept here' },
])
  test(`where an entry was pruned stands, in ${language}, its title, the way to the original and to its category`, async () => {
    const yaml = configOf([{ id: 'a' }])
      .replace('title: Test,', `title: Test, language: ${language},`)
      .replace('publish: { dir: public', 'publish: { dir: public, entries: 1, keep: { entries: 1 }')
    const site = await openSite(settingsOf(yaml))
    const items = ['2025-12-01', '2026-01-01'].map((date, n) => ({
      guid: `${n}`,
      title: `<Story> ${n}`,
      url: `https://x.example/${n}`,
      date: `${date}T08:00:00Z`,
      publisher: '国际商报',
    }))
    await site.run([{ source: 'a', items }])
    const path = (await site.entries())[1]?.path ?? ''
    await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, site.deps)
    const page = await notFoundIn({ current: site.deps })(path)
    expect(page).toContain(`<h1>${says}</h1>`)
    expect(page).toContain('&lt;Story&gt; 0')
    expect(linksOf(page)).toEqual(expect.arrayContaining(['https://x.example/0', '../../../../category/guojishangbao.html']))
    expect(page).toContain('noindex')
    expect(await redirectsOf(site.deps.store)(path)).toEqual({ status: 410 })
    await site.close()
  })
