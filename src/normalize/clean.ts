// A draft as it was read → a draft that may be stored and published.
import { legalText } from '../base/text.ts'
import { type Enclosure, type EntryDraft, emptyDraft, type Origin, type Person, type RawDraft, type Tag } from '../model/entry.ts'
import type { Recipe } from '../model/source.ts'
import { absoluteUrl } from './links.ts'
import { applyRules } from './rules.ts'
import { cutMarkup, sanitizeHtml } from './sanitize.ts'
import { excerpt, oneLine, plainText, unescapedName } from './text.ts'

export interface CleanContext {
  /** The address that relative links start from. */
  readonly base: string
  readonly recipe: Recipe
}

/** Code points (design §11), and how many of a kind an entry may bring. */
const maxTitle = 1000
const maxName = 200
const maxTag = 100
const maxTags = 20
const maxSummary = 2000
const maxEnclosures = 50
const maxWord = 100

/**
 * The draft after the source's rules, clean (see EntryDraft); null when a rule dropped it.
 * Rules see title, summary and publisher as text, content as the HTML that came, ends trimmed.
 */
export function cleanDraft(raw: RawDraft, context: CleanContext): EntryDraft | null {
  const draft = applyRules(trimmed(raw), context.recipe.rules)
  if (draft === null) return null
  const { base } = context
  const link = absoluteUrl(raw.originalLink, base) ?? absoluteUrl(draft.link, base)
  return {
    guid: draft.guid === null ? null : textOr(legalText(draft.guid)),
    link,
    title: oneLine(draft.title, maxTitle),
    published: draft.published,
    updated: draft.updated,
    dateGiven: lineOr(draft.dateGiven, maxWord),
    summary: textOr(excerpt(legalText(draft.summary ?? ''), maxSummary)),
    content: cleanHtml(draft.content ?? '', { ...context, base: raw.contentBase ?? link ?? base }),
    authors: draft.authors.map((author) => cleanPerson(author, base)).filter((author) => author.name !== ''),
    publisher: lineOr(draft.publisher, maxName),
    tags: cleanTags(draft.tags),
    enclosures: draft.enclosures.flatMap((enclosure) => cleanEnclosure(enclosure, base)).slice(0, maxEnclosures),
    language: cleanLanguage(draft.language),
    origin: draft.origin === null ? null : cleanOrigin(draft.origin, base),
    fields: cleanFields(draft.fields),
  }
}

/** An article's text, fetched by itself: the source's `replace` rules for content act on it as on a feed's. Null when nothing is left. */
export function cleanArticle(html: string, context: CleanContext): string | null {
  const rules = context.recipe.rules.filter((rule) => rule.kind === 'replace' && rule.field === 'content')
  const draft = applyRules({ ...emptyDraft, content: cutMarkup(html.trim()) }, rules)
  return cleanHtml(draft?.content ?? '', context)
}

function trimmed(raw: EntryDraft): EntryDraft {
  return {
    ...raw,
    title: raw.title.trim(),
    summary: raw.summary === null ? null : textOr(plainText(cutMarkup(raw.summary))),
    content: raw.content === null ? null : textOr(cutMarkup(raw.content.trim())),
    publisher: raw.publisher === null ? null : textOr(unescapedName(raw.publisher.trim())),
    authors: raw.authors.map((author) => ({ ...author, name: unescapedName(author.name) })),
    tags: raw.tags.map((tag) => ({ ...tag, name: unescapedName(tag.name) })),
  }
}

/** Sanitised HTML, or null when it shows neither a word nor a picture. */
function cleanHtml(html: string, { base, recipe }: CleanContext): string | null {
  if (html === '') return null
  const clean = sanitizeHtml(html, { base, keepClasses: recipe.keepClasses })
  return /<(?:img|audio|video)/.test(clean) || plainText(clean) !== '' ? clean : null
}

function cleanPerson({ name, url, email }: Person, base: string): Person {
  return { name: oneLine(name, maxName), url: absoluteUrl(url, base), email: lineOr(email, maxName) }
}

/** Each label once, the first that came first. */
function cleanTags(tags: readonly Tag[]): readonly Tag[] {
  const byName = new Map<string, Tag>()
  for (const tag of tags) {
    const name = oneLine(tag.name, maxTag)
    if (name !== '' && !byName.has(name)) byName.set(name, { name, scheme: lineOr(tag.scheme, maxName) })
    if (byName.size === maxTags) break
  }
  return [...byName.values()]
}

function cleanEnclosure({ url, type, bytes, title }: Enclosure, base: string): readonly Enclosure[] {
  const absolute = absoluteUrl(url, base)
  if (absolute === null) return []
  const isLength = bytes !== null && Number.isSafeInteger(bytes) && bytes >= 0
  return [{ url: absolute, type: lineOr(type, maxWord), bytes: isLength ? bytes : null, title: lineOr(title, maxTitle) }]
}

/** BCP 47 by its alphabet; anything else would be an invalid attribute where we publish it. `en_US` is a locale's name for `en-US`. */
function cleanLanguage(language: string | null): string | null {
  const tag = language?.trim().replaceAll('_', '-') ?? ''
  return /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}$/.test(tag) ? tag : null
}

function cleanOrigin({ title, url }: Origin, base: string): Origin | null {
  const origin: Origin = { title: lineOr(title, maxTitle), url: absoluteUrl(url, base) }
  return origin.title === null && origin.url === null ? null : origin
}

function cleanFields(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [legalText(name), legalText(value)]))
}

function lineOr(text: string | null, max: number): string | null {
  return text === null ? null : textOr(oneLine(text, max))
}

function textOr(text: string): string | null {
  return text === '' ? null : text
}
