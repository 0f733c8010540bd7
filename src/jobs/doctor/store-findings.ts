// What the store's tables, files and disk say.
import type { BackupSurvey, BreachRule, DiskSurvey, Finding, RegistrySurvey, StoreCondition, StoreSurvey } from '../../model/checkup.ts'
import { moment, named, since, sizeOf } from './words.ts'

/** Of a store that cannot be asked anything. */
export function conditionFindings(condition: StoreCondition, store: string, restore: string | null): readonly Finding[] {
  switch (condition.kind) {
    case 'whole':
      return []
    case 'missing':
      return [
        {
          ...{ code: 'store-missing', severity: 'problem', subject: store, message: `There is no store ${store}` },
          meaning: 'Nothing was polled yet, or it was moved or deleted.',
          advice:
            restore === null
              ? 'If it is a new site, run "newsstand poll". Else look for the file before anything is started: what is started makes a new one.'
              : `If it was lost: ${restore}`,
        },
      ]
    case 'damaged':
      return [
        {
          ...{
            code: 'store-damaged',
            severity: 'problem',
            subject: store,
            message: `The store is damaged: ${condition.problems.join('; ')}`,
          },
          meaning: 'What is in it cannot be relied on; the service does not start on it. Published files stay as they are.',
          advice: `Stop every newsstand on it. ${restore ?? 'No backup was found: move the file away and start again; what readers know is taken over from registry.jsonl.'}`,
        },
      ]
    case 'unusable':
      return [
        {
          ...{ code: condition.code, severity: 'problem', subject: store, message: condition.message },
          ...{ meaning: 'The store cannot be used with this program and this config.', advice: condition.advice },
        },
      ]
    case 'older':
      return [
        {
          ...{ code: 'store-older', severity: 'warning', subject: store, message: `The store lacks ${condition.pending.join(', ')}` },
          meaning: 'It was written by an earlier version; it could not be looked into.',
          advice: 'Run "newsstand status": it copies the store and brings it up to date. Then ask the doctor again.',
        },
      ]
  }
}

const breachWords: Readonly<Record<BreachRule, { readonly what: string; readonly meaning: string }>> = {
  references: { what: 'rows name others that are not there', meaning: 'Parts of entries are lost.' },
  'unseen-entries': {
    what: 'entries were seen at no source',
    meaning: 'Nothing can be said of where they are from, and no poll will find them again.',
  },
  'keyless-sightings': { what: 'sightings have no key', meaning: 'When they are read again they become new entries.' },
  places: { what: 'entries stand in categories, but are not published', meaning: 'Feeds may hold what readers should not see.' },
  'merged-chains': { what: 'merged entries lead nowhere', meaning: 'Their addresses answer with nothing.' },
  'paths-twice': { what: 'paths belong to several entries', meaning: 'One overwrites the page of the other.' },
  unminted: { what: 'ids are not recorded as given', meaning: 'They might be given again.' },
}

export function surveyFindings(survey: StoreSurvey, now: number): readonly Finding[] {
  return [
    ...survey.breaches.map(
      ({ rule, count, examples }): Finding => ({
        ...{
          code: `store-${rule}`,
          severity: 'problem',
          subject: null,
          message: `${count} ${breachWords[rule].what}: ${named(examples, count)}`,
        },
        meaning: breachWords[rule].meaning,
        advice:
          'Keep a copy ("newsstand backup"), put back the newest backup that has it right, and report this: it is a fault of newsstand or of the disk.',
      }),
    ),
    ...miscountFinding(survey),
    ...survey.ahead.map(
      ({ what, at }): Finding => ({
        ...{
          code: 'clock-ahead',
          severity: 'warning',
          subject: null,
          message: `By the store's word ${what} was at ${moment(at)}, which is ${since(now, at)} ahead of this machine's clock`,
        },
        meaning: 'The clock was wrong when that was written, or is wrong now. Entries stand in feeds by those instants.',
        advice: 'Look whether the clock is right (timedatectl). If it is, nothing need be done: the time comes.',
      }),
    ),
    ...survey.longLeases.map(
      ({ subject, until }): Finding => ({
        ...{ code: 'lease-hangs', severity: 'hint', subject, message: `${subject} is held until ${moment(until)}` },
        meaning: 'No visit takes that long: it was taken when the clock stood elsewhere. Such leases are passed over.',
        advice: 'Nothing need be done.',
      }),
    ),
    ...waitingFinding(survey),
    ...behindFinding(survey),
  ]
}

function miscountFinding({ miscounts }: StoreSurvey): readonly Finding[] {
  const [first] = miscounts
  if (first === undefined) return []
  const shown = miscounts.map(({ source, kept, counted }) => `${source} ${kept}, counted ${counted}`)
  return [
    {
      ...{
        code: 'counters',
        severity: 'warning',
        subject: null,
        message: `Numbers of entries that are kept by source are not right: ${named(shown, miscounts.length)}`,
      },
      ...{ meaning: 'Status pages and lists show them; feeds do not depend on them.', advice: 'newsstand doctor --fix counts them anew.' },
    },
  ]
}

function waitingFinding({ waiting }: StoreSurvey): readonly Finding[] {
  if (waiting.length === 0) return []
  return [
    {
      ...{
        code: 'categories-waiting',
        severity: 'hint',
        subject: null,
        message: `${waiting.length} categories wait to be let in: ${named(waiting, waiting.length)}`,
      },
      meaning: 'Entries that only they would show are not published.',
      advice: 'newsstand category list --state waiting; then "newsstand category approve", or "retire" to turn one away.',
    },
  ]
}

function behindFinding({ staleFiles, linesBehind }: StoreSurvey): readonly Finding[] {
  if (staleFiles === 0 && linesBehind === 0) return []
  return [
    {
      ...{
        code: 'publishing-behind',
        severity: 'hint',
        subject: null,
        message: `${staleFiles} files and ${linesBehind} lines of the registry are to be written`,
      },
      meaning: 'A service is at it, or nobody has published since the last change.',
      advice: 'If no service runs: newsstand publish.',
    },
  ]
}

/** A log that long is carried into the store by nobody. */
const largeLogBytes = 512e6
const leastFreeBytes = 200e6

export function diskFindings({ storeBytes, logBytes, freeBytes, asides }: DiskSurvey, store: string): readonly Finding[] {
  const found: Finding[] = []
  if (freeBytes !== null && freeBytes < storeBytes + leastFreeBytes)
    found.push({
      ...{ code: 'disk-low', severity: freeBytes < leastFreeBytes ? 'problem' : 'warning', subject: store },
      message: `${sizeOf(freeBytes)} are free on the disk of the store, which has ${sizeOf(storeBytes)}`,
      meaning:
        'When the disk is full, polls fail. An update of this program, and erasing a withdrawn text for good, need as much room as the store has.',
      advice: 'Make room, or move the store to a larger disk.',
    })
  if (logBytes > largeLogBytes)
    found.push({
      ...{ code: 'log-large', severity: 'warning', subject: `${store}-wal`, message: `The log of the store has ${sizeOf(logBytes)}` },
      meaning: 'Some process reads from the store for a long time, and holds up that the log is carried into it.',
      advice: 'Look which newsstand has been at work for long (ps), and end it. A restart of the service carries the log over.',
    })
  if (asides.length > 0)
    found.push({
      ...{ code: 'old-copies', severity: 'hint', subject: store },
      message: `Beside the store lie copies of it: ${named(
        asides.map(({ file, bytes }) => `${file} (${sizeOf(bytes)})`),
        asides.length,
      )}`,
      meaning:
        'They were kept when a backup was put in its place, or before an update. The last two of updates are kept, those of "restore" until you remove them.',
      advice: 'Remove those of which you know that you need them no more.',
    })
  return found
}

export function registryFindings(
  { file, size, site }: RegistrySurvey,
  { entries, registrySize, linesBehind }: StoreSurvey,
  siteId: string,
): readonly Finding[] {
  if (site !== null && site !== siteId)
    return [
      {
        ...{
          code: 'registry-foreign',
          severity: 'problem',
          subject: file,
          message: `${file} belongs to the site "${site}", not to "${siteId}"`,
        },
        meaning: 'Nothing starts with it: ids of two sites must not be mixed.',
        advice: `Set publish.dir to a folder in a folder of its own, such as data/${siteId}/public.`,
      },
    ]
  if (size === null && entries > 0 && linesBehind < entries)
    return [
      {
        ...{ code: 'registry-missing', severity: 'warning', subject: file, message: `${file} is not there, and the store has written it` },
        meaning: 'Should the store be lost, every address would change.',
        advice: 'It is written anew with the next publishing: newsstand publish --all.',
      },
    ]
  if (size !== null && site === null)
    return [
      {
        ...{ code: 'registry-damaged', severity: 'problem', subject: file, message: `The first line of ${file} cannot be read` },
        meaning: 'Should the store be lost, every address would change; a new store does not start with it.',
        advice: 'Move it away; with the store as it is, "newsstand publish --all" writes it anew.',
      },
    ]
  if (size !== null && registrySize !== null && registrySize >= 0 && size !== registrySize)
    return [
      {
        ...{
          code: 'registry-differs',
          severity: 'hint',
          subject: file,
          message: `${file} has ${size} bytes, and the store left it with ${registrySize}`,
        },
        meaning:
          'A service is writing it, or it comes from another copy of the store. What only it knows is taken over with the next start, then it is written anew.',
        advice: 'Nothing need be done.',
      },
    ]
  return []
}

const dayMs = 86_400_000

export function backupFindings(
  { dir, newestAt, count, dueAt, isBeside }: BackupSurvey,
  { backupFailingSince, entries }: Pick<StoreSurvey, 'backupFailingSince' | 'entries'>,
  now: number,
): readonly Finding[] {
  if (dir === null)
    return [
      {
        ...{ code: 'no-backups', severity: 'hint', subject: null, message: 'Config asks for no backups' },
        meaning: 'Should the store be lost, addresses stay (registry.jsonl), but texts that sources no longer show are gone.',
        advice: 'Write store: { backup: { dir: /some/other/disk, keep: 7 } }, or run "newsstand backup FILE" from cron.',
      },
    ]
  const found: Finding[] = []
  if (backupFailingSince !== null)
    found.push({
      ...{ code: 'backup-failing', severity: 'problem', subject: dir, message: `Backups fail since ${moment(backupFailingSince)}` },
      ...{
        meaning: 'There is none of what was taken in since.',
        advice: 'The log of the service and /status say why; "newsstand backup FILE" tries it now.',
      },
    })
  else if (newestAt === null && entries > 0)
    found.push({
      ...{ code: 'backup-none', severity: 'warning', subject: dir, message: `There is no backup in ${dir}` },
      ...{
        meaning: 'Config asks for them; only "newsstand run" makes them.',
        advice: 'Start the service, or run "newsstand backup FILE".',
      },
    })
  else if (newestAt !== null && dueAt !== null && dueAt < now - dayMs)
    found.push({
      ...{
        code: 'backup-old',
        severity: 'warning',
        subject: dir,
        message: `The newest of ${count} backups is of ${moment(newestAt)}; the next one was due at ${moment(dueAt)}`,
      },
      ...{ meaning: 'Only "newsstand run" makes them.', advice: 'Look whether the service runs; "newsstand backup FILE" makes one now.' },
    })
  if (isBeside)
    found.push({
      ...{ code: 'backup-beside', severity: 'hint', subject: dir, message: `Backups lie on the disk of the store (${dir})` },
      ...{
        meaning: 'They help against mistakes, not when the disk is lost.',
        advice: 'Set store.backup.dir to another disk, or copy that folder elsewhere.',
      },
    })
  return found
}
