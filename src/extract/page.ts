// A list page → drafts, by the selectors of its source, or by paths into the JSON that its scripts hold.
import { type Budget, compileSelector, type HtmlElement, type HtmlNode, type Selector, TooCostly } from '../base/css.ts'
import type { JsonValue } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import type { RawDraft } from '../model/entry.ts'
import type { RuleUse } from '../model/rule-use.ts'
import type { JsonMapping, PageMapping } from '../model/source.ts'
import { type DraftContext, draftOf, type OtherShape, otherShape, warningsOn } from './drafts.ts'
import type { Mapped } from './field-rules.ts'
import { scalarText } from './fields.ts'
import { draftsIn } from './json.ts'
import { listTree, rawTextOf, textOf } from './list-tree.ts'
import { compilePageFields, type PageItem } from './page-fields.ts'
import { baseOf, type Link, linksIn, type PageBase, webAddress } from './page-links.ts'
import { shapeOf, titleOf } from './page-shape.ts'
import { withoutRepeats } from './repeated-items.ts'
import { usesOf } from './rule-uses.ts'
import { jsonIn } from './script-json.ts'

export interface PageContext extends DraftContext {
  readonly mapping: PageMapping
  /** Where the page stands. */
  readonly url: string
  readonly maxEntries: number
}

export interface PageDrafts {
  readonly kind: 'drafts'
  readonly title: string | null
  /** Raw (see EntryDraft), in document order, addresses relative to `base`. */
  readonly drafts: readonly RawDraft[]
  readonly warnings: readonly string[]
  readonly uses: readonly RuleUse[]
  readonly base: string
  /** The absolute address of the next page. */
  readonly next: string | null
}

/** A selector looks at too much of the page. */
interface TooMuch {
  readonly kind: 'unreadable'
  readonly code: 'limits'
  readonly message: string
}

/** Some seconds at most: what honest selectors take on the largest pages is a twentieth of it. */
const mostLooks = 20_000_000

/** The drafts that the mapping finds. No item, or none with a title or a link, is another shape: list pages are never empty. */
export function pageDrafts(html: string, context: PageContext): PageDrafts | OtherShape | TooMuch {
  const root = listTree(html)
  const budget = { looks: mostLooks }
  try {
    const page: Page = { root, budget, base: baseOf(root, context.url, budget), mapping: compileMapping(context.mapping) }
    return context.mapping.script === null ? draftsOfItems(page, context) : draftsOfScripts(page, context)
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error
    const advice = 'select less of it: :has, :nth-child, ~ and items that hold each other look at the most'
    return { kind: 'unreadable', code: 'limits', message: `${error.message} on this page of ${html.length} characters; ${advice}` }
  }
}

interface Page {
  readonly root: HtmlNode
  readonly budget: Budget
  readonly base: PageBase
  readonly mapping: CompiledMapping
}

interface CompiledMapping {
  readonly script: Selector | null
  /** Null: they are items of JSON. */
  readonly items: Selector | null
  readonly json: JsonMapping
  readonly fieldsOf: (item: PageItem) => Mapped
  readonly nextOf: (page: Page, values: readonly JsonValue[]) => string | null
}

/** By what they say: to the process that reads, each page comes with a copy of its mapping. */
const compiled = new Map<string, CompiledMapping>()
const mostCompiled = 1000

function compileMapping(mapping: PageMapping): CompiledMapping {
  const words = JSON.stringify(mapping)
  const known = compiled.get(words)
  if (known !== undefined) return known
  const script = mapping.script === null ? null : compileSelector(mapping.script)
  const made = {
    script,
    items: script === null ? compileSelector(mapping.items) : null,
    json: { items: mapping.items, fields: mapping.fields },
    fieldsOf: compilePageFields(script === null ? mapping.fields : {}),
    nextOf: compileNext(mapping),
  }
  if (compiled.size >= mostCompiled) compiled.clear()
  compiled.set(words, made)
  return made
}

function compileNext({ next, script }: PageMapping): CompiledMapping['nextOf'] {
  if (next === null) return () => null
  if (script !== null && next.startsWith('$')) {
    const path = compileJsonPath(next)
    return ({ base }, values) =>
      webAddress(values.flatMap((value) => [...path.values(value)].map(scalarText)).find((text) => text !== null) ?? '', base.url)
  }
  const selector = compileSelector(next)
  return ({ root, base, budget }) => {
    const [found] = selector.find(root, budget, 1)
    return found === undefined ? null : (linksIn(found, base.url, budget)[0]?.url ?? null)
  }
}

function draftsOfItems(page: Page, context: PageContext): PageDrafts | OtherShape {
  const { mapping, root, budget, base } = page
  const found = mapping.items?.find(root, budget, context.maxEntries + 1) ?? []
  const { fields, items: selector } = context.mapping
  if (found.length === 0) return otherShape(`nothing on the page is ${selector}; ${shapeOf(page.root)}`)
  const items = found.slice(0, context.maxEntries)
  const mapped = items.map((element) => mapping.fieldsOf({ element, budget }))
  const all = items.flatMap((element, index) => {
    const values = mapped[index]
    return values === undefined ? [] : [completed(draftOf(values, fields, context), { element, context, page })]
  })
  const named = all.filter((draft) => draft.title.trim() !== '' || draft.link !== null)
  if (named.length === 0) return otherShape(`no title or link in any of the ${items.length} ${selector}; ${shapeOf(page.root)}`)
  const warnings = warningsOn(named, { items: items.length, needed: 'title or link', isMore: found.length > items.length })
  return {
    kind: 'drafts',
    title: titleOf(root, budget),
    drafts: withoutRepeats(named),
    warnings: [...base.warnings, ...warnings],
    uses: usesOf(fields, mapped),
    base: base.url,
    next: nextOf(page, [], context),
  }
}

interface Place {
  readonly element: HtmlElement
  readonly context: PageContext
  readonly page: Page
}

/** With what a person would take for them where no rule says it: the address of the item's first link, and its text. */
function completed(draft: RawDraft, { element, context: { mapping }, page: { base, budget } }: Place): RawDraft {
  const { title, link } = mapping.fields
  const links = title === undefined || link === undefined ? linksIn(element, base.url, budget) : []
  return {
    ...draft,
    link: link === undefined ? (links[0]?.url ?? null) : webAddress(draft.link ?? '', base.url),
    title: title === undefined ? titleOfLink(links, budget) : draft.title,
    contentBase: base.url,
  }
}

/** Often a picture is the first link to an address, and the next one its text. */
function titleOfLink(links: readonly Link[], budget: Budget): string {
  const same = links.filter(({ url }) => url === links[0]?.url).map(({ element }) => element)
  const texts = [...same.map((element) => textOf(element, budget)), ...same.map(({ attribs }) => attribs.title ?? '')]
  return texts.find((text) => text.trim() !== '') ?? ''
}

function draftsOfScripts(page: Page, context: PageContext): PageDrafts | OtherShape {
  const { mapping, root, budget, base } = page
  const { script } = context.mapping
  const blocks = mapping.script?.find(root, budget) ?? []
  if (blocks.length === 0) return otherShape(`nothing on the page is ${script}; ${shapeOf(page.root)}`)
  const values = blocks.flatMap((block) => jsonIn(rawTextOf(block)))
  if (values.length === 0) return otherShape(`there is no JSON in the ${blocks.length} ${script}; ${shapeOf(page.root)}`)
  const { maxEntries, timezone, dateFormat, now } = context
  const answer = draftsIn(values, { mapping: mapping.json, maxEntries, timezone, dateFormat, now })
  if (answer.kind === 'unreadable') return answer
  return {
    ...answer,
    title: titleOf(root, budget),
    drafts: withoutRepeats(answer.drafts.map((draft) => ({ ...draft, contentBase: base.url }))),
    warnings: [...base.warnings, ...answer.warnings],
    base: base.url,
    next: nextOf(page, values, context),
  }
}

/** A page that names itself as the next one is the last. */
function nextOf(page: Page, values: readonly JsonValue[], { url }: PageContext): string | null {
  const next = page.mapping.nextOf(page, values)
  return next !== null && next.split('#')[0] === url.split('#')[0] ? null : next
}
