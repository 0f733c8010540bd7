// Hands over what recipients are to be told: beside the polls, until it is there, for a day at most.
import type { Delivery } from '../../model/delivery.ts'
import type { Deps } from '../deps.ts'
import { alertShape, entriesShape } from './messages.ts'
import { type Way, watchOf, waysOf } from './recipients.ts'

/** Recipients that are told something at the same time. */
const atOnce = 4
/** Nobody else takes a message for so long: longer than a recipient may take, and wait for its turn. */
const leaseMs = 2 * 60_000
const keptMs = 24 * 3_600_000
const firstRetryMs = 15_000
const longestRetryMs = 10 * 60_000
/** A command tells what it can in this time; the next one, or the service, tells the rest. */
export const tellMs = 20_000

export interface Courier {
  /** Hands over what is due, one message at a time to each recipient. One that cannot be told is left alone for a while. */
  deliver(deps: Deps): Promise<void>
}

/** Remembers who could not be told. After `forMs` nothing more is begun. */
export function courier({ forMs = Number.POSITIVE_INFINITY }: { readonly forMs?: number } = {}): Courier {
  const pauses = new Map<string, Pause>()
  return {
    deliver: async (deps) => {
      const { store, clock, settings } = deps
      const startedAt = clock.now()
      await store.endAlerts(startedAt, watchOf(settings).recipients)
      const ways = waysOf(settings)
      const due = await store.dueRecipients(startedAt)
      const waiting = due.filter((recipient) => (pauses.get(recipient)?.until ?? 0) <= startedAt).values()
      const tellNext = async () => {
        for (const recipient of waiting) await tellAll(recipient, ways.get(recipient), { pauses, until: startedAt + forMs, deps })
      }
      await Promise.all(Array.from({ length: atOnce }, tellNext))
    },
  }
}

interface Pause {
  /** In a row. */
  readonly failures: number
  readonly until: number
}

interface Round {
  readonly pauses: Map<string, Pause>
  readonly until: number
  readonly deps: Deps
}

async function tellAll(recipient: string, way: Way | undefined, { pauses, until, deps }: Round): Promise<void> {
  const { clock } = deps
  while (way !== undefined && clock.now() < until) {
    const told = await tellOne(recipient, way, deps)
    if (told === null) return
    if (told.kind === 'accepted') pauses.delete(recipient)
    else {
      const { failures } = pauses.get(recipient) ?? { failures: 0 }
      pauses.set(recipient, pauseAfter(told, failures, clock.now()))
      break
    }
  }
  // Recipients that have left config may come back.
  await giveUpOld(recipient, deps)
}

function pauseAfter(told: Exclude<Told, { kind: 'accepted' }>, failures: number, now: number): Pause {
  if (told.kind === 'throttled') return { failures, until: now + told.retryAfterMs }
  return { failures: failures + 1, until: now + retryMs(failures + 1) }
}

function retryMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs)
}

async function giveUpOld(recipient: string, { store, clock, log }: Deps): Promise<void> {
  const messages = await store.dropDeliveries(recipient, clock.now() - keptMs)
  if (messages > 0) log.error({ recipient, messages }, 'could not be told within a day: given up')
}

/** What became of the next message; null: there is none. */
async function tellOne(recipient: string, way: Way, deps: Deps): Promise<Told | null> {
  const { store, clock, log } = deps
  const now = clock.now()
  const delivery = await store.claimDelivery(recipient, { now, until: now + leaseMs })
  if (delivery === null) return null
  const body = await bodyOf(delivery, deps)
  const told: Told = body === null ? { kind: 'accepted' } : await unlessCutOff(delivery, () => handOver(body, way, deps), deps)
  const about = { recipient, ...factsOf(delivery) }
  if (told.kind === 'accepted') {
    await store.endDelivery(delivery.id)
    if (body !== null) log.info(about, 'told')
  } else {
    const waitMs = told.kind === 'throttled' ? told.retryAfterMs : retryMs(delivery.attempts)
    await store.postponeDeliveries([delivery.id], clock.now() + waitMs)
    log.warn({ ...about, attempt: delivery.attempts, message: told.message }, 'could not be told; it is tried again')
  }
  return told
}

/** What is cut off in the middle, by a service that ends, is told again as soon as there is one. */
async function unlessCutOff<T>({ id }: Delivery, work: () => Promise<T>, { store, clock }: Deps): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await store.postponeDeliveries([id], clock.now())
    throw error
  }
}

/** Null: none of its entries is public any more. */
async function bodyOf({ message }: Delivery, { store, settings: { site }, clock }: Deps): Promise<string | null> {
  if (message.kind === 'alert') return JSON.stringify(alertShape(message.alert, site))
  const entries = await store.entriesOf(message.entries)
  return entries.length === 0 ? null : JSON.stringify(entriesShape(message, entries, { at: clock.now(), site }))
}

type Told =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

async function handOver(body: string, way: Way, { fetcher, runCommand }: Deps): Promise<Told> {
  if (way.kind === 'post') return fetcher.post({ url: way.url, headers: way.headers, contentType: 'application/json', body })
  const outcome = await runCommand(way.command, `${body}\n`)
  return outcome.kind === 'done' ? { kind: 'accepted' } : outcome
}

/** For the log. */
function factsOf({ message }: Delivery): object {
  if (message.kind === 'alert') return { event: message.alert.event, sourceId: message.alert.source }
  return { event: message.kind, category: message.slug, entries: message.entries.length }
}
