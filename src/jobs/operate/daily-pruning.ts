// Pruning by the clock: once a day, when few read, a little at a time between all else that a service does.
import { nextCronInstant } from '../../schedule/cron.ts'
import type { Deps } from '../deps.ts'
import { goOn, type PrunePlan, planOf, stepsOf } from './prune.ts'

/** On the site's clocks. */
const quietTime = '17 3 * * *'
/** Each time so much of it is done. */
const sliceMs = 300
/** When all was gone through last. */
const doneFact = 'pruned'

export interface DailyPruning {
  /** Goes on with what is due. @throws AppError `in-use`: it goes on the next time */
  goOn(deps: Deps): Promise<void>
}

interface UnderWay {
  readonly plan: PrunePlan
  readonly steps: AsyncIterator<void>
}

export function dailyPruning(): DailyPruning {
  let underWay: UnderWay | null = null
  return {
    goOn: async (deps) => {
      underWay ??= await begun(deps)
      if (underWay === null) return
      const { plan, steps } = underWay
      if (await deps.withWriterLock(() => goOn(steps, sliceMs))) return
      underWay = null
      await deps.store.setFact(doneFact, String(deps.clock.now()))
      const { gone, bytes } = plan.tally
      if (gone.size > 0) deps.log.info({ entries: gone.size, bytes }, 'entries that no category keeps were pruned')
    },
  }
}

/** Null: it is not due, or everything is kept. */
async function begun(deps: Deps): Promise<UnderWay | null> {
  if (!(await isDue(deps))) return null
  const plan = await planOf({ category: null, isDryRun: false, onProgress: () => {} }, deps)
  return { plan, steps: stepsOf(plan, deps.store) }
}

/** A quiet time has come since the last one. A new store, and a new `keep`, wait for the first. */
async function isDue({ store, settings, clock }: Deps): Promise<boolean> {
  const [now, done] = [clock.now(), await store.fact(doneFact)]
  // A clock that was put back must not put off the next one.
  if (done !== null && Number(done) <= now) return nextCronInstant(quietTime, settings.site.timezone, Number(done)) <= now
  await store.setFact(doneFact, String(now))
  return false
}
