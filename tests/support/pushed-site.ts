// A service that is pushed, in this process: real store, reader, fetcher and server; its clock and its ticks are the test's.
import { serveSite } from '../../src/app/serving.ts'
import type { Logger } from '../../src/base/log.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { type Lending, lending } from '../../src/jobs/lending.ts'
import { pollWriter } from '../../src/jobs/poll/poll-writer.ts'
import { serviceOn } from '../../src/jobs/service.ts'
import { sourceRecords } from '../../src/jobs/sync.ts'
import type { LedgerRow, PollState } from '../../src/model/poll.ts'
import type { PushStanding } from '../../src/model/push.ts'
import { firstRunAt, openSite, settingsOf } from './site.ts'
import { type Asked, type Publisher, signatureOf, startPublisher } from './websub.ts'

/** Where config says that the outside reaches the server; hubs of tests know the way there. */
const outside = 'https://push.example/'
export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

export interface PushedSite {
  readonly publisher: Publisher
  readonly lent: Lending<Deps>
  readonly clock: { at: number }
  /** Published files by path. */
  readonly files: ReadonlyMap<string, string>
  readonly logged: readonly string[]
  /** Lets time pass, and the service do what it does then. */
  tick(passedMs?: number): Promise<void>
  /** Where a callback is reached here. */
  reach(asked: Asked | undefined): string
  /** The hub's GET at a callback (§5.3); what is not said is as the hub was asked. */
  verify(asked: Asked | undefined, changes?: Readonly<Record<string, string | null>>): Promise<Response>
  /** The hub's POST at a callback (§7); signed with the secret it was given. */
  push(asked: Asked | undefined, body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** Polls, subscribes and confirms; what the hub was asked for. */
  subscribed(leaseSeconds?: number): Promise<Asked>
  /** Config from now on. */
  reconfigure(options: Configured): Promise<void>
  titles(): Promise<readonly string[]>
  standing(): Promise<PushStanding | null>
  state(): Promise<PollState>
  ledger(): Promise<readonly LedgerRow[]>
  close(): Promise<void>
}

/** Lines of config besides those that every test has; null: there is no source. */
export interface Configured {
  readonly source?: string | null
  readonly poll?: string
  readonly serve?: string
  /** Another host that may be reached. */
  readonly allow?: string
}

function configFor({ host, topic }: Publisher, { source = '', poll = '', serve = `url: "${outside}"`, allow = host }: Configured): string {
  return `site: { title: Test, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
serve: { port: 0, ${serve} }
poll: { allow: ["${host}", "${allow}"], delay: 0s, ${poll} }
categories: [ { name: Inner, private: true } ]
sources:${source === null ? ' []' : `\n  - { id: a, url: "${topic}", ${source} }`}
`
}

export async function startPushedSite(options: Configured = {}): Promise<PushedSite> {
  const publisher = await startPublisher()
  publisher.show('One')
  const logged: string[] = []
  const clock = { at: firstRunAt, now: () => clock.at }
  const site = await openSite(settingsOf(configFor(publisher, options)))
  const { store } = site.deps
  const fetcher = httpFetcher(site.settings.poll, { clock })
  const lent = lending<Deps>({ ...site.deps, clock, fetcher, polls: pollWriter({ store, fetcher, clock }), log: noting(logged) })
  const server = await serveSite(lent)
  const service = serviceOn(lent)
  const reach = (asked: Asked | undefined) => (asked?.callback ?? 'none').replace(outside, server.url)
  const tick = async (passedMs = 0) => {
    clock.at += passedMs
    await service.tick()
    await lent.current.queue.drain()
  }
  const verify: PushedSite['verify'] = (asked, changes = {}) => {
    const query = { mode: asked?.mode, topic: asked?.topic, challenge: 'a challenge', lease_seconds: asked?.leaseSeconds, ...changes }
    const said = Object.entries(query).flatMap(([name, value]) => (value ? [[`hub.${name}`, value]] : []))

    return fetch(`${reach(asked)}?${new URLSearchParams(Object.fromEntries(said))}`)
  }
  const stored = async () => {
    const [source] = await store.sources(clock.at)
    if (source === undefined) throw new Error('there is no source')
    return source
  }
  return {
    publisher,
    lent,
    clock,
    files: site.files,
    logged,
    tick,
    reach,
    verify,
    push: (asked, body, headers = {}) => {
      const signature = signatureOf(body, asked?.secret ?? '')
      const all = { 'content-type': 'application/atom+xml', 'x-hub-signature': signature, ...headers }
      return fetch(reach(asked), { method: 'POST', body: Buffer.from(body), headers: all })
    },
    subscribed: async (leaseSeconds = 864_000) => {
      await tick()
      await tick(10 * second)
      const asked = publisher.asked.at(-1)
      const confirmed = await verify(asked, { lease_seconds: String(leaseSeconds) })
      if (asked === undefined || confirmed.status !== 200) throw new Error(`not confirmed: ${confirmed.status}`)
      return asked
    },
    reconfigure: async (options) => {
      const settings = { ...settingsOf(configFor(publisher, options)), store: site.settings.store }
      await store.syncSources(sourceRecords(settings))
      await lent.replace({ ...lent.current, settings })
    },
    titles: async () => (await site.entries()).map(({ title }) => title).sort(),
    standing: async () => (await stored()).push,
    state: async () => (await stored()).state,
    ledger: () => store.ledger('a', 100),
    close: async () => {
      await lent.current.queue.drain()
      await server.close()
      await fetcher.close()
      await site.close()
      await publisher.close()
    },
  }
}

function noting(lines: string[]): Logger {
  const note = (facts: object, message: string) => void lines.push(JSON.stringify([facts, message]))
  return { debug: note, info: note, warn: note, error: note }
}
