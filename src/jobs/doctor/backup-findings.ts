// Whether there is a backup should the store be lost.
import type { BackupSurvey, Finding, StoreSurvey } from '../../model/checkup.ts'
import { findingsOn } from './finding.ts'
import { dayMs, moment } from './words.ts'

type Stored = Pick<StoreSurvey, 'backupFailingSince' | 'entries'>

export function backupFindings({ dir, ...survey }: BackupSurvey, stored: Stored, now: number): readonly Finding[] {
  if (dir === null)
    return [
      findingsOn(null).hint('no-backups', {
        message: 'Config asks for no backups',
        meaning: 'Should the store be lost, addresses stay (registry.jsonl), but texts that sources no longer show are gone.',
        advice: 'Write store: { backup: { dir: /some/other/disk, keep: 7 } }, or run "newsstand backup FILE" from cron.',
      }),
    ]
  const beside = findingsOn(dir).hint('backup-beside', {
    message: `Backups lie on the disk of the store (${dir})`,
    meaning: 'They help against mistakes, not when the disk is lost.',
    advice: 'Set store.backup.dir to another disk, or copy that folder elsewhere.',
  })
  return [...newestFinding({ dir, ...survey }, stored, now), ...(survey.isBeside ? [beside] : [])]
}

/** Whether the newest one is as new as config asks for. */
function newestFinding(
  { dir, newestAt, count, dueAt }: BackupSurvey & { readonly dir: string },
  { backupFailingSince, entries }: Stored,
  now: number,
): readonly Finding[] {
  const { problem, warning } = findingsOn(dir)
  if (backupFailingSince !== null)
    return [
      problem('backup-failing', {
        message: `Backups fail since ${moment(backupFailingSince)}`,
        meaning: 'There is none of what was taken in since.',
        advice: 'The log of the service and /status say why; "newsstand backup FILE" tries it now.',
      }),
    ]
  if (newestAt === null && entries > 0)
    return [
      warning('backup-none', {
        message: `There is no backup in ${dir}`,
        meaning: 'Config asks for them; only "newsstand run" makes them.',
        advice: 'Start the service: it makes the first one at once.',
      }),
    ]
  if (newestAt === null || dueAt === null || dueAt >= now - dayMs) return []
  return [
    warning('backup-old', {
      message: `The newest of ${count} backups is of ${moment(newestAt)}; the next one was due at ${moment(dueAt)}`,
      meaning: 'Only "newsstand run" makes them.',
      advice: 'Look whether the service runs; "newsstand backup FILE" makes one now.',
    }),
  ]
}
