// What sources say: those that fail, have moved or changed, and those that nobody visits.
import type { Finding } from '../../model/checkup.ts'
import { driftWords } from '../../model/expectations.ts'
import { healthOf } from '../../model/health.ts'
import type { StoredSource } from '../../store/port/sources.ts'
import { findingsOn } from './finding.ts'
import { dayMs, moment, named, since } from './words.ts'

/** Failing for less may pass by itself. */
const longMs = 3 * dayMs

/** `sources`: the watched ones. */
export function sourceFindings(sources: readonly StoredSource[], now: number): readonly Finding[] {
  return [...sources.flatMap((source) => findingOf(source, now) ?? []), ...unvisitedFinding(sources), ...overdueFinding(sources, now)]
}

function findingOf(source: StoredSource, now: number): Finding | null {
  const { id, state } = source
  const { warning, hint } = findingsOn(id)
  switch (healthOf(source)) {
    case 'failing':
      return failingFinding(source, now)
    case 'gone':
      return warning('source-gone', {
        message: `${id} is gone (410)`,
        meaning: 'It is visited no more; its entries stay.',
        advice: 'Give it another url, take it out of config, or poll it by name if it is back.',
      })
    case 'drifting':
      return warning('source-drifting', {
        message: `${id} is drifting: ${driftWords(state.expectations) ?? 'its documents are not as usual'}`,
        meaning: 'Its page may have changed; what is held back is not lost, and does not appear.',
        advice: stepByStep(id),
      })
    case 'gap':
      return hint('source-gap', {
        message: `${id} has a gap: nothing in its last document was known`,
        meaning: 'Entries between the last two visits were missed.',
        advice: 'Let it be visited more often (every), or ask for more entries at once.',
      })
    case 'moved':
      return hint('source-moved', {
        message: `${id} has moved: to ${state.adoptedUrl ?? state.movedTo ?? 'another address'}`,
        meaning: 'It is visited where it leads, as far as that is its own site.',
        advice: 'Write the new address into config.',
      })
    default:
      return null
  }
}

function failingFinding({ id, state, failingSince }: StoredSource, now: number): Finding | null {
  const { warning } = findingsOn(id)
  if (state.firstSuccessAt === null)
    return warning('source-never', {
      message: `${id} has never answered with anything that can be used: ${state.message ?? state.code ?? 'it failed'}`,
      meaning: 'It has brought nothing.',
      advice: stepByStep(id),
    })
  if (failingSince === null || now - failingSince <= longMs) return null
  return warning('source-failing', {
    message: `${id} fails for ${since(failingSince, now)}: ${state.message ?? state.code ?? ''}`,
    meaning: 'Readers see what it brought before, and nothing new.',
    advice: stepByStep(id),
  })
}

function stepByStep(id: string): string {
  return `newsstand try ${id} shows the visit step by step.`
}

function unvisitedFinding(sources: readonly StoredSource[]): readonly Finding[] {
  const unvisited = sources.filter(({ pausedAt, state }) => pausedAt === null && state.lastPollAt === null)
  if (unvisited.length === 0) return []
  return [
    findingsOn(null).hint('source-unvisited', {
      message: `${unvisited.length} sources were never visited: ${named(unvisited.map(({ id }) => id))}`,
      meaning: 'They are new to config, or nobody polls.',
      advice: 'newsstand run, or newsstand poll.',
    }),
  ]
}

function overdueFinding(sources: readonly StoredSource[], now: number): readonly Finding[] {
  const overdue = sources.filter(
    ({ pausedAt, state }) => pausedAt === null && state.outcome !== 'gone' && state.lastPollAt !== null && state.nextPollAt < now - dayMs,
  )
  if (overdue.length === 0) return []
  const oldest = Math.min(...overdue.map(({ state }) => state.lastPollAt ?? now))
  return [
    findingsOn(null).warning('nobody-polls', {
      message: `${overdue.length} of ${sources.length} sources are due for more than a day: ${named(overdue.map(({ id }) => id))}`,
      meaning: `Nobody polls${oldest < now ? `; the one that waits longest was visited at ${moment(oldest)}` : ''}.`,
      advice: 'Start the service (newsstand run), or run "newsstand poll" from cron.',
    }),
  ]
}
