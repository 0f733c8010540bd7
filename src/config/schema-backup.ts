// Copies of the store that the service makes.
import { z } from 'zod'
import { anyText, cron, text } from './values.ts'

export const backupSchema = z
  .strictObject({
    dir: text(anyText, '/mnt/other-disk/newsstand')
      .default('../data/backups')
      .describe('Folder of the backups, relative to the root config file; best on another disk.'),
    schedule: text(cron, '30 3 * * *')
      .default('30 3 * * *')
      .describe(
        'When "newsstand run" makes one, as a cron expression in site.timezone. One that was missed is made up for at the next start.',
      ),
    keep: z.int().min(1).max(1000).default(7).describe('How many are kept: the newest. Only files that it named itself are ever removed.'),
  })
  .optional()
  .describe('Copies of the store that the service makes by the clock. Without it there are none.')
