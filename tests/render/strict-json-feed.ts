// JSON Feed 1.1, from its specification (jsonfeed.org/version/1.1): unknown keys only where they begin with an underscore.
import { z } from 'zod'
import { isUri, mediaTypePattern, rfc3339Pattern } from './strict.ts'

const uri = z.string().refine(isUri, 'no URI')
const date = z.string().regex(rfc3339Pattern)
const text = z.string().min(1)
const count = z.int().nonnegative()

const author = open({ name: text.optional(), url: uri.optional(), avatar: uri.optional() }).refine(
  (value) => value.name !== undefined || value.url !== undefined || value.avatar !== undefined,
  'an author of whom nothing is known',
)
const attachment = open({
  url: uri,
  mime_type: z.string().regex(mediaTypePattern),
  title: text.optional(),
  size_in_bytes: count.optional(),
  duration_in_seconds: count.optional(),
})
const item = open({
  id: text,
  url: uri.optional(),
  external_url: uri.optional(),
  title: text.optional(),
  content_html: z.string().optional(),
  content_text: z.string().optional(),
  summary: z.string().optional(),
  image: uri.optional(),
  banner_image: uri.optional(),
  date_published: date.optional(),
  date_modified: date.optional(),
  authors: z.array(author).min(1).optional(),
  tags: z.array(text).min(1).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i)
    .optional(),
  attachments: z.array(attachment).min(1).optional(),
}).refine((value) => value.content_html !== undefined || value.content_text !== undefined, 'neither content_html nor content_text')

const feed = open({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: text,
  home_page_url: uri.optional(),
  feed_url: uri.optional(),
  description: z.string().optional(),
  user_comment: z.string().optional(),
  next_url: uri.optional(),
  icon: uri.optional(),
  favicon: uri.optional(),
  authors: z.array(author).min(1).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i)
    .optional(),
  expired: z.boolean().optional(),
  hubs: z
    .array(open({ type: text, url: uri }))
    .min(1)
    .optional(),
  items: z.array(item).refine((items) => new Set(items.map(({ id }) => id)).size === items.length, 'two items of one id'),
}).refine(({ next_url, feed_url }) => next_url === undefined || next_url !== feed_url, 'next_url leads to itself')

/** @throws ZodError at what the specification does not allow. */
export function checkJsonFeed(json: string): void {
  feed.parse(JSON.parse(json))
}

function open<S extends z.ZodRawShape>(shape: S) {
  return z.looseObject(shape).superRefine((value, context) => {
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key) && !/^_[a-z]/i.test(key))
    if (unknown.length > 0) context.addIssue({ code: 'custom', message: `unknown: ${unknown.join(', ')}` })
  })
}
