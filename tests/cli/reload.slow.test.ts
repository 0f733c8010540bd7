// The service of an operator who edits its config.
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { configOf, feedOf, items, openSite, type SmallSite } from './site.ts'

let site: SmallSite
afterEach(() => site.close())

const address = /(http:\/\/127\.0\.0\.1:\d+\/)/
const two = feedOf([{ id: 'x', title: 'From two', url: 'https://two.example/x' }])
const three = feedOf([{ id: 'y', title: 'From three', url: 'https://three.example/y' }])

async function running(...args: readonly string[]) {
  site = await openSite()
  await Promise.all([site.put('config/two.json', two), site.put('config/three.json', three)])
  const service = site.start('run', ...args)
  const url = await service.said(address)
  const shows = async (text: string) => (await (await fetch(`${url}feed.json`)).text()).includes(text)
  const published = (text: string) => expect.poll(() => shows(text), { timeout: 25_000, interval: 50 }).toBe(true)
  await published('The second')
  return { service, published, shows, end: () => ended(service) }
}

async function ended(service: ReturnType<SmallSite['start']>) {
  service.kill('SIGTERM')
  const { code, stdout, stderr } = await service.ended
  expect([code, stdout]).toEqual([0, ''])
  return stderr
}

test('a wrong edit is told to the very column, changes nothing, and is forgotten when it is mended', async () => {
  const { service, published, shows, end } = await running()
  await site.put('config/newsstand.yaml', configOf({ more: '  - { id: two, url: "file:two.json", catgory: x }\n' }))
  const place = /config\/newsstand\.yaml:9:38 sources\[1\]\.catgory: "catgory" is an unknown key; did you mean "category"\?/
  await service.said(place)
  expect(await shows('From two')).toBe(false)
  const { code, stderr } = await site.run('check')
  expect(code).toBe(3)

  await site.put('config/newsstand.yaml', configOf({ more: '  - { id: two, url: "file:two.json", category: x }\n' }))
  await published('From two')
  const said = await end()
  expect(said).toContain(stderr)
  const logged = said.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'error', code: 'config-invalid', problems: [expect.stringMatching(place)] }),
  )
  expect(logged).toContainEqual(expect.objectContaining({ msg: 'config reloaded', added: ['two'], watched: 2 }))
})

test('a file that comes to match an include is taken in, and one that goes is taken out', async () => {
  const { service, published, end } = await running()
  await site.put('config/more/two.yaml', 'sources: [{ id: two, url: "file:../two.json" }]\n')
  await site.put('config/newsstand.yaml', `${configOf()}include: [more/*.yaml]\n`)
  await published('From two')
  await site.put('config/more/three.yaml~', 'sources: [{ id: three, url: "file:../three.json" }]\n')
  await rename(join(site.dir, 'config/more/three.yaml~'), join(site.dir, 'config/more/three.yaml'))
  await published('From three')
  await rm(join(site.dir, 'config/more/two.yaml'))
  await service.said(/"removed":\["two"\]/)
  await end()
})

test('SIGHUP reads the config again', async () => {
  const { service, end } = await running()
  service.kill('SIGHUP')
  await service.said(/config read again: nothing has changed/)
  await end()
})

test('what only a restart can change is named, and stays as it was', async () => {
  const { service, shows, end } = await running()
  await site.put('config/newsstand.yaml', configOf({ serve: '{ port: 1 }', store: '../data/other.sqlite', publish: '{ dir: elsewhere }' }))
  await service.said(/"keys":\["store","publish.dir","serve.port"\],"msg":"these settings change with a restart only/)
  expect(await shows('The second')).toBe(true)
  await end()
})

test('a config that contradicts what readers know is refused as at the start', async () => {
  const { service, end } = await running()
  await site.put('config/newsstand.yaml', configOf({ more: 'categories: [{ name: 科技, slug: other }]\n' }))
  await service.said(/config-invalid: the address of category "科技" has been "keji" and stays/)
  await end()
})

test('a category that nobody has named yet is no error, but told', async () => {
  const { service, end } = await running()
  const notify =
    'notify: [{ category: keji, command: ["true"] }, { category: 科技, command: ["true"] }, { category: Tipo, command: ["true"] }]\n'
  await site.put('config/newsstand.yaml', configOf({ more: notify }))
  await service.said(/"notify":\["Tipo"\],"msg":"there are no such categories yet/)
  await end()
})

test('a root file that is gone is told, and the service goes on', async () => {
  const { service, shows, end } = await running('--log-level', 'silent')
  await rm(join(site.dir, 'config/newsstand.yaml'))
  await service.said(/config-missing: there is no config file config\/newsstand\.yaml/)
  expect(await shows(items[1]?.title ?? '')).toBe(true)
  await end()
})
