import { expect, onTestFinished, test } from 'vitest'
import { type ConfigChanges, isFetchedAlike, takeOver } from '../../src/jobs/reload.ts'
import type { Settings } from '../../src/model/settings.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../support/site.ts'

const unchanged: ConfigChanges = { added: [], removed: [], changed: [], renamed: [], settings: [], kept: [] }

/** A site whose paths stay where they are, as those of one config file do. */
async function opened(yaml = configOf([{ id: 'a' }, { id: 'b' }])) {
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  const { file, store, publish } = site.settings
  const reloaded = (next: string, changes: (settings: Settings) => Partial<Settings> = () => ({})) => {
    const settings = { ...settingsOf(next), file, store, publish }
    return takeOver({ ...settings, ...changes(settings) }, site.deps)
  }
  return { ...site, reloaded }
}

const two = configOf([{ id: 'a' }, { id: 'b' }])

test('the same config changes nothing, and the settings stay the very same', async () => {
  const site = await opened()
  const { settings, changes } = await site.reloaded(two)
  expect(changes).toEqual(unchanged)
  expect(settings).toBe(site.settings)
})

const rows: readonly { name: string; yaml: string; want: Partial<ConfigChanges> }[] = [
  { name: 'a source that is new', yaml: configOf([{ id: 'c' }, { id: 'a' }, { id: 'b' }]), want: { added: ['c'] } },
  { name: 'one that is gone', yaml: configOf([{ id: 'b' }]), want: { removed: ['a'] } },
  { name: 'one that is another', yaml: configOf([{ id: 'a', priority: 2 }, { id: 'b' }]), want: { changed: ['a'] } },
  {
    name: 'one that goes on under another id',
    yaml: two.replace('id: a,', 'id: c, formerly: [x, a],'),
    want: { renamed: [{ from: 'a', to: 'c' }] },
  },
  {
    name: 'the pace of polls',
    yaml: `${two}poll: { every: 1h, perHost: 2 }\n`,
    want: { settings: ['poll.every', 'poll.perHost'], changed: [] },
  },
  { name: 'the site’s title', yaml: two.replace('title: Test', 'title: Other'), want: { settings: ['site.title'] } },
  {
    name: 'lists by their names',
    yaml: `${two}categories: [{ name: x }]\nalerts: { command: [a] }\nnotify: [{ category: x, command: [a] }]\ncanonical: { ignore: [ref] }\nslugs: { overrides: { 行: hang } }\n`,
    want: { settings: ['canonical.ignore', 'slugs.overrides', 'categories', 'alerts', 'notify'] },
  },
]
for (const { name, yaml, want } of rows) {
  test(`tells ${name}`, async () => {
    const site = await opened()
    expect((await site.reloaded(yaml)).changes).toEqual({ ...unchanged, ...want })
  })
}

test('tells files of the site that hold something else', async () => {
  const styled =
    (css: string) =>
    (settings: Settings): Partial<Settings> => ({
      site: { ...settings.site, stylesheet: 'assets/custom.css', icon: 'assets/icon.png' },
      assets: ['custom.css', 'icon.png'].map((name) => ({ path: `assets/${name}`, bytes: new TextEncoder().encode(css) })),
    })
  const site = await opened()
  const { settings, changes } = await site.reloaded(two, styled('a { }'))
  expect(changes).toEqual({ ...unchanged, settings: ['site.icon', 'site.stylesheet'] })
  const again = await takeOver({ ...settings, ...styled('b { }')(settings) }, { ...site.deps, settings })
  expect(again.changes).toEqual({ ...unchanged, settings: ['site.stylesheet', 'site.icon'] })
  expect((await takeOver({ ...again.settings }, { ...site.deps, settings: again.settings })).changes).toEqual(unchanged)
})

test('sources come and go in the store', async () => {
  const site = await opened()
  await site.reloaded(configOf([{ id: 'b' }, { id: 'c' }]))
  expect((await site.deps.store.sources(firstRunAt)).map(({ id, isRetired }) => `${id} ${isRetired}`)).toEqual([
    'b false',
    'c false',
    'a true',
  ])
})

test('what a running service stands on stays until a restart, and is named', async () => {
  const site = await opened()
  const { settings, changes } = await site.reloaded(two.replace('title: Test', 'title: Other'), (next) => ({
    site: { ...next.site, id: 'other.example' },
    store: { ...next.store, sqlite: '/elsewhere.sqlite' },
    serve: { ...next.serve, host: '0.0.0.0', port: 9 },
    publish: { ...next.publish, dir: '/elsewhere', jekyll: { dir: '/posts' }, entries: 10 },
  }))
  expect(changes.kept).toEqual(['site.id', 'store', 'publish.dir', 'publish.jekyll', 'serve.host', 'serve.port'])
  expect(changes.settings).toEqual(['site.title', 'publish.entries'])
  const { site: siteBefore, store, serve, publish } = site.settings
  expect(settings).toMatchObject({ site: { ...siteBefore, title: 'Other' }, store, serve, publish: { ...publish, entries: 10 } })
})

test('a config that contradicts the registry is refused, and nothing of it is taken over', async () => {
  const site = await opened(configOf([{ id: 'a' }], 'categories: [{ name: Rock, slug: rock }]\n'))
  const contradiction = configOf([{ id: 'a' }, { id: 'new' }], 'categories: [{ name: Rock, slug: hard }]\n')
  await expect(site.reloaded(contradiction)).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringContaining('"rock"') })
  expect((await site.deps.store.sources(firstRunAt)).map(({ id }) => id)).toEqual(['a'])
})

test('one fetcher does for settings that differ in pace alone', () => {
  const { poll } = settingsOf(two)
  expect(isFetchedAlike(poll, { ...poll, everyMs: 1, settleMs: 1 })).toBe(true)
  for (const other of [{ delayMs: 1 }, { allow: ['a:1'] }, { userAgent: 'x' }, { limits: { ...poll.limits, visitMs: 1 } }])
    expect(isFetchedAlike(poll, { ...poll, ...other })).toBe(false)
})
