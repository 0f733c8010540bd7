import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importPosts } from '../../../src/jobs/import/import-posts.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { PostsReport } from '../../../src/model/import-report.ts'
import type { PostFiles } from '../../../src/model/post-files.ts'
import { gbkHtml } from '../../support/gbk.ts'
import { originalPost, postPath, postsIn, shareLink, type WrittenPost } from '../../support/posts.ts'
import { type Document, firstRunAt, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const config = `site: { title: 消息, url: "https://news.example/", timezone: Asia/Shanghai, language: zh-CN }
store: { sqlite: store.sqlite }
publish: { dir: public }
identity:
  - { name: infoCode, query: infoCode, fields: [infoCode], pattern: 'NW\\d{10,24}' }
notify: [ { category: 国际商报, url: "http://127.0.0.1:9/" } ]
sources:
  - id: list
    kind: json
    url: "https://list.example/list"
    items: "$.items"
    fields: { link: { uri: "http://share.example/html_News/NewsShare.html?infoCode={infoCode}" }, title: $.title, published: $.date, content: $.text, publisher: $.publisher, tags: { text: "{publisher}新闻" } }
    category: ["{publisher}"]
`

const port: WrittenPost = {
  code: 'NW202201232257818698',
  title: '港口聚焦主线谋发展',
  date: '2022-01-23 20:41:04',
  slug: 'guojishangbao',
  publisher: '国际商报',
}
const bank: WrittenPost = {
  code: 'NW202201242257818699',
  title: '"银行" 下调: 利率 \\ 说明',
  date: '2022-01-24 00:10:00',
  slug: 'itzhijia',
  publisher: 'IT之家',
}

let site: TestSite
beforeEach(async () => {
  site = await openSite(settingsOf(config))
  site.deps.clock.now = () => firstRunAt
})
afterEach(() => site.close())

function take(folder: PostFiles): Promise<PostsReport> {
  return importPosts({ folder, source: 'import-jekyll', onProgress: () => {} }, site.deps)
}

const portFile = { [postPath(port)]: originalPost(port) }
const portPath = 'guojishangbao/2022/01/23/NW202201232257818698.html'

/** What the list of a later poll says of a post. */
function listed({ code, title, date, publisher }: WrittenPost, text: string): Document {
  const item = { infoCode: code, title, date: `${date.replace(' ', 'T')}+08:00`, publisher, text }
  return { source: 'list', items: [], body: JSON.stringify({ items: [item] }) }
}

describe('posts of the original site', () => {
  test('become entries under their paths, dates, categories and infoCodes', async () => {
    const report = await take(postsIn({ ...portFile, [postPath(bank, 'old_post')]: originalPost(bank) }))
    expect(report).toMatchObject({ posts: 2, new: 2, known: 0, broken: [], moved: [], odd: [] })
    const [second, first] = await site.entries()
    expect(first).toMatchObject({
      title: port.title,
      path: portPath,
      categories: ['guojishangbao'],
      publisher: '国际商报',
      tags: [{ name: '国际商报新闻' }],
      url: shareLink(port.code),
      datePublished: Date.UTC(2022, 0, 23, 12, 41, 4),
      listed: Date.UTC(2022, 0, 23, 12, 41, 4),
    })
    expect(first?.keys).toContain(`infoCode:${port.code}`)
    expect(first?.contentHtml).not.toMatch(/返回|NewsShare/)
    expect(second).toMatchObject({ title: bank.title, path: 'itzhijia/2022/01/24/NW202201242257818699.html', categories: ['itzhijia'] })
    expect((await site.deps.store.categories()).map(({ slug, name }) => [slug, name])).toEqual([
      ['guojishangbao', '国际商报'],
      ['itzhijia', 'IT之家'],
    ])
  })

  test('are found by later polls, which change neither id nor path nor place', async () => {
    await take(postsIn(portFile))
    const [before] = await site.entries()
    await site.run([listed(port, before?.contentHtml ?? '')])
    const [after, ...others] = await site.entries()
    expect(others).toEqual([])
    expect(after).toEqual({
      ...before,
      keys: expect.anything(),
      source: 'list',
      sources: ['list', 'import-jekyll'],
      revision: expect.any(Number),
    })
    expect(after).toMatchObject({ dateModified: null })
  })

  test('join what an earlier poll brought, and change nothing that readers see', async () => {
    await site.run([listed(port, '<p>as polled</p>')])
    const [before] = await site.entries()
    expect(await take(postsIn(portFile))).toMatchObject({ new: 0, known: 1, moved: [] })
    expect(await site.entries()).toEqual([{ ...before, keys: expect.anything(), sources: ['list', 'import-jekyll'] }])
  })

  test('of which two files hold the same article are one entry', async () => {
    const twice = { ...portFile, [postPath(port, 'old_post')]: originalPost(port) }
    expect(await take(postsIn(twice))).toMatchObject({ posts: 2, new: 1, known: 1, moved: [] })
    expect(await site.entries()).toHaveLength(1)
  })

  test('tell nobody that there is news', async () => {
    await take(postsIn(portFile))
    await settleAndPublish(firstRunAt, site.deps)
    expect(await site.deps.store.dueRecipients(firstRunAt + 86_400_000)).toEqual([])
    expect(site.files.get(portPath)).toContain(port.title)
  })

  test('in GBK are read as such', async () => {
    const report = await take(postsIn({ [postPath(port)]: gbkHtml(originalPost(port)) }))
    expect(report).toMatchObject({ new: 1, broken: [] })
    expect(await site.entries()).toMatchObject([{ title: port.title, path: portPath }])
  })

  test('are known by the names of their files where no link says another', async () => {
    const named = originalPost(port).replace(/<http[^>]*>/, '')
    await take(postsIn({ [postPath(port)]: named }))
    expect((await site.entries())[0]?.keys).toContain(`infoCode:${port.code}`)
  })

  test('go by their link where the name of the file says another', async () => {
    const report = await take(postsIn({ [postPath(bank)]: originalPost({ ...bank, code: port.code }) }))
    expect(report.odd).toEqual([
      { file: postPath(bank), note: `the file is named ${bank.code}, but its link says ${port.code}: the link counts` },
    ])
    expect((await site.entries())[0]?.keys).toContain(`infoCode:${port.code}`)
  })
})

describe('an import', () => {
  test('names what is broken, with its line, and takes in the rest', async () => {
    const report = await take(
      postsIn({
        ...portFile,
        '_posts/2022-01-01-empty.md': '',
        '_posts/2022-01-01-bare.md': '<p>text</p>',
        '_posts/2022-01-01-yaml.md': '---\ntitle: "a\ndate: [\n---\ntext',
        '_posts/2022-01-01-untitled.md': '---\nlayout: post\n---\ntext',
        '_posts/2022-01-01-binary.md': Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0, 1, 2, 3]),
        '_posts/2022-01-01-draft.md': '---\ntitle: x\npublished: false\n---\ntext',
        '_posts/about.md': '---\ntitle: x\n---\ntext',
      }),
    )
    expect(report).toMatchObject({ posts: 8, new: 1, drafts: 1 })
    expect(report.broken.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
      '_posts/2022-01-01-bare.md:1 there is no front matter: the first line is not ---',
      '_posts/2022-01-01-binary.md:2 the file is no text: it holds zero bytes',
      '_posts/2022-01-01-empty.md:1 the file is empty',
      '_posts/2022-01-01-untitled.md:1 there is no title',
      expect.stringMatching(/^_posts\/2022-01-01-yaml\.md:\d the front matter is no YAML: /),
      '_posts/about.md:1 the file is not named YYYY-MM-DD-name.md',
    ])
  })

  test('that was broken off goes on where it was, and ends as if it had not been', async () => {
    const posts = Array.from(
      { length: 260 },
      (_, n): WrittenPost => ({
        ...port,
        code: `NW2022012322578${10_000 + n}`,
        title: `${port.title} ${n}`,
        date: `2022-0${n < 100 ? 1 : 2}-23 20:41:04`,
      }),
    )
    const files = Object.fromEntries(posts.map((post) => [postPath(post), originalPost(post)]))
    const folder = postsIn(files)
    const cut = {
      ...folder,
      read: async (path: string) =>
        path >= (folder.files[230] ?? '') ? Promise.reject(new Error('the plug was pulled')) : folder.read(path),
    }
    await expect(take(cut)).rejects.toThrow('the plug was pulled')
    expect(await site.entries()).toHaveLength(200)
    expect(await take(folder)).toMatchObject({ new: 60, unchanged: 200 })
    const resumed = await site.entries()
    expect(await take(folder)).toMatchObject({ new: 0, known: 0, unchanged: 260 })

    const whole = await openSite(settingsOf(config))
    whole.deps.clock.now = () => firstRunAt
    await importPosts({ folder, source: 'import-jekyll', onProgress: () => {} }, whole.deps)
    expect(resumed).toEqual(await whole.entries())
    await settleAndPublish(firstRunAt, whole.deps)
    expect(['category/guojishangbao/2022-01.atom', 'archive/2022-01.html'].filter((path) => !whole.files.has(path))).toEqual([])
    await whole.close()
  })

  test('again takes in what has changed', async () => {
    await take(postsIn(portFile))
    const changed = originalPost({ ...port, title: '改了标题' })
    expect(await take(postsIn({ [postPath(port)]: changed }))).toMatchObject({ new: 0, known: 1, unchanged: 0 })
    expect(await site.entries()).toMatchObject([{ title: '改了标题', path: portPath, revision: 2 }])
  })

  test('keeps the address words of categories whose names nobody knows', async () => {
    const written = originalPost({ ...port, slug: 'gjsb', publisher: '报' })
    await take(postsIn({ [postPath(port)]: written }))
    expect(await site.entries()).toMatchObject([{ path: portPath.replace('guojishangbao', 'gjsb'), categories: ['gjsb'] }])
    const later = originalPost({ ...bank, slug: 'guojishangbao', publisher: 'x' })
    const named = originalPost({ ...port, code: 'NW202201232257818777', title: 'b' })
    await take(postsIn({ [postPath(bank)]: later, [postPath({ ...port, code: 'NW202201232257818777' })]: named }))
    expect((await site.deps.store.categories()).map(({ slug, name }) => [slug, name]).sort()).toEqual([
      ['gjsb', 'gjsb'],
      ['guojishangbao', '国际商报'],
    ])
  })

  test('gives posts that cannot stay where they were a path by the rule, and says so', async () => {
    const text = '---\ntitle: A post\ntags: [x]\n---\nSome *text*.'
    const report = await take(postsIn({ '_posts/2022-01-23-a-post.md': text }, { title: 'My blog' }))
    const [entry] = await site.entries()
    expect(entry).toMatchObject({ title: 'A post', categories: ['my-blog'], contentHtml: '<p>Some <em>text</em>.</p>', url: null })
    expect(report.moved).toEqual([{ file: '_posts/2022-01-23-a-post.md', from: '/2022/01/23/a-post.html', to: entry?.path }])
  })

  test('of posts in a private category publishes nothing', async () => {
    await site.close()
    site = await openSite(settingsOf(`${config}categories: [ { name: 国际商报, private: true } ]\n`))
    site.deps.clock.now = () => firstRunAt
    await take(postsIn(portFile))
    await settleAndPublish(firstRunAt, site.deps)
    expect(await site.entries()).toEqual([])
    expect([...site.files].filter(([path, text]) => path.includes('guojishangbao') || text.includes(port.title))).toEqual([])
  })

  test('of what was withdrawn brings nothing back', async () => {
    await take(postsIn(portFile))
    const [row] = await site.deps.store.copies.publishedAfter(0, 1)
    await site.deps.store.retract({ row: row ?? 0, at: firstRunAt, why: 'wrong', isSilent: true, by: null })
    await take(postsIn({ [postPath(port)]: originalPost({ ...port, title: '又来了' }) }))
    await settleAndPublish(firstRunAt, site.deps)
    expect([...site.files.values()].filter((text) => text.includes('又来了'))).toEqual([])
  })
})
