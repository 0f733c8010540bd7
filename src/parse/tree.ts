// The light tree that grows while tokens are read; entries become drafts as soon as they end, so that the tree stays small.
import type { RawDraft } from '../model/entry.ts'
import type { Element, Name } from './element.ts'
import { forgotten } from './end-tags.ts'
import { webUrl } from './links.ts'
import { type Core, innerScope, outerScope, resolveAttributes, resolveName, type Scope, uriOf } from './scope.ts'

export type TreeKind = 'rss' | 'rdf' | 'atom' | 'sitemap' | 'sitemap-index'

/** How an element of a format becomes a draft. */
export type DraftOf = (entry: Element, kind: TreeKind) => RawDraft

export interface FeedTree {
  readonly kind: TreeKind
  readonly root: Element
  /** Of `item`s, `entry`s or `url`s that were closed, at most as many as were asked for. They are not among the root's descendants. */
  readonly drafts: readonly RawDraft[]
  /** The one that the end of the document cuts in two. */
  readonly half: RawDraft | null
  /** How many more there were. */
  readonly skipped: number
  /** The root is not closed, or the reading stopped at the depth limit. */
  readonly isCut: boolean
  readonly isTooDeep: boolean
}

interface Open {
  readonly tag: string
  readonly scope: Scope
  readonly element: Element
}

export interface Seed {
  readonly url: string
  readonly maxEntries: number
  readonly draftOf: DraftOf
}

/** A tree while it grows. */
export interface Growth extends Seed {
  readonly stack: Open[]
  readonly drafts: RawDraft[]
  kind: TreeKind | null
  core: Core
  root: Element | null
  openEntry: Element | null
  skipped: number
  /** The first tag before a root was found. */
  stranger: string | null
  state: 'reading' | 'closed' | 'too-deep'
}

export type Attributes = readonly (readonly [string, string])[]

/** Design §11. Past it nothing is read: such a document is an attack or a mistake. */
const maxDepth = 256
/** A language is handed down to every entry. */
const maxLanguage = 100

const entryNames = new Set(['rss:item', 'rss:entry', 'atom:entry', 'atom:item', 'sitemap:url', 'sitemap:sitemap'])

export function seed({ url, maxEntries, draftOf }: Seed): Growth {
  return {
    url,
    maxEntries,
    draftOf,
    stack: [],
    drafts: [],
    kind: null,
    core: { uri: '', space: 'none' },
    root: null,
    openEntry: null,
    skipped: 0,
    stranger: null,
    state: 'reading',
  }
}

/** Null when no feed's root was met. */
export function treeOf(growth: Growth): FeedTree | null {
  const { kind, root, drafts, skipped, state } = growth
  if (kind === null || root === null) return null
  const half = state === 'reading' && growth.openEntry !== null ? growth.draftOf(growth.openEntry, kind) : null
  return { kind, root, drafts, half, skipped, isCut: state !== 'closed', isTooDeep: state === 'too-deep' }
}

/** True when the tag was put on the stack: before the root, and past the depth limit, it is not. */
export function openTag(growth: Growth, tag: string, attributes: Attributes): boolean {
  const { stack } = growth
  const scope = innerScope(stack.at(-1)?.scope ?? outerScope(), attributes)
  if (growth.root === null) return openRoot(growth, tag, { attributes, scope })
  const name = resolveName(tag, scope, growth.core)
  for (let over = forgotten(stack, name, growth.core.space); over > 0; over -= 1) endTop(growth)
  const parent = stack.at(-1)
  if (parent === undefined) return false
  if (stack.length >= maxDepth) {
    growth.state = 'too-deep'
    return false
  }
  const element = newElement(growth, name, { attributes, scope, parent: parent.element })
  if (growth.openEntry === null && entryNames.has(name.key)) growth.openEntry = element
  else parent.element.children.push(element)
  stack.push({ tag: tag.toLowerCase(), scope, element })
  return true
}

interface Place {
  readonly attributes: Attributes
  readonly scope: Scope
}

/** What stands before the root (a PHP warning, say) is passed over. */
function openRoot(growth: Growth, tag: string, place: Place): boolean {
  const { scope } = place
  growth.kind = kindOf(resolveName(tag, scope, null), growth.stranger === null)
  if (growth.kind === null) {
    growth.stranger ??= tag
    return false
  }
  growth.core = coreOf(growth.kind, uriOf(tag, scope))
  scope.names.clear()
  growth.root = newElement(growth, resolveName(tag, scope, growth.core), { ...place, parent: null })
  growth.stack.push({ tag: tag.toLowerCase(), scope, element: growth.root })
  return true
}

/** RDF's root is from another vocabulary than its items. */
function coreOf(kind: TreeKind, uri: string): Core {
  if (kind === 'sitemap' || kind === 'sitemap-index') return { uri, space: 'sitemap' }
  return kind === 'atom' ? { uri, space: 'atom' } : { uri: kind === 'rdf' ? '' : uri, space: 'rss' }
}

/** A bare `channel` or `entry` is a root only where nothing stands before it: other documents have elements of these names. */
function kindOf({ local, space }: Name, isFirst: boolean): TreeKind | null {
  if (local === 'rss') return 'rss'
  if (local === 'rdf') return 'rdf'
  if (local === 'feed') return 'atom'
  if (local === 'urlset') return 'sitemap'
  if (local === 'sitemapindex') return 'sitemap-index'
  if (isFirst && local === 'channel') return 'rss'
  return isFirst && local === 'entry' && space === 'atom' ? 'atom' : null
}

function newElement(growth: Growth, name: Name, { attributes: written, scope, parent }: Place & { parent: Element | null }): Element {
  const attributes = resolveAttributes(written, scope, growth.core)
  const outer = parent?.base ?? growth.url
  const base = attributes.has('xml:base') ? (webUrl(attributes.get('xml:base'), outer) ?? outer) : outer
  const language = attributes.get('xml:lang')?.trim().slice(0, maxLanguage) ?? parent?.language ?? null
  return { name, attributes, base, language, children: [] }
}

export function addText({ stack, openEntry }: Growth, text: string): void {
  const element = stack.at(-1)?.element
  // What parts the fields of a pretty-printed entry says nothing.
  if (element === undefined || (element === openEntry && text.trim() === '')) return
  const { children } = element
  const last = children.at(-1)
  if (typeof last === 'string') children[children.length - 1] = last + text
  else children.push(text)
}

/** Closes the nearest element of this name and what is open inside it; an end tag without a start is nothing. */
export function closeTag(growth: Growth, written: string): void {
  const { stack } = growth
  const top = stack.length - 1
  const at = stack[top]?.tag === written ? top : lastOpen(stack, written.toLowerCase())
  while (at !== -1 && stack.length > at) endTop(growth)
}

function lastOpen(stack: readonly Open[], tag: string): number {
  return stack.findLastIndex((open) => open.tag === tag)
}

function endTop(growth: Growth): void {
  const ended = growth.stack.pop()?.element
  if (ended !== undefined && growth.kind !== null && ended === growth.openEntry) {
    if (growth.drafts.length < growth.maxEntries) growth.drafts.push(growth.draftOf(ended, growth.kind))
    else growth.skipped += 1
    growth.openEntry = null
  }
  if (growth.stack.length === 0) growth.state = 'closed'
}
