// Every setting: type, default, unit, a sentence of help. The JSON Schema for editors is made from it.
import { z } from 'zod'
import { emailOrWebAddress, siteAddress, webPage } from './addresses.ts'
import { alertsSchema, notifySchema } from './schema-alerts.ts'
import { answersSchema } from './schema-answers.ts'
import { backupSchema } from './schema-backup.ts'
import { categorySchema } from './schema-category.ts'
import { digestSchema } from './schema-digest.ts'
import { feedSchema } from './schema-feed.ts'
import { defaultKeep } from './schema-keep.ts'
import { pollSchema } from './schema-poll.ts'
import { serveSchema } from './schema-serve.ts'
import { sourceSchema } from './schema-source.ts'
import { takedownSchema } from './schema-takedown.ts'
import { defaultTerms } from './schema-terms.ts'
import { anyText, identityName, language, later, pattern, reading, text, zone } from './values.ts'

const siteSchema = z
  .strictObject({
    id: text(anyText, 'news.example')
      .optional()
      .describe('Name of the site in its store; another site is refused there. Default: the host of url.'),
    title: text(anyText, '金融消息').describe('What readers see as the name of the site.'),
    description: z.string().default('').describe('A sentence about the site, for readers.'),
    url: text(siteAddress, 'https://news.example/').describe('Where readers reach the site; every published address starts with it.'),
    language: text(language, 'zh-CN').default('en').describe('Language of the site and its pages, as a tag such as en or zh-CN.'),
    timezone: text(zone, 'Asia/Shanghai').default('UTC').describe('Time zone of published days, and of sources that name none.'),
    licence: z
      .strictObject({
        text: text(anyText, '转载请注明出处').describe('What the foot of every page says of the use of its texts.'),
        url: text(webPage, 'https://creativecommons.org/licenses/by/4.0/').optional().describe('Where the terms stand in full.'),
      })
      .optional()
      .describe("On what terms the site's texts may be used. Default: a line that they belong to their authors and publishers."),
    contact: text(emailOrWebAddress, 'editor@news.example')
      .optional()
      .describe('E-mail or web address for who wants a text taken down; it stands at the foot of every page.'),
    stylesheet: text(anyText, 'site.css')
      .optional()
      .describe('CSS file of your own, relative to the root config file; pages use it after theirs.'),
    icon: text(anyText, 'icon.png')
      .optional()
      .describe(
        "SVG, PNG, ICO, WebP or JPEG file of the site's icon, relative to the root config file. Default: made from the title's first character.",
      ),
  })
  .describe('The site that is published.')

const storeSchema = z
  .strictObject({
    sqlite: text(anyText, '../data/newsstand.sqlite')
      .default('../data/newsstand.sqlite')
      .describe('File of the SQLite store, relative to the root config file.'),
    postgres: text(later('PostgreSQL', 'write sqlite'), 'postgres://localhost/newsstand')
      .optional()
      .describe('Address of a PostgreSQL store (comes with a later version).'),
    answers: answersSchema,
    backup: backupSchema,
  })
  .prefault({})
  .describe('Where entries are kept.')

export const publishSchema = z
  .strictObject({
    dir: text(anyText, '../data/public')
      .default('../data/public')
      .describe('Folder of the published files, relative to the root config file.'),
    entries: z.int().min(1).max(500).default(50).describe('How many entries a feed holds at least.'),
    pages: z
      .enum(['all', 'recent', 'none'])
      .default('all')
      .describe(
        'Which entries have a page of their own: all, recent (those that stand in a feed), none. What has none is linked to its original; an entry without an address of its own always has a page.',
      ),
    keep: defaultKeep,
    newCategories: z
      .enum(['auto', 'listed', 'review'])
      .default('auto')
      .describe(
        'What becomes of category names that entries bring: auto (a category at once, 500 a day at most), listed (only those that categories lists), review (they wait for "newsstand category approve").',
      ),
    jekyll: z
      .strictObject({
        dir: text(anyText, '../data/jekyll').describe(
          'Folder of the Jekyll site, relative to the root config file; posts go to its _posts.',
        ),
      })
      .optional()
      .describe('Also writes every entry as a Jekyll post.'),
    hubs: z
      .array(text(webPage, 'https://hub.example/'))
      .default([])
      .describe('WebSub hubs elsewhere: feeds name them, and they are told of what is new.'),
    digest: digestSchema,
    related: z.boolean().default(true).describe('Pages of entries name what others report of the same story, found by comparing texts.'),
    fold: z
      .boolean()
      .default(false)
      .describe(
        'Of entries that tell the same story only the first stands in a feed, with links to the others: in the feed of everything, and in each category and feed that says nothing else.',
      ),
    ...defaultTerms,
  })
  .prefault({})
  .describe('What is written for readers.')

const identitySchema = z
  .strictObject({
    name: text(identityName, 'infoCode').describe('Name of the identity; it starts the key, as in infoCode:NW1.'),
    query: text(anyText, 'infoCode').optional().describe('Query parameter of the link that may hold the value.'),
    fields: z.array(text(anyText, 'infoCode')).default([]).describe('Fields of the item that may hold the value, tried in order.'),
    pattern: text(pattern, 'NW\\d{10,24}').describe('What the whole value must match (RE2); any other value is no key.'),
  })
  .describe('A value that names an article wherever it is seen: the same in two sources is one entry.')

const lists = {
  categories: z.array(categorySchema).default([]).describe('What is known of categories beforehand; others are made as entries name them.'),
  identity: z.array(identitySchema).default([]).describe('Identities that hold across sources, strongest first.'),
  sources: z.array(sourceSchema).default([]).describe('What is watched.'),
}

/** An included file. */
export const includedSchema = z.strictObject(lists)

/** The root file. */
export const rootSchema = z.strictObject({
  site: siteSchema,
  store: storeSchema,
  publish: publishSchema,
  serve: serveSchema,
  poll: pollSchema,
  canonical: z
    .strictObject({
      ignore: z.array(text(anyText, 'ref')).default([]).describe('More query parameters that never tell two addresses apart.'),
    })
    .prefault({})
    .describe('How addresses are compared.'),
  slugs: z
    .strictObject({
      overrides: z
        .record(text(anyText, '投行'), text(reading, 'touhang'))
        .default({})
        .describe('Words that the pinyin dictionary reads wrongly, and how they are read.'),
    })
    .prefault({})
    .describe('How the words in addresses are made from names.'),
  alerts: alertsSchema.optional(),
  notify: z.array(notifySchema).default([]).describe('Who is told of new entries.'),
  takedown: z.array(takedownSchema).default([]).describe('What is withdrawn by its address.'),
  feeds: z.array(feedSchema).default([]).describe('More feeds, made of categories and sources.'),
  include: z
    .array(text(anyText, 'sources/*.yaml'))
    .default([])
    .describe('More files, as patterns relative to this one; they hold sources, categories and identity only.'),
  ...lists,
})

export type WrittenRoot = z.output<typeof rootSchema>
export type WrittenCategory = z.output<typeof categorySchema>
export type WrittenSource = z.output<typeof sourceSchema>
export type WrittenIncluded = z.output<typeof includedSchema>
