// `plan`: a copy of the store in a folder of its own, on which another config is tried. Neither the store nor a published file is touched, nobody
// is asked for anything.
import { readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { AppError, systemCodeOf } from '../base/errors.ts'
import { hidingLogger, type Logger } from '../base/log.ts'
import { silentMeter } from '../base/meter.ts'
import { hiddenIn } from '../base/secrets.ts'
import { dayIn } from '../base/zone.ts'
import type { Deps } from '../jobs/deps.ts'
import { type PlanWish, planChange } from '../jobs/plan/plan.ts'
import { withFollowed } from '../jobs/poll/followed.ts'
import type { Plan } from '../model/plan.ts'
import type { Settings } from '../model/settings.ts'
import { poolReader } from '../read/pool.ts'
import { copyForTrial, pinSqlite } from '../store/snapshots.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { hidingFor } from './hiding.ts'
import { viewOf } from './looking.ts'

export interface PlanOptions extends PlanWish {
  readonly log: Logger
  readonly clock?: Clock
}

/** Folders begin so, and go on with the number of the process that made them. */
const folderStart = 'newsstand-plan-'

/**
 * What this config would make of its site's store.
 * @throws AppError `cannot-read` where nothing is stored yet, `cannot-write` where a copy has no room, `config-invalid`, `other-site`, `store-older`, …
 */
export async function planConfig(config: Settings, options: PlanOptions): Promise<Plan> {
  const { store } = config
  const { signal } = options
  const view = await viewOf(config)
  if (view === null)
    throw new AppError(
      'cannot-read',
      `Nothing is stored yet in ${store.sqlite}`,
      'Run "newsstand poll" first: a plan compares with what is stored.',
    )
  const followed = await view.followed().finally(() => view.close())
  const { settings } = withFollowed(config, followed)
  sweep()
  const folder = await mkdtemp(join(tmpdir(), `${folderStart}${process.pid}-`))
  try {
    const file = join(folder, 'store.sqlite')
    await copyForTrial({ from: store.sqlite, to: file, signal })
    return await planOn(file, { ...settings, store: { ...store, sqlite: file } }, options)
  } catch (error) {
    throw noRoom(error, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function planOn(file: string, settings: Settings, { log: openLog, clock = systemClock, ...wish }: PlanOptions): Promise<Plan> {
  const log = hidingLogger(openLog, () => hidingFor(settings))
  const reader = poolReader({ log })
  const stop = () => void reader.close()
  wish.signal.addEventListener('abort', stop, { once: true })
  const store = await openSqlite({
    file,
    siteId: settings.site.id,
    host: new URL(settings.site.url).hostname,
    year: Number(dayIn(settings.site.timezone, clock.now()).yyyy),
    identityNames: settings.identity.map((rule) => rule.name),
  })
  try {
    const plan = await planChange(wish, { ...withoutWorld({ store, settings, clock, log, reader }), pin: () => pinSqlite(file) })
    return hiddenIn(plan, hidingFor(settings))
  } finally {
    wish.signal.removeEventListener('abort', stop)
    await reader.close()
    await store.close()
  }
}

/** All that jobs are given; what leads out of the copy is not there. */
function withoutWorld(own: { store: Store } & Pick<Deps, 'settings' | 'clock' | 'log' | 'reader'>): Deps {
  const closed = () => {
    throw new Error('a plan neither asks nor writes')
  }
  return {
    ...own,
    node: 'plan',
    polls: { record: closed, room: closed, flush: closed },
    following: { renew: closed, settings: () => own.settings },
    queue: { push: closed, depth: () => 0, drain: closed, work: closed, close: closed },
    fetcher: { fetch: closed, post: closed, takeTraffic: () => [], close: async () => {} },
    runCommand: closed,
    outlet: { read: closed, write: closed, writeWithVariants: closed, remove: closed, sync: closed },
    jekyll: null,
    registryFile: null,
    withWriterLock: closed,
    random: () => 0.5,
    secret: closed,
    meter: silentMeter,
  }
}

/** Folders of plans that were killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(folderStart) ? Number(name.slice(folderStart.length).split('-', 1)[0]) : Number.NaN
    if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's.
    return systemCodeOf(error) === 'EPERM'
  }
}

function noRoom(error: unknown, folder: string): unknown {
  const code = systemCodeOf(error) ?? ''
  if (!/^(SQLITE_FULL|SQLITE_IOERR|ENOSPC)/.test(code)) return error
  return new AppError(
    'cannot-write',
    `The copy of the store on which a plan is made does not fit into ${folder} (${code})`,
    'Make room there, or name a folder with more of it: TMPDIR=/somewhere newsstand plan …',
    {},
    { cause: error },
  )
}
