// A small site in a folder of its own: one source that reads a file beside its config, to be run by the built program.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Ended, endAll, newsstand, type Running } from '../support/program.ts'

export interface Item {
  readonly id: string
  readonly url?: string
  readonly title: string
  readonly content_html?: string
  readonly summary?: string
  readonly authors?: readonly { readonly name: string; readonly url?: string }[]
  readonly tags?: readonly string[]
  readonly date_published?: string
  readonly date_modified?: string
}

export interface SmallSite {
  readonly dir: string
  readonly publicDir: string
  readonly store: string
  /** The text of its config. */
  readonly config: string
  start(...args: readonly string[]): Running
  /** One command to its end. */
  run(...args: readonly string[]): Promise<Ended>
  /** Writes a file of the site. */
  put(path: string, text: string): Promise<void>
  close(): Promise<void>
}

export const items: readonly Item[] = [
  { id: 'a', url: 'https://one.example/a', title: '第一篇', content_html: '<p>正文</p>', date_published: '2026-01-02T03:04:05Z' },
  { id: 'b', url: 'https://one.example/b', title: 'The second', date_published: '2026-01-01T00:00:00Z' },
]

interface ConfigLines {
  readonly url?: string
  readonly store?: string
  readonly publish?: string
  readonly serve?: string
  /** A private host:port that may be reached. */
  readonly allow?: string
  /** More lines at the end. */
  readonly more?: string
  /** What the program is started with. */
  readonly env?: Readonly<Record<string, string>>
}

export function configOf(lines: ConfigLines = {}): string {
  const {
    url = 'https://news.example/',
    store = '../data/store.sqlite',
    publish = '{ dir: ../data/public }',
    serve = '{ port: 0 }',
  } = lines
  return `site: { title: 测试, url: "${url}", language: zh-CN, timezone: Asia/Shanghai }
store: { sqlite: ${store} }
publish: ${publish}
serve: ${serve}
poll: { delay: 0s, allow: ["${lines.allow ?? ''}"] }
identity: [{ name: code, query: code, pattern: 'C\\d+' }]
sources:
  - { id: one, url: "file:one.json", category: 科技 }
${lines.more ?? ''}`
}

export function feedOf(feedItems: readonly Item[]): string {
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'One', items: feedItems })
}

export async function openSite(lines: ConfigLines = {}): Promise<SmallSite> {
  const { env = {} } = lines
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-cli-'))
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
  await put('config/newsstand.yaml', configOf(lines))
  await put('config/one.json', feedOf(items))
  return {
    dir,
    publicDir: join(dir, 'data', 'public'),
    store: join(dir, 'data', 'store.sqlite'),
    config: configOf(lines),
    start: (...args) => newsstand(args, { cwd: dir, env }),
    run: (...args) => newsstand(args, { cwd: dir, env }).ended,
    put,
    close: async () => {
      await endAll()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
