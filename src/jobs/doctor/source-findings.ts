// What sources say: those that fail, and those whose entries are hard to tell apart.
import type { Finding, IdentitySurvey } from '../../model/checkup.ts'
import { driftWords } from '../../model/expectations.ts'
import { healthOf } from '../../model/health.ts'
import type { StoredSource } from '../../store/port/sources.ts'
import { moment, named, since } from './words.ts'

const dayMs = 86_400_000
/** Failing for less may pass by itself. */
const longMs = 3 * dayMs

/** `sources`: the watched ones. */
export function sourceFindings(sources: readonly StoredSource[], now: number): readonly Finding[] {
  return [...sources.flatMap((source) => findingsOf(source, now)), ...unvisitedFinding(sources), ...overdueFinding(sources, now)]
}

function findingsOf(source: StoredSource, now: number): readonly Finding[] {
  const { id, state, failingSince } = source
  const about = `newsstand try ${id} shows the visit step by step.`
  const health = healthOf(source)
  if (health === 'gone')
    return [
      finding(
        id,
        'source-gone',
        'warning',
        `${id} is gone (410)`,
        'It is visited no more; its entries stay.',
        'Give it another url, take it out of config, or poll it by name if it is back.',
      ),
    ]
  if (health === 'failing' && state.firstSuccessAt === null)
    return [
      finding(
        id,
        'source-never',
        'warning',
        `${id} has never answered with anything that can be used: ${state.message ?? state.code ?? 'it failed'}`,
        'It has brought nothing.',
        about,
      ),
    ]
  if (health === 'failing' && failingSince !== null && now - failingSince > longMs)
    return [
      finding(
        id,
        'source-failing',
        'warning',
        `${id} fails for ${since(failingSince, now)}: ${state.message ?? state.code ?? ''}`,
        'Readers see what it brought before, and nothing new.',
        about,
      ),
    ]
  if (health === 'drifting')
    return [
      finding(
        id,
        'source-drifting',
        'warning',
        `${id} is drifting: ${driftWords(state.expectations) ?? 'its documents are not as usual'}`,
        'Its page may have changed; what is held back is not lost, and does not appear.',
        about,
      ),
    ]
  if (health === 'gap')
    return [
      finding(
        id,
        'source-gap',
        'hint',
        `${id} has a gap: nothing in its last document was known`,
        'Entries between the last two visits were missed.',
        'Let it be visited more often (every), or ask for more entries at once.',
      ),
    ]
  if (health === 'moved')
    return [
      finding(
        id,
        'source-moved',
        'hint',
        `${id} has moved: to ${state.adoptedUrl ?? state.movedTo ?? 'another address'}`,
        'It is visited where it leads, as far as that is its own site.',
        'Write the new address into config.',
      ),
    ]
  return []
}

function finding(
  subject: string,
  code: string,
  severity: Finding['severity'],
  ...[message, meaning, advice]: readonly [string, string, string]
): Finding {
  return { code, severity, subject, message, meaning, advice }
}

function unvisitedFinding(sources: readonly StoredSource[]): readonly Finding[] {
  const unvisited = sources.filter((source) => source.pausedAt === null && source.state.lastPollAt === null)
  if (unvisited.length === 0) return []
  const ids = named(
    unvisited.map(({ id }) => id),
    unvisited.length,
  )
  return [
    {
      ...{ code: 'source-unvisited', severity: 'hint', subject: null, message: `${unvisited.length} sources were never visited: ${ids}` },
      ...{ meaning: 'They are new to config, or nobody polls.', advice: 'newsstand run, or newsstand poll.' },
    },
  ]
}

function overdueFinding(sources: readonly StoredSource[], now: number): readonly Finding[] {
  const overdue = sources.filter(
    (source) =>
      source.pausedAt === null &&
      source.state.outcome !== 'gone' &&
      source.state.lastPollAt !== null &&
      source.state.nextPollAt < now - dayMs,
  )
  if (overdue.length === 0) return []
  const oldest = Math.min(...overdue.map(({ state }) => state.lastPollAt ?? now))
  return [
    {
      ...{ code: 'nobody-polls', severity: 'warning', subject: null },
      message: `${overdue.length} of ${sources.length} sources are due for more than a day: ${named(
        overdue.map(({ id }) => id),
        overdue.length,
      )}`,
      meaning: `Nobody polls${oldest < now ? `; the one that waits longest was visited at ${moment(oldest)}` : ''}.`,
      advice: 'Start the service (newsstand run), or run "newsstand poll" from cron.',
    },
  ]
}

/** Of fewer sightings nothing can be said. */
const leastSightings = 20
const muchShare = 0.2
const someShare = 0.05

/** Where another identity rule would help. */
export function identityFindings(surveys: readonly IdentitySurvey[]): readonly Finding[] {
  return surveys.filter(({ sightings }) => sightings >= leastSightings).flatMap(identityFindingsOf)
}

function identityFindingsOf(survey: IdentitySurvey): readonly Finding[] {
  const { source, sightings, guids, changingGuids, changingAddresses, addresses, burnt, sharedTitles, sharingEntries } = survey
  const found: Finding[] = []
  const add = (code: string, ...words: readonly [string, string, string]) => found.push(finding(source, code, 'hint', ...words))
  if (guids > 0 && changingGuids / guids >= muchShare)
    add(
      'identity-guids-change',
      `${source}: ${percent(changingGuids, guids)} of ${guids} articles were shown under several guids`,
      'They are told apart by their addresses and titles; one whose address changes, too, comes as new.',
      ruleAdvice(survey),
    )
  if (addresses > 0 && changingAddresses / addresses >= muchShare)
    add(
      'identity-addresses-change',
      `${source}: ${percent(changingAddresses, addresses)} of ${addresses} articles were shown under several addresses`,
      'They are told apart by their guids; one whose guid changes, too, comes as new. A parameter of the address may differ each time.',
      `If one parameter only says who asks, write canonical: { ignore: [name] }. ${ruleAdvice(survey)}`,
    )
  if (burnt / sightings >= someShare)
    add(
      'identity-keys-burnt',
      `${source}: ${burnt} guids or addresses stood for several articles (of ${sightings})`,
      'They identify nothing there any more; what has no other key is told apart by title and date.',
      `newsstand explain tells which, and why. ${ruleAdvice(survey)}`,
    )
  if (sharingEntries / sightings >= someShare && sharedTitles > 1)
    add(
      'identity-titles',
      `${source}: ${sharingEntries} entries share ${sharedTitles} titles`,
      'Either its notices are titled alike, which is as it should be, or articles come again as new ones.',
      `newsstand list entries --source ${source} shows them. ${ruleAdvice(survey)}`,
    )
  return found
}

function ruleAdvice({ configured, sightings, parameters }: IdentitySurvey): string {
  const [best] = parameters
  if (configured / sightings > 1 - someShare) return 'A configured identity holds for nearly all of them already.'
  if (best !== undefined)
    return `Its addresses have a parameter that names each article: identity: [{ name: ${best.name}, query: ${best.name}, pattern: '${best.isNumber ? '\\d+' : '[\\w-]+'}' }].`
  return 'If a field of its items, or a parameter of its links, names each article, write it as identity: [{ name, query or fields, pattern }].'
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`
}
