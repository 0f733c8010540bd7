// Cron expressions: the one file around cron-parser. Five fields (or @daily and its like), so never more often than once a minute.
import { CronExpressionParser } from 'cron-parser'

const nicknames = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])

/** Any instant will do: an expression that has no next instant from here has none at all. */
const someInstant = Date.UTC(2024, 0, 1)

/**
 * The first instant after `now` that the expression names on the clocks of `zone`. A local time that a change of clocks skips comes
 * right after the gap, one that it repeats comes once.
 * @throws Error when `cronProblem` finds something wrong.
 */
export function nextCronInstant(expression: string, zone: string, now: number): number {
  return CronExpressionParser.parse(expression, { currentDate: new Date(now), tz: zone })
    .next()
    .getTime()
}

/** What is wrong with an expression, in a few words; null when it names instants. */
export function cronProblem(expression: string): string | null {
  const fields = expression.trim().split(/\s+/)
  if (!nicknames.has(expression.trim()) && fields.length !== 5)
    return `it has ${count(fields.length)} instead of five: minute hour day month weekday`
  // cron-parser draws "H" by lot: nobody could say when the source is polled.
  if (fields.some((field) => /(^|,)H/i.test(field))) return '"H" is not supported'
  try {
    nextCronInstant(expression, 'UTC', someInstant)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function count(fields: number): string {
  return fields === 1 ? '1 field' : `${fields} fields`
}
