// What lies on the disk: the store's files, the registry, what was published.
import type { DiskSurvey, Finding, FolderSurvey, RegistrySurvey, StoreSurvey } from '../../model/checkup.ts'
import { findingsOn } from './finding.ts'
import { named, sizeOf } from './words.ts'

/** A log that long is carried into the store by nobody. */
const largeLogBytes = 512e6
const leastFreeBytes = 200e6

export function diskFindings({ storeBytes, logBytes, freeBytes, asides }: DiskSurvey, store: string): readonly Finding[] {
  const found: Finding[] = []
  const onStore = findingsOn(store)
  if (freeBytes !== null && freeBytes < storeBytes + leastFreeBytes)
    found.push(
      onStore[freeBytes < leastFreeBytes ? 'problem' : 'warning']('disk-low', {
        message: `${sizeOf(freeBytes)} are free on the disk of the store, which has ${sizeOf(storeBytes)}`,
        meaning:
          'When the disk is full, polls fail. An update of this program, and erasing a withdrawn text for good, need as much room as the store has.',
        advice: 'Make room, or move the store to a larger disk.',
      }),
    )
  if (logBytes > largeLogBytes)
    found.push(
      findingsOn(`${store}-wal`).warning('log-large', {
        message: `The log of the store has ${sizeOf(logBytes)}`,
        meaning: 'Some process reads from the store for a long time, and holds up that the log is carried into it.',
        advice: 'Look which newsstand has been at work for long (ps), and end it. A restart of the service carries the log over.',
      }),
    )
  if (asides.length > 0)
    found.push(
      onStore.hint('old-copies', {
        message: `Beside the store lie copies of it: ${named(asides.map(({ file, bytes }) => `${file} (${sizeOf(bytes)})`))}`,
        meaning:
          'They were kept when a backup was put in its place, or before an update. The last two of updates are kept, those of "restore" until you remove them.',
        advice: 'Remove those of which you know that you need them no more.',
      }),
    )
  return found
}

/** One at the most: what it says of the file makes the rest of no account. */
export function registryFindings(
  { file, size, site }: RegistrySurvey,
  { entries, registrySize, linesBehind }: Pick<StoreSurvey, 'entries' | 'registrySize' | 'linesBehind'>,
  siteId: string,
): readonly Finding[] {
  const { problem, warning, hint } = findingsOn(file)
  if (site !== null && site !== siteId)
    return [
      problem('registry-foreign', {
        message: `${file} belongs to the site "${site}", not to "${siteId}"`,
        meaning: 'Nothing starts with it: ids of two sites must not be mixed.',
        advice: `Set publish.dir to a folder in a folder of its own, such as data/${siteId}/public.`,
      }),
    ]
  if (size === null && entries > 0 && linesBehind < entries)
    return [
      warning('registry-missing', {
        message: `${file} is not there, and the store has written it`,
        meaning: 'Should the store be lost, every address would change.',
        advice: 'It is written anew with the next publishing: newsstand publish --all.',
      }),
    ]
  if (size !== null && site === null)
    return [
      problem('registry-damaged', {
        message: `The first line of ${file} cannot be read`,
        meaning: 'Should the store be lost, every address would change; a new store does not start with it.',
        advice: 'Move it away; with the store as it is, "newsstand publish --all" writes it anew.',
      }),
    ]
  if (size === null || registrySize === null || registrySize < 0 || size === registrySize) return []
  return [
    hint('registry-differs', {
      message: `${file} has ${size} bytes, and the store left it with ${registrySize}`,
      meaning:
        'A service is writing it, or it comes from another copy of the store. What only it knows is taken over with the next start, then it is written anew.',
      advice: 'Nothing need be done.',
    }),
  ]
}

/** `staleFiles`: what is yet to be written may be missing. */
export function folderFindings(survey: FolderSurvey, staleFiles: number): readonly Finding[] {
  const { dir, known, looked, missing, torn, foreign, isPartial } = survey
  const { warning, hint } = findingsOn(dir)
  const found: Finding[] = []
  if (missing.length > staleFiles)
    found.push(
      warning('files-missing', {
        message: `${missing.length} published files are not there: ${named(missing)}${looked < known ? ` (${looked} of ${known} were looked for)` : ''}`,
        meaning: 'Readers who follow a link there find nothing.',
        advice: 'newsstand publish --all writes everything that belongs there.',
      }),
    )
  if (torn.length > 0)
    found.push(
      hint('files-torn', {
        message: `${torn.length} files were left half written: ${named(torn)}`,
        meaning: 'A process was killed in the act of writing them. Nobody is served them; publishing removes them where it writes.',
        advice: 'newsstand doctor --fix removes them.',
      }),
    )
  if (foreign.length > 0)
    found.push(
      hint('files-foreign', {
        message: `${foreign.length} files are not of newsstand, or of before the store that is there now: ${named(foreign)}${isPartial ? ' (a part of the folder was looked at)' : ''}`,
        meaning: 'They are served as they are, and never touched.',
        advice: 'If they are yours, nothing need be done.',
      }),
    )
  return found
}
