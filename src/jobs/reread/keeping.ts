// Stands between a visit and the network, and remembers what was answered: what the reader is handed can be kept.
import type { Clock } from '../../base/clock.ts'
import { sha256Hex } from '../../base/digest.ts'
import { pack } from '../../base/packing.ts'
import type { Hide } from '../../base/secrets.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { Fetched, Fetcher, FetchRequest } from '../../fetch/fetcher.ts'
import type { KeptDocument } from '../../model/kept-answer.ts'

export interface Keeper {
  readonly fetcher: Fetcher
  readonly clock: Clock
  /** What was answered, in that order. */
  documents(): Promise<readonly KeptDocument[]>
}

interface Answered {
  readonly request: FetchRequest
  readonly fetched: Fetched
  /** What the visit, asking the clock for the first time since, takes for the moment of the answer. */
  at: number | null
}

/** For one visit, whose requests follow one another. */
export function keeperOf({ fetcher, clock }: { readonly fetcher: Fetcher; readonly clock: Clock }, hide: Hide): Keeper {
  const answered: Answered[] = []
  return {
    fetcher: {
      ...fetcher,
      fetch: async (request, signal) => {
        const outcome = await fetcher.fetch(request, signal)
        if (outcome.kind === 'fetched') answered.push({ request, fetched: outcome, at: null })
        return outcome
      },
    },
    clock: {
      now: () => {
        const now = clock.now()
        const last = answered.at(-1)
        if (last !== undefined) last.at ??= now
        return now
      },
    },
    documents: () => Promise.all(answered.map((one) => keptDocument(one, { clock, hide }))),
  }
}

async function keptDocument(
  { request, fetched, at }: Answered,
  { clock, hide }: { readonly clock: Clock; readonly hide: Hide },
): Promise<KeptDocument> {
  return {
    ...requestName(request, hide),
    url: addressToKeep(fetched.url, hide),
    contentType: fetched.contentType,
    fetchedAt: at ?? clock.now(),
    body: fetched.packed ?? (await pack(fetched.body)),
  }
}

/** By what an answer is found again. What is posted may hold secrets. */
export function requestName({ url, post }: Pick<FetchRequest, 'url' | 'post'>, hide: Hide): Pick<KeptDocument, 'asked' | 'posted'> {
  return { asked: addressToKeep(url, hide), posted: post === undefined ? null : sha256Hex(post.body) }
}

/** Without name and password, secret values, and what the environment gave. Relative links in a document lead from it where they did. */
export function addressToKeep(url: string, hide: Hide): string {
  return hide(withoutSecrets(url).replace(/^([a-z]+:\/\/)\*\*\*@/i, '$1'))
}
