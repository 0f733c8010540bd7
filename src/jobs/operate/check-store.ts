// The store is read through when a service starts: damage is better found then than by a reader.
import type { Deps } from '../deps.ts'

/** Beyond it a check at each start would keep the disk busy for too long. */
const largeBytes = 2e9
const largeEveryMs = 7 * 86_400_000
const checkedFact = 'checked'

/** @throws AppError `store-damaged`; AbortError when the store is closed meanwhile */
export async function checkAtStart({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const now = clock.now()
  if ((await store.care.bytes()) >= largeBytes) {
    const checked = Number((await store.fact(checkedFact)) ?? 0)
    if (checked <= now && now - checked < largeEveryMs) return
  }
  await store.care.check()
  await store.setFact(checkedFact, String(now))
}
