// Keeps related coverage in step with what is published, a few entries at a time: it delays no first publication.
import { setImmediate } from 'node:timers/promises'
import type { Story } from '../../identify/related.ts'
import type { Relating } from '../../store/port/related.ts'
import type { Deps } from '../deps.ts'
import { regroup } from './regroup.ts'
import { takeIn } from './take-in.ts'

/** Entries a transaction: everything else waits for it. */
const atOnce = 25
/** Of those that go, many are undone at once. */
const forgottenAtOnce = 200

/** Looks at what is new or changed, for about so long; true when nothing is left. What has changed, or gone from the public, comes first. */
export async function keepRelated(
  { store, clock, settings }: Pick<Deps, 'store' | 'clock' | 'settings'>,
  { forMs }: { readonly forMs: number },
): Promise<boolean> {
  if (!settings.publish.related) return forgetAll({ store })
  const startedAt = clock.now()
  if (!(await store.related.isBehind())) return true
  for (const isKnown of [true, false])
    while ((await store.related.relate((relating) => relateSome(relating, { isKnown }))) > 0) {
      await setImmediate()
      if (clock.now() - startedAt >= forMs) return !(await store.related.isBehind())
    }
  return true
}

async function forgetAll({ store }: Pick<Deps, 'store'>): Promise<true> {
  while (!(await store.related.forget(forgottenAtOnce))) await setImmediate()
  return true
}

async function relateSome(relating: Relating, { isKnown }: { readonly isKnown: boolean }): Promise<number> {
  const changed = await relating.waiting({ limit: atOnce, isKnown })
  if (changed.length === 0) return 0
  await relating.done(changed)
  const known = new Map((await relating.rows(changed.map(({ entry }) => entry))).map((row) => [row.entry, row]))
  const taking = { relating, stories: new Map<number, Story>() }
  const touched = new Set<number>()
  for (const one of changed) for (const entry of await takeIn(one, known.get(one.entry) ?? null, taking)) touched.add(entry)
  await regroup(touched, relating)
  return changed.length
}
