// `takedown`: rules of config are applied to everything stored when they change, in small steps; what comes later is judged where it is written.
import { breathe } from '../../base/breathe.ts'
import { sha256Hex } from '../../base/digest.ts'
import { takedownJudge } from '../../identify/takedown.ts'
import type { Settings } from '../../model/settings.ts'
import type { TakedownJudge } from '../../model/takedown.ts'
import type { Deps } from '../deps.ts'

const fact = 'takedown'
/** What went since may still stand in the store's files. */
const uncleanFact = 'takedown-unclean'
/** Entries that are withdrawn, or given back, in one transaction. */
const entriesAtOnce = 50
const keysAtOnce = 1_000
const hashed = 'url:sha256-'

/** Null: nothing is taken down. */
export function judgeOf(settings: Settings): TakedownJudge | null {
  return settings.takedown.length === 0 ? null : takedownJudge(settings)
}

/** How many entries went or came back. What is broken off is done again from the start: nothing happens to the same entry twice. */
export async function takeDown({ store, settings, clock, log }: Pick<Deps, 'store' | 'settings' | 'clock' | 'log'>): Promise<number> {
  const wanted = fingerprintOf(settings)
  if (((await store.fact(fact)) ?? '') === wanted) return 0
  const judge = judgeOf(settings)
  store.takedown.follow(judge)
  if (judge !== null) await store.setFact(uncleanFact, '1')
  let changed = 0
  const obey = async (entries: readonly number[]) => {
    for (let at = 0; at < entries.length; at += entriesAtOnce) {
      changed += await store.takedown.obey(entries.slice(at, at + entriesAtOnce), clock.now())
      await breathe()
    }
  }
  for (
    let last = 0, some = await store.takedown.ruled(last, keysAtOnce);
    some.length > 0;
    some = await store.takedown.ruled(last, keysAtOnce)
  ) {
    await obey(some)
    last = some.at(-1) ?? last
  }
  if (judge !== null)
    await forEachKey(store, async (keys) => obey(await store.takedown.entriesUnder(keys.filter((key) => isMeant(key, judge)))))
  await store.setFact(fact, wanted)
  log.info({ entries: changed, rules: settings.takedown.length }, 'takedown applied')
  return changed
}

/** To be called when readers see what went no more: cleaning may take seconds. */
export async function cleanUp({ store }: Pick<Deps, 'store'>): Promise<void> {
  if ((await store.fact(uncleanFact)) !== '1') return
  await store.takedown.clean()
  await store.setFact(uncleanFact, '')
}

async function forEachKey({ takedown }: Deps['store'], work: (keys: readonly string[]) => Promise<void>): Promise<void> {
  for (let last = ''; ; ) {
    const keys = await takedown.keys(last, keysAtOnce)
    await work(keys)
    const end = keys.at(-1)
    if (end === undefined || keys.length < keysAtOnce) return
    last = end
  }
}

/** A key too long to be kept says nothing of its address: its entry is looked at. */
function isMeant(key: string, judge: TakedownJudge): boolean {
  return key.startsWith(hashed) || judge([key.slice('url:'.length)]) !== null
}

/** Empty: nothing was ever taken down. */
function fingerprintOf({ takedown, identity, tracking }: Settings): string {
  if (takedown.length === 0) return ''
  const rules = takedown.map(({ rule, why, isSilent, covers }) => ({ rule, why, isSilent, covers }))
  return sha256Hex(JSON.stringify({ rules, tracking, kept: identity.map(({ query }) => query) }))
}
