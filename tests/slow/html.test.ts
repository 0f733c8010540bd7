// Every kind of page, the style sheets and the icon before the W3C's checker of HTML.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import vnu from 'vnu-jar'
import { assetPath } from '../../src/model/paths.ts'
import { site } from '../render/samples.ts'
import { sampleCategories, samplePages } from '../support/sample-pages.ts'
import { ownTitles, startSampleSite } from '../support/sample-site.ts'

const isJavaThere = spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0

/** Not of the page: files of a folder are no policy's 'self', and which language a text is in is guessed. */
const beside = /violates Content Security Policy|appears to be written in/

/** Errors and warnings. */
function findings(kind: 'html' | 'css' | 'svg', files: readonly string[]): readonly string[] {
  const checking = spawnSync('java', ['-Xss8m', '-jar', String(vnu), `--${kind}`, '--format', 'json', '--exit-zero-always', ...files], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  })
  if (checking.status !== 0) throw new Error(checking.stderr)
  const { messages }: { messages: readonly Record<'type' | 'subType' | 'message' | 'url' | 'extract', string | undefined>[] } = JSON.parse(
    checking.stderr,
  )
  return messages
    .filter(({ type, subType, message }) => (type === 'error' || subType === 'warning') && !beside.test(message ?? ''))
    .map(({ url, message, extract }) => `${url} ${message} ${extract}`)
}

describe.skipIf(!isJavaThere)('the checker of HTML, which needs Java', () => {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-html-'))
  const files: string[] = []
  const of = (ending: string) => files.filter((file) => file.endsWith(ending))

  beforeAll(() => {
    const told = { licence: { text: 'CC BY', url: 'https://creativecommons.org/licenses/by/4.0/' }, contact: 'editor@news.example' }
    for (const { language, categories } of [
      { language: 'zh-CN', categories: 5 },
      { language: 'en', categories: 2_000 },
    ])
      for (const [path, text] of samplePages({ ...site, ...told, language }, sampleCategories(categories))) {
        const file = join(dir, language, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
        files.push(file)
      }
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  test('finds nothing wrong in a page', () => {
    expect(of('.html').length).toBeGreaterThan(30)
    expect(findings('html', of('.html'))).toEqual([])
  })

  test('finds nothing wrong in a page that is made when it is asked for', async () => {
    const site = await startSampleSite({ own: [...ownTitles, '一<二&三"四'] })
    const headers = { authorization: `Bearer ${site.token}` }
    const made = [
      'search',
      'search?q=图书',
      'search?q=新闻&publisher=x&from=2026-01-01',
      'api',
      'status',
      'status/sources/own',
      'status/entries',
      'status/entries?of=清溪',
      'nowhere',
    ]
    const pages: string[] = []
    for (const [at, path] of made.entries()) {
      const file = join(dir, `made-${at}.html`)
      writeFileSync(file, await (await fetch(site.url + path, { headers })).text())
      pages.push(file)
    }
    await site.close()
    expect(findings('html', pages)).toEqual([])
  })

  test('finds nothing wrong in a style sheet', () => {
    expect(of('.css').map((file) => file.slice(dir.length + 'zh-CN/'.length + 1))).toContain(assetPath.feedStylesheet)
    expect(findings('css', of('.css'))).toEqual([])
  })

  test('finds nothing wrong in an icon', () => {
    expect(findings('svg', of('.svg'))).toEqual([])
  })

  test('finds what is wrong', () => {
    const [page, style] = [join(dir, 'wrong.html'), join(dir, 'wrong.css')]
    writeFileSync(page, '<!doctype html><html lang="en"><title>x</title><p><div></p>')
    writeFileSync(style, 'a { colour: red }')
    expect(findings('html', [page]).length).toBeGreaterThan(0)
    expect(findings('css', [style]).length).toBeGreaterThan(0)
  })
})
