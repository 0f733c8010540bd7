// What the store's tables say.
import type { BreachRule, Finding, StoreCondition, StoreSurvey } from '../../model/checkup.ts'
import { findingsOn } from './finding.ts'
import { moment, named, since } from './words.ts'

/** Of a store that cannot be asked anything. */
export function conditionFindings(condition: StoreCondition, store: string, restore: string | null): readonly Finding[] {
  const { problem, warning } = findingsOn(store)
  switch (condition.kind) {
    case 'whole':
      return []
    case 'missing':
      return [
        problem('store-missing', {
          message: `There is no store ${store}`,
          meaning: 'Nothing was polled yet, or it was moved or deleted.',
          advice:
            restore === null
              ? 'If it is a new site, run "newsstand poll". Else look for the file before anything is started: what is started makes a new one.'
              : `If it was lost: ${restore}`,
        }),
      ]
    case 'damaged':
      return [
        problem('store-damaged', {
          message: `The store is damaged: ${condition.problems.join('; ')}`,
          meaning: 'What is in it cannot be relied on; the service does not start on it. Published files stay as they are.',
          advice: `Stop every newsstand on it. ${restore ?? 'No backup was found: move the file away and start again; what readers know is taken over from registry.jsonl.'}`,
        }),
      ]
    case 'unusable': {
      const { code, message, advice } = condition
      return [problem(code, { message, meaning: 'The store cannot be used with this program and this config.', advice })]
    }
    case 'older':
      return [
        warning('store-older', {
          message: `The store lacks ${condition.pending.join(', ')}`,
          meaning: 'It was written by an earlier version; it could not be looked into.',
          advice: 'Run "newsstand status": it copies the store and brings it up to date. Then ask the doctor again.',
        }),
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

const onSite = findingsOn(null)

export function surveyFindings(survey: StoreSurvey, now: number): readonly Finding[] {
  return [
    ...survey.breaches.map(({ rule, count, examples }) =>
      onSite.problem(`store-${rule}`, {
        message: `${count} ${breachWords[rule].what}: ${named(examples, count)}`,
        meaning: breachWords[rule].meaning,
        advice:
          'Keep a copy ("newsstand backup"), put back the newest backup that has it right, and report this: it is a fault of newsstand or of the disk.',
      }),
    ),
    ...miscountFinding(survey),
    ...survey.ahead.map(({ what, at }) =>
      onSite.warning('clock-ahead', {
        message: `By the store's word ${what} was at ${moment(at)}, which is ${since(now, at)} ahead of this machine's clock`,
        meaning: 'The clock was wrong when that was written, or is wrong now. Entries stand in feeds by those instants.',
        advice: 'Look whether the clock is right (timedatectl). If it is, nothing need be done: the time comes.',
      }),
    ),
    ...survey.longLeases.map(({ subject, until }) =>
      findingsOn(subject).hint('lease-hangs', {
        message: `${subject} is held until ${moment(until)}`,
        meaning: 'No visit takes that long: it was taken when the clock stood elsewhere. Such leases are passed over.',
        advice: 'Nothing need be done.',
      }),
    ),
    ...waitingFinding(survey),
    ...behindFinding(survey),
  ]
}

function miscountFinding({ miscounts }: StoreSurvey): readonly Finding[] {
  if (miscounts.length === 0) return []
  const shown = miscounts.map(({ source, kept, counted }) => `${source} ${kept}, counted ${counted}`)
  return [
    onSite.warning('counters', {
      message: `Numbers of entries that are kept by source are not right: ${named(shown)}`,
      meaning: 'Status pages and lists show them; feeds do not depend on them.',
      advice: 'newsstand doctor --fix counts them anew.',
    }),
  ]
}

function waitingFinding({ waiting }: StoreSurvey): readonly Finding[] {
  if (waiting.length === 0) return []
  return [
    onSite.hint('categories-waiting', {
      message: `${waiting.length} categories wait to be let in: ${named(waiting)}`,
      meaning: 'Entries that only they would show are not published.',
      advice: 'newsstand category list --state waiting; then "newsstand category approve", or "retire" to turn one away.',
    }),
  ]
}

function behindFinding({ staleFiles, linesBehind }: StoreSurvey): readonly Finding[] {
  if (staleFiles === 0 && linesBehind === 0) return []
  return [
    onSite.hint('publishing-behind', {
      message: `${staleFiles} files and ${linesBehind} lines of the registry are to be written`,
      meaning: 'A service is at it, or nobody has published since the last change.',
      advice: 'If no service runs: newsstand publish.',
    }),
  ]
}
