// `doctor`: everything that can be looked at without changing it, and what is to be done about it.
import { AppError } from '../../base/errors.ts'
import {
  type BackupSurvey,
  type Checkup,
  type DiskSurvey,
  type Finding,
  type FolderSurvey,
  type RegistrySurvey,
  type StoreSurvey,
  severities,
} from '../../model/checkup.ts'
import type { Folder } from '../../model/output.ts'
import type { Settings } from '../../model/settings.ts'
import { watchedOf } from '../../model/status-shape.ts'
import type { CheckedStore } from '../../store/port/checkup.ts'
import { backupFindings } from './backup-findings.ts'
import { configFindings } from './config-findings.ts'
import { diskFindings, folderFindings, registryFindings } from './file-findings.ts'
import { identityFindings } from './identity-findings.ts'
import { sourceFindings } from './source-findings.ts'
import { conditionFindings, surveyFindings } from './store-findings.ts'

/** What the doctor is handed of the world. */
export interface Patient {
  readonly settings: Settings
  readonly now: number
  readonly store: CheckedStore
  /** The command that puts the newest backup in the store's place; null: none was found. */
  readonly restore: string | null
  disk(): Promise<DiskSurvey>
  registry(): Promise<RegistrySurvey>
  backups(triedAt: number | null): Promise<BackupSurvey>
  /** Output folders; `paths` are looked for. */
  folder(folder: Folder, known: Known): Promise<FolderSurvey | null>
}

export interface Known {
  readonly paths: readonly string[]
  readonly total: number
  /** Which of these publishing wrote. */
  wrote(paths: readonly string[]): Promise<ReadonlySet<string>>
}

/** Files that are looked for in each folder. */
const mostFiles = 5_000

export async function checkUp(patient: Patient): Promise<Checkup> {
  const startedAt = performance.now()
  const { settings, store } = patient
  const found = [
    ...conditionFindings(store.condition, settings.store.sqlite, patient.restore),
    ...(await storeFindings(patient)),
    ...diskFindings(await patient.disk(), settings.store.sqlite),
    ...configFindings(settings),
  ]
  const order = (finding: Finding) => severities.indexOf(finding.severity)
  return { findings: found.toSorted((a, b) => order(a) - order(b)), ms: Math.round(performance.now() - startedAt) }
}

/** None of a store that cannot be asked; of one that turns out to be damaged only that. */
async function storeFindings(patient: Patient): Promise<readonly Finding[]> {
  const { asked } = patient.store
  if (asked === null) return []
  const [problems, rest] = await Promise.all([asked.problems(), askedFindings(patient, asked).catch(onDamage)])
  if (problems.length === 0 && !(rest instanceof AppError)) return rest
  const words = problems.length > 0 ? problems : rest instanceof AppError ? [rest.message] : []
  return conditionFindings({ kind: 'damaged', problems: words }, patient.settings.store.sqlite, patient.restore)
}

function onDamage(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'store-damaged') return error
  throw error
}

async function askedFindings(patient: Patient, asked: NonNullable<CheckedStore['asked']>): Promise<readonly Finding[]> {
  const { settings, now } = patient
  const survey = await asked.survey(now)
  return [
    ...surveyFindings(survey, now),
    ...sourceFindings(watchedOf(await asked.sources(now)), now),
    ...backupFindings(await patient.backups(survey.backupTriedAt), survey, now),
    ...registryFindings(await patient.registry(), survey, settings.site.id),
    ...(await filesFindings(patient, asked, survey)),
    ...identityFindings(survey.identity),
  ]
}

async function filesFindings(
  patient: Patient,
  asked: NonNullable<CheckedStore['asked']>,
  survey: StoreSurvey,
): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const folder of ['public', 'jekyll'] as const) {
    const known = { ...(await asked.files(folder, mostFiles)), wrote: (paths: readonly string[]) => asked.wrote(folder, paths) }
    const lying = await patient.folder(folder, known)
    if (lying !== null) found.push(...folderFindings(lying, survey.staleFiles))
  }
  return found
}
