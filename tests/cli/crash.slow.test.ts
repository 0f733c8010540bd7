// Killed at the worst moment: the next command finds everything, once.
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ShownEntry, ShownPoll } from '../support/shown.ts'
import { feedOf, items, openSite, type SmallSite } from './site.ts'

const late = feedOf([{ id: 's', title: 'Said at last', url: 'https://late.example/s' }])

let site: SmallSite
let server: Server
/** Resolves with each visit that came while the server kept silent. */
let visits: (() => void)[]
let kept: ServerResponse[] | null

beforeEach(async () => {
  visits = []
  kept = []
  server = createServer((_, response) => {
    if (kept === null) response.writeHead(200, { 'content-type': 'application/feed+json' }).end(late)
    else kept.push(response)
    for (const visited of visits.splice(0)) visited()
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const host = `127.0.0.1:${port}`
  site = await openSite({ allow: host, more: `  - { id: late, url: "http://${host}/feed" }\n` })
})
afterEach(async () => {
  await site.close()
  server.close()
  server.closeAllConnections()
})

for (const command of ['poll', 'run']) {
  test(`after a ${command} that was killed amid a visit, poll visits at once what was not recorded`, async () => {
    const visited = new Promise<void>((resolve) => visits.push(resolve))
    const killed = site.start(command, '--log-level', 'silent')
    await visited
    killed.kill('SIGKILL')
    expect((await killed.ended).code).toBe(null)

    kept = null
    const { code, stdout } = await site.run('poll', '--json', '--force')
    const summary: ShownPoll = JSON.parse(stdout)
    expect({ code, sources: summary.sources.map(({ id, outcome }) => [id, outcome]) }).toEqual({
      code: 0,
      sources: [
        ['one', 'changed'],
        ['late', 'changed'],
      ],
    })
    expect((await titles()).sort()).toEqual([...items.map(({ title }) => title), 'Said at last'].sort())
  })
}

test('what lives keeps its leases: a poll beside another visits the rest', async () => {
  const visited = new Promise<void>((resolve) => visits.push(resolve))
  const first = site.start('poll', '--json')
  await visited
  const second: ShownPoll = JSON.parse((await site.run('poll', '--force', '--json')).stdout)
  expect(second.sources.map(({ id }) => id)).toEqual(['one'])

  for (const response of kept ?? []) response.writeHead(200, { 'content-type': 'application/feed+json' }).end(late)
  const ended: ShownPoll = JSON.parse((await first.ended).stdout)
  expect(ended.sources.map(({ id, outcome }) => [id, outcome])).toContainEqual(['late', 'changed'])
  expect((await titles()).sort()).toEqual([...items.map(({ title }) => title), 'Said at last'].sort())
})

async function titles(): Promise<string[]> {
  const entries: readonly ShownEntry[] = JSON.parse((await site.run('list', 'entries', '--json')).stdout)
  return entries.map(({ title }) => title)
}
