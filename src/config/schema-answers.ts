// store.answers: what sources answered, kept so that changed rules can be tried and applied backwards.
import { z } from 'zod'
import { size } from './values.ts'

export const answersSchema = z
  .strictObject({
    perSource: z
      .int()
      .min(0)
      .max(50)
      .default(3)
      .describe('How many of the last answers of a source are kept, and whether those of its entries’ own pages are; 0 keeps none.'),
    size: size()
      .prefault('200MB')
      .describe('How much room they may take, packed. The oldest go first; the newest of each source stays as long as there is room.'),
  })
  .prefault({})
  .describe('What sources answered is kept for a while, so that "plan" and "reread" can read it by other rules.')

export function resolveAnswers({ perSource, size: bytes }: z.output<typeof answersSchema>): { perSource: number; bytes: number } {
  return { perSource, bytes }
}
