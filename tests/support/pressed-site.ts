// A site that reads a press: what most faults are tried on.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSite, type SmallSite } from '../cli/site.ts'
import { Press, type PressOptions } from './fault-press.ts'
import type { ShownEntry } from './shown.ts'

export interface PressedSite extends SmallSite {
  readonly press: Press
  entries(): Promise<readonly ShownEntry[]>
  /** By code, once for each entry that has it. */
  codes(): Promise<readonly string[]>
  /** Feeds and pages as they lie there, by path. */
  published(): ReadonlyMap<string, string>
  /** The press's codes that no page is published for. */
  unpublished(): readonly string[]
  /** Names of files that were left half written. */
  leftovers(): readonly string[]
}

export interface PressedOptions extends PressOptions {
  readonly every?: string
  readonly store?: string
  readonly publish?: string
  /** Where `publish` has its files, in the site's folder. */
  readonly publicDir?: string
}

export const temporary = /^\.newsstand-\d+-[0-9a-f]{16}\.tmp$/

export async function openPressedSite({
  every = '10s',
  store,
  publish,
  publicDir = 'data/public',
  ...options
}: PressedOptions): Promise<PressedSite> {
  const press = new Press(options)
  const host = await press.open()
  const lines = { allow: host, ...(store === undefined ? {} : { store }), ...(publish === undefined ? {} : { publish }) }
  const opened = await openSite(lines)
  const site = { ...opened, publicDir: join(opened.dir, publicDir) }
  const config = site.config
    .replace(/(store: \{ sqlite: \S+) \}/, '$1, backup: { dir: ../data/backups, keep: 2 } }')
    .replace('delay: 0s', 'delay: 0s, perHost: 60')
    .replace(/ {2}- \{ id: one.*\n/, press.configOf(host, every))
  await site.put('config/newsstand.yaml', config)
  const entries = async () => JSON.parse((await site.run('list', 'entries', '--limit', '1000000', '--json')).stdout)
  const filesIn = (dir: string) => (existsSync(dir) ? readdirSync(dir, { recursive: true, encoding: 'utf8' }) : [])
  return {
    ...site,
    config,
    press,
    entries,
    codes: async () => (await entries()).map(codeOf).sort(),
    published: () => {
      const names = filesIn(site.publicDir).filter((name) => /\.(html|atom|rss|json|xml|opml)$/.test(name))
      return new Map(names.sort().map((name) => [name, readFileSync(join(site.publicDir, name), 'utf8')]))
    },
    unpublished: () => {
      const pages = new Set(filesIn(site.publicDir).map((path) => path.split('/').at(-1)))
      return [...press.stories().keys()].filter((code) => !pages.has(`${code}.html`))
    },
    leftovers: () => filesIn(join(site.dir, 'data')).filter((path) => temporary.test(path.split('/').at(-1) ?? '')),
    close: async () => {
      await site.close()
      press.close()
    },
  }
}

export function codeOf({ keys }: ShownEntry): string {
  return keys.find((key) => key.startsWith('code:'))?.slice(5) ?? ''
}
