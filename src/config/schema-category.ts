import { z } from 'zod'
import { pictureOrSign } from './addresses.ts'
import { digestSchema } from './schema-digest.ts'
import { keepSchema } from './schema-keep.ts'
import { deletions, saysOfDeletions } from './schema-poll.ts'
import { inheritedTerms } from './schema-terms.ts'
import { anyText, duration, slug, text, zone } from './values.ts'

/** Settings that a source takes from its category when it has none of its own. */
export const cascading = {
  every: duration({ least: '10s' })
    .optional()
    .describe('How often the source is visited, kept as written. Default: poll.every, adapted to the source.'),
  timezone: text(zone, 'Asia/Shanghai')
    .optional()
    .describe('Time zone of dates that name none, and of schedule. Default: that of the site.'),
  delay: duration().optional().describe('Embargo: how long after it is first seen an entry is published. Default: 0s.'),
  onUpdate: z
    .enum(['touch', 'silent', 'relist'])
    .optional()
    .describe('What readers see of a changed entry: touch (new text and date), silent (new text), relist (as new). Default: touch.'),
  deletions: deletions.optional().describe(`${saysOfDeletions} Default: poll.deletions.`),
  rights: z.enum(['full', 'excerpt', 'link']).optional().describe('How much of an entry may be published. Default: full.'),
  ...inheritedTerms,
}

export const categorySchema = z
  .strictObject({
    name: text(anyText, '科技').describe('Name as sources give it; case, width and spaces do not matter.'),
    slug: text(slug, 'keji').optional().describe('The word in its addresses. Default: made from the name.'),
    title: text(anyText, '科技新闻').optional().describe('What readers see. Default: the name.'),
    description: text(anyText, 'News about technology').optional().describe('A sentence for readers.'),
    group: text(anyText, '行业').optional().describe('Heading under which it is listed.'),
    order: z.number().optional().describe('Place in lists, the smallest first.'),
    icon: text(pictureOrSign, '📰')
      .optional()
      .describe('Shown beside its name: the web address of a picture, or a sign of one or two characters.'),
    private: z.boolean().default(false).describe('Kept, but not published.'),
    fold: z
      .boolean()
      .optional()
      .describe('Of entries that tell the same story only the first stands in it, with links to the others. Default: publish.fold.'),
    digest: digestSchema,
    keep: keepSchema,
    aliases: z.array(text(anyText, '科技频道')).default([]).describe('Other names of the same category.'),
    ...cascading,
  })
  .describe(
    'A category. Its every, timezone, delay, onUpdate, deletions, rights, excerpt, images, expires and attribution hold for the sources whose category is just its name.',
  )
