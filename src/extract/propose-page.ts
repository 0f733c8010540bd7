// A list page nobody has written a source for → sources that would read its lists, best first.
import type { ProposedField, ProposedFields, ProposedRule } from '../model/proposal.ts'
import type { FieldName } from '../model/source.ts'
import { webUrl } from '../parse/links.ts'
import { linkGroups } from './link-groups.ts'
import { type Block, blockOf } from './list-block.ts'
import type { DateReading, Found } from './list-fields.ts'
import { type Part, partsOf, textOf } from './outline.ts'
import { selectorOf, selectorWithin } from './short-selector.ts'
import { shareOf } from './slots.ts'

export interface ProposedPage {
  readonly items: string
  readonly fields: ProposedFields
  /** Selector of the link to the next page. */
  readonly next: string | null
}

export interface PageFacts extends DateReading {
  /** Where the page stands. */
  readonly url: string
}

const most = 3

/** At most three, the best first; none of their entries in two of them. */
export function pageProposals(root: Part, facts: PageFacts): readonly ProposedPage[] {
  const parts = [...partsOf(root)]
  const base = webUrl(parts.find(({ name }) => name === 'base')?.attributes.href, facts.url) ?? facts.url
  const addressOf = (link: Part) => (link.name === 'a' ? addressIn(link, { base, page: facts.url }) : null)
  const blocks = linkGroups(root, (part) => addressOf(part) !== null).flatMap((items) => blockOf(items, { ...facts, addressOf }) ?? [])
  const next = nextOf(parts, addressOf)
  const found: { readonly block: Block; readonly page: ProposedPage }[] = []
  for (const block of blocks.toSorted((a, b) => b.rate - a.rate)) {
    if (found.length === most) break
    if (found.some((better) => overlap(block.addresses, better.block.addresses) > 0.3)) continue
    const page = written(block, parts)
    if (page !== null) found.push({ block, page: { ...page, next } })
  }
  return found.map(({ page }) => page)
}

/** Of links that lead to another document of the web. */
function addressIn({ attributes }: Part, { base, page }: { readonly base: string; readonly page: string }): string | null {
  const written = attributes.href?.trim() ?? ''
  const url = written.startsWith('#') ? null : webUrl(written, base)
  return url !== null && /^https?:/.test(url) && url.split('#')[0] !== page.split('#')[0] ? url : null
}

function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return shareOf([...some], (address) => others.has(address))
}

/** With the shortest selectors; null where none can tell them. */
function written({ items, fields }: Block, parts: readonly Part[]): Omit<ProposedPage, 'next'> | null {
  const selected = selectorOf(items, parts)
  if (selected === null || selected.others > items.length / 4) return null
  const rules: { [name in FieldName]?: ProposedField } = {}
  for (const [name, ways] of fields) {
    const found = ways.flatMap((way) => ruleOf(way, items) ?? [])
    const [only] = found
    if (only !== undefined) rules[name] = found.length === 1 ? only : found
  }
  return rules.title === undefined || rules.link === undefined ? null : { items: selected.text, fields: rules }
}

function ruleOf(found: Found, items: readonly Part[]): string | ProposedRule | null {
  const { slot, pattern } = found
  const attribute = isMeant(found) ? null : found.attribute
  const roofs = new Set(items)
  const pairs = slot.parts.flatMap((part) => {
    const item = itemOf(part, roofs)
    return item === null ? [] : [[item, part] as const]
  })
  const isItem = pairs.every(([item, part]) => item === part)
  const select = isItem ? '' : selectorWithin(pairs, partsOfItem, Math.floor(pairs.length / 10))?.text
  if (select === undefined) return null
  if (attribute === null && pattern === null && !isItem) return select
  return { select, ...(attribute === null ? {} : { attribute }), ...(pattern === null ? {} : { pattern }) }
}

/** Taken where no attribute is named: the address of a link, the machine's date of a time. */
function isMeant({ slot, attribute, pattern }: Found): boolean {
  const wanted = attribute === 'href' && pattern === null ? 'a' : attribute === 'datetime' ? 'time' : null
  return slot.parts.every(({ name }) => name === wanted)
}

function partsOfItem(item: Part): readonly Part[] {
  return [...partsOf(item)]
}

function itemOf(part: Part, items: ReadonlySet<Part>): Part | null {
  for (let at: Part | null = part; at !== null; at = at.parent) if (items.has(at)) return at
  return null
}

const nextText = /^(?:下一[页頁]|下[页頁]|后页|next(?: page)?|older(?: posts| entries)?|次へ|次のページ)? *[›»>→]*$/i

function nextOf(parts: readonly Part[], addressOf: (link: Part) => string | null): string | null {
  const related = parts.find(({ name, attributes }) => (name === 'a' || name === 'link') && attributes.rel?.toLowerCase() === 'next')
  if (related !== undefined) return `${related.name}[rel=next]`
  const link = parts.find((part) => {
    const text = textOf(part)
    return addressOf(part) !== null && text !== '' && nextText.test(text)
  })
  const selected = link === undefined ? null : selectorOf([link], parts)
  return selected === null || selected.others > 0 ? null : selected.text
}
