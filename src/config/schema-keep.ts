// How long entries are kept.
import { z } from 'zod'
import type { Keep } from '../model/pruning.ts'

const mostDays = 36_500
const mostEntries = 10_000_000

const limits = z
  .strictObject({
    days: z.int().min(1).max(mostDays).optional().describe('Keeps all that was listed in so many days.'),
    entries: z.int().min(1).max(mostEntries).optional().describe('Keeps so many of the newest.'),
  })
  .superRefine(({ days, entries }, context) => {
    if (days === undefined && entries === undefined)
      context.addIssue({
        code: 'custom',
        message: 'says neither days nor entries',
        params: { advice: 'write for example { days: 365, entries: 1000 }, or all' },
      })
  })

const keep = z.union([z.enum(['all']), limits])

const says =
  'How long entries stay: { days: 365, entries: 1000 } keeps the newest 1000 and all of 365 days, either of both may be left out; or all. What none of its categories keeps is pruned once a day.'

export const keepSchema = keep.optional().describe(`${says} Default: publish.keep.`)
export const defaultKeep = keep.default('all').describe(says)

/** Null: everything is kept. */
export function resolveKeep(written: z.output<typeof keep>): Keep | null {
  return written === 'all' ? null : { days: written.days ?? null, entries: written.entries ?? null }
}
