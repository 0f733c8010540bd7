import { z } from 'zod'
import { type DigestSettings, digestPeriods } from '../model/digest.ts'
import { list } from './one-or-several.ts'
import { type Check, quote, text } from './values.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const usualAt = '07:00'

const timeOfDay: Check = (value) =>
  /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)
    ? null
    : { message: `${quote(value)} is no time of day`, advice: 'write hours and minutes in quotes, such as "07:00"' }

const period = z.enum(digestPeriods)

const digest = z.strictObject({
  every: period.describe('How often: daily, or weekly.'),
  at: text(timeOfDay, usualAt).default(usualAt).describe("When the edition is issued, on the clocks of the site's zone. Default: 07:00."),
  on: z.enum(weekdays).optional().describe('The day on which a weekly digest is issued. Default: mon.'),
})

export const digestSchema = z
  .union([period, digest, z.array(z.union([period, digest]))])
  .optional()
  .describe(
    'Also publishes a digest feed: one item for all that came in a day or a week. daily, weekly, both as a list, or { every, at, on }.',
  )

export type WrittenDigest = z.output<typeof digestSchema>

/** Daily before weekly. */
export function resolveDigests(written: WrittenDigest): readonly DigestSettings[] {
  const digests =
    written === undefined ? [] : list(written).map((one) => resolveDigest(typeof one === 'string' ? { every: one, at: usualAt } : one))
  return digestPeriods.flatMap((every) => digests.filter((one) => one.every === every))
}

function resolveDigest({ every, at, on = 'mon' }: z.output<typeof digest>): DigestSettings {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return { every, at: hours * 60 + minutes, on: every === 'weekly' ? weekdays.indexOf(on) + 1 : null }
}
