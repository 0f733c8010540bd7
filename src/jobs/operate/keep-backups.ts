// Backups by the clock. One that fails is told, and tried again the next time; the service goes on.
import { AppError } from '../../base/errors.ts'
import { backupFacts } from '../../model/backup.ts'
import { incidentOfBackup } from '../../model/incident.ts'
import type { BackupSettings } from '../../model/settings.ts'
import { nextCronInstant } from '../../schedule/cron.ts'
import type { Deps } from '../deps.ts'

type Keeping = Pick<Deps, 'store' | 'settings' | 'clock' | 'log'>

/** Makes a backup if one is due. @throws AppError `store-damaged` */
export async function keepBackups(deps: Keeping): Promise<void> {
  const { store, settings, clock, log } = deps
  const { backup } = settings.store
  if (backup === null || !(await isDue(backup, deps))) return
  const at = clock.now()
  try {
    const { file, entries, bytes, ms } = await store.care.backUpInto(backup.dir, { at, keep: backup.keep })
    await store.setFact(backupFacts.tried, String(at))
    log.info({ file, entries, bytes, ms }, 'the store was backed up')
    await noteWell(deps)
  } catch (error) {
    // Not tried: the next start makes up for it.
    if (error instanceof DOMException && error.name === 'AbortError') return
    if (!(error instanceof AppError) || error.code === 'store-damaged') throw error
    await store.setFact(backupFacts.tried, String(at))
    log.error({ error: error.message, advice: error.advice }, 'the store could not be backed up; it is tried again the next time')
    await noteFailure(error, deps)
  }
}

/** The time of one has come since the last one was tried; the first is due at once. */
async function isDue({ schedule }: BackupSettings, { store, settings, clock }: Keeping): Promise<boolean> {
  const [now, tried] = [clock.now(), await store.fact(backupFacts.tried)]
  // A clock that was put back must not put off the next one.
  if (tried === null || Number(tried) > now) return true
  return nextCronInstant(schedule, settings.site.timezone, Number(tried)) <= now
}

async function noteFailure(error: AppError, { store, clock }: Keeping): Promise<void> {
  if (((await store.fact(backupFacts.failing)) ?? '') !== '') return
  const at = clock.now()
  await store.setFact(backupFacts.failing, String(at))
  await store.care.note(incidentOfBackup({ event: 'backup-failed', since: at, at, error }))
}

async function noteWell({ store, clock }: Keeping): Promise<void> {
  const since = (await store.fact(backupFacts.failing)) ?? ''
  if (since === '') return
  await store.setFact(backupFacts.failing, '')
  await store.care.note(incidentOfBackup({ event: 'backup-over', since: Number(since), at: clock.now(), error: null }))
}
