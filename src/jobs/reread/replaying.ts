// A kept answer as the network gave it: the same visit reads it by other rules, and asks nobody.
import type { Clock } from '../../base/clock.ts'
import { unpack } from '../../base/packing.ts'
import type { Hide } from '../../base/secrets.ts'
import type { Fetcher, FetchOutcome } from '../../fetch/fetcher.ts'
import type { KeptDocument } from '../../model/kept-answer.ts'
import { requestName } from './keeping.ts'

export interface Replay {
  readonly fetcher: Fetcher
  /** Says when the last document was fetched that was asked for. */
  readonly clock: Clock
}

/** The first request is answered by the first document, whatever its address; those that follow by what was answered to the same. */
export function replaying(documents: readonly KeptDocument[], hide: Hide): Replay {
  let last = documents[0]
  let isBegun = false
  const find: Fetcher['fetch'] = async (request) => {
    const { asked, posted } = requestName(request, hide)
    const found = isBegun ? documents.find((document) => document.asked === asked && document.posted === posted) : documents[0]
    isBegun = true
    if (found === undefined) return { kind: 'failed', code: 'refused', message: 'what was answered there is not kept', bytes: 0 }
    last = found
    return answeredBy(found)
  }
  return {
    fetcher: {
      fetch: find,
      post: async () => ({ kind: 'failed', code: 'refused', message: 'nothing is sent while kept answers are read' }),
      takeTraffic: () => [],
      close: async () => {},
    },
    clock: { now: () => last?.fetchedAt ?? 0 },
  }
}

async function answeredBy({ body, url, contentType }: KeptDocument): Promise<FetchOutcome> {
  const nothing = { etag: null, lastModified: null, maxAgeMs: null, sentHash: null, movedTo: null }
  return { kind: 'fetched', body: await unpack(body), url, contentType, bytes: body.bytes.length, ...nothing }
}
