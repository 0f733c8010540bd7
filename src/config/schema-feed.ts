import { z } from 'zod'
import { shownFields } from '../model/output-feed.ts'
import { digestSchema } from './schema-digest.ts'
import { keepSchema } from './schema-keep.ts'
import { anyText, pattern, slug, text } from './values.ts'

const shown = z.strictObject({
  field: z.enum(shownFields).describe('A field of the entry, as readers see it.'),
  pattern: text(pattern, '快讯').describe('RE2 pattern, found anywhere in the field.'),
})

const feedRule = z.strictObject({
  keep: shown.optional().describe('Leaves out every entry in whose field the pattern is not found.'),
  drop: shown.optional().describe('Leaves out every entry in whose field the pattern is found.'),
})

export const feedSchema = z
  .strictObject({
    slug: text(slug, 'morning').describe('The word in its addresses, never changed: readers subscribe to it.'),
    title: text(anyText, '早报').describe('What readers see.'),
    description: text(anyText, 'What happened at night').optional().describe('A sentence for readers.'),
    group: text(anyText, '精选').optional().describe('Heading under which it is listed.'),
    order: z.number().optional().describe('Place in lists, the smallest first.'),
    icon: text(anyText, 'https://news.example/icon.png').optional().describe('Picture or sign shown beside its title.'),
    private: z.boolean().default(false).describe('Kept, but not published; only then private categories count in from.'),
    fold: z
      .boolean()
      .optional()
      .describe('Of entries that tell the same story only the first stands in it, with links to the others. Default: publish.fold.'),
    digest: digestSchema,
    keep: keepSchema,
    from: z
      .array(text(anyText, '科技'))
      .min(1)
      .describe('Categories (name, alias or slug) and sources (id): an entry of any of them is in the feed, if the rules keep it.'),
    rules: z.array(feedRule).default([]).describe('What is kept or dropped of that, in order.'),
  })
  .describe('A feed made of categories and sources, published as a category is.')

export type WrittenFeed = z.output<typeof feedSchema>
