// Tokens as an operator gives them beside a running service, and takes them back.
import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { feedOf, openSite } from './site.ts'

const secretItems = [{ id: 's', url: 'https://secret.example/s', title: 'Inner news', date_published: '2026-01-02T00:00:00Z' }]
const more = `  - { id: secret, url: "file:secret.json", category: 内参 }
categories:
  - { name: 内参, slug: neican, private: true }
`

test('a token is given, read with, and opens nothing once another process takes it back', async () => {
  const site = await openSite({ more })
  onTestFinished(site.close)
  await site.put('config/secret.json', feedOf(secretItems))
  expect((await site.run('poll')).code).toBe(0)
  const service = site.start('run')
  const address = await service.said(/http:\/\/[\d.:]+\//)

  const given = await site.run('token', 'add', '内参', '--label', 'phone', '--expires', '90d', '--json')
  const { id, token, addresses } = JSON.parse(given.stdout)
  expect(Object.keys(addresses)).toEqual(['atom', 'rss', 'json', 'html', 'opml'])
  const here = (url: string) => url.replace('https://news.example/', address)
  for (const url of Object.values<string>(addresses)) {
    const answer = await fetch(here(url))
    expect([url, answer.status]).toEqual([url, 200])
    expect(await answer.text()).toContain(url.includes('opml') ? 'neican.atom' : 'Inner news')
  }
  const kept = `${await readFile(site.store, 'latin1')}${await readFile(`${site.store}-wal`, 'latin1')}`
  expect([kept.includes(id), kept.includes(token.slice(-20))]).toEqual([true, false])
  const listed = await site.run('token', 'list')
  expect(listed.stdout).toMatch(new RegExp(`${id} +phone +neican`))
  expect(listed.stdout).not.toContain(token)
  expect((await site.run('token', 'revoke', id)).stdout).toBe(`The token ${id} (phone) opens neican no more.\n`)
  expect((await fetch(here(addresses.atom))).status).toBe(404)

  service.kill('SIGTERM')
  const { stderr } = await service.ended
  expect(stderr).not.toContain(token)
})

test('what cannot be opened is said, with what to do', async () => {
  const site = await openSite({ more })
  onTestFinished(site.close)
  await site.put('config/secret.json', feedOf(secretItems))
  expect((await site.run('poll')).code).toBe(0)
  const refusals: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['add', 'nowhere'], /^unknown-category: There is no category "nowhere"/],
    [['add', 'keji'], /^category-state: "keji" is public: everybody may read it/],
    [['add'], /^usage: no category is named/],
    [['add', 'neican', '--all'], /^usage: --all goes without a category/],
    [['add', 'neican', '--expires', 'soon'], /^usage: --expires is "soon"/],
    [['revoke', 'nobody'], /^unknown-token: There is no token "nobody"/],
  ]
  for (const [args, said] of refusals) {
    const { code, stderr } = await site.run('token', ...args)
    expect([args, code, said.test(stderr) ? said : stderr]).toEqual([args, 2, said])
  }
  expect((await site.run('token', 'list')).stdout).toBe('There is no token.\n')
})
