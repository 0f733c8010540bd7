// Sends feeds to those who subscribed to them (W3C WebSub §7): whole, as they are published.
import { hmacSha256Hex } from '../../base/digest.ts'
import { inTurns } from '../../base/turns.ts'
import type { PostOutcome } from '../../fetch/fetcher.ts'
import type { HubDelivery, HubResult } from '../../model/hub.ts'
import { hubsOf } from '../../model/hubs.ts'
import type { Settings } from '../../model/settings.ts'
import { mediaType } from '../../model/vocabulary.ts'
import type { Deps } from '../deps.ts'
import type { HubDocument, HubDocuments } from './hub-documents.ts'
import { topicUrl } from './hub-topics.ts'

/** To one host; the fetcher lets no more through. */
const atOnce = 4
const claimedAtOnce = 16
/** Nobody else sends them meanwhile: longer than sixteen that all are late take. */
const takenMs = 2 * 60_000
const firstRetryMs = 60_000
const longestRetryMs = 6 * 3_600_000
/** A document that could not be sent for so long is let go; the next one is sent again, until the lease is over (§7). */
const keptMs = 3 * 24 * 3_600_000

export interface Sending {
  readonly documents: HubDocuments
  /** Nothing is begun after. */
  readonly until: number
}

/** Sends what subscribers on a host have not got yet. */
export async function sendTo(host: string, { documents, until }: Sending, deps: Deps): Promise<void> {
  const { store, clock, node } = deps
  for (;;) {
    const now = clock.now()
    const taking = { now, until: now + takenMs, by: node, limit: claimedAtOnce }
    const deliveries = now < until ? await store.hub.claimDeliveries(host, taking) : []
    if (deliveries.length === 0) return
    const results: HubResult[] = []
    const send = async (delivery: HubDelivery) => {
      results.push(await documents.use(delivery.path, deps.outlet, (document) => sendOne(delivery, document, deps)))
    }
    try {
      await inTurns(deliveries, atOnce, send)
    } finally {
      await store.hub.record(results)
    }
  }
}

async function sendOne(delivery: HubDelivery, document: HubDocument | null, deps: Deps): Promise<HubResult> {
  const { id, path, callback, secret, sent, known } = delivery
  const { fetcher, settings, clock } = deps
  if (document === null) return { id, kind: 'unsent', nextAt: clock.now() + firstRetryMs }
  const { bytes: body, version } = document
  if (version === sent) return { id, kind: 'sent', version, known }
  const headers = { Link: linksOf(path, settings), ...(secret !== null && { 'X-Hub-Signature': `sha256=${hmacSha256Hex(secret, body)}` }) }
  const outcome = await fetcher.post({ url: callback, headers, contentType: typeOf(path, settings), body, isAskedFor: true })
  return resultOf(outcome, delivery, version, deps)
}

function resultOf(outcome: PostOutcome, delivery: HubDelivery, version: string, { clock, log, meter }: Deps): HubResult {
  const { id, path, callback, known, failures, failingSince } = delivery
  const about = { topic: path, host: new URL(callback).host }
  const isGone = outcome.kind === 'failed' && outcome.code === 'gone'
  meter.add('hub_deliveries_total', { outcome: outcome.kind === 'accepted' ? 'sent' : isGone ? 'gone' : 'failed' })
  if (outcome.kind === 'accepted') {
    log.debug(about, 'a subscriber was sent a feed')
    return { id, kind: 'sent', version, known }
  }
  if (isGone) {
    log.info(about, 'a subscriber is gone')
    return { id, kind: 'gone' }
  }
  const at = clock.now()
  const isLast = at - (failingSince ?? at) >= keptMs
  const waitMs = Math.max(outcome.kind === 'throttled' ? outcome.retryAfterMs : 0, retryMs(failures + 1))
  log.warn({ ...about, attempt: failures + 1, message: outcome.message, isLast }, 'a subscriber could not be sent a feed')
  return { id, kind: 'failed', at, nextAt: at + waitMs, isLast }
}

/** `failures`: in a row. */
export function retryMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs)
}

/** In one header, as §7 wants it. */
function linksOf(path: string, settings: Settings): string {
  const self = `<${topicUrl(path, settings.site)}>; rel="self"`
  return [...hubsOf(settings).map((hub) => `<${hub}>; rel="hub"`), self].join(', ')
}

/** What the feed's own address says to those who ask without preferring anything. */
function typeOf(path: string, { serve }: Settings): string {
  if (path.endsWith('.json')) return mediaType.jsonFeed
  const registered = path.endsWith('.rss') ? mediaType.rss : mediaType.atom
  return `${serve.feedType === 'xml' ? mediaType.xml : registered}; charset=utf-8`
}
