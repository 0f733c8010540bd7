// What an article step reads from a page beside its text: rules over the whole page, and over its JSON-LD.
import { type HtmlElement, type HtmlNode, isElement, nodesIn } from '../base/css.ts'
import type { JsonValue } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import { collapseSpace } from '../base/text.ts'
import type { RawDraft } from '../model/entry.ts'
import type { ArticleStep, FieldMap } from '../model/source.ts'
import { type DraftContext, draftOf } from './drafts.ts'
import { compileRules, compileTaking, type Getter, type LookingRule, type Mapped } from './field-rules.ts'
import { scalarText } from './fields.ts'

/** A page that rules look into. */
export interface RuledPage {
  /** Its JSON-LD, or the JSON that it is. */
  readonly data: readonly JsonValue[]
  /** No elements where it is no HTML. */
  find(selector: string): readonly HtmlElement[]
}

/** What the rules of a step find on a page, as a draft of which nothing else is known. */
export function articleFacts(page: RuledPage, { fields }: ArticleStep, context: DraftContext): RawDraft {
  return draftOf(compiledOf(fields)(page), fields, context)
}

/** A step is one object for its source's lifetime: its rules are compiled once. */
const compiled = new WeakMap<FieldMap, (page: RuledPage) => Mapped>()

function compiledOf(fields: FieldMap): (page: RuledPage) => Mapped {
  const known = compiled.get(fields) ?? compileRules<RuledPage>(fields, { ownOf: () => ({}), lookFor })
  compiled.set(fields, known)
  return known
}

function lookFor(rule: LookingRule): Getter<RuledPage> {
  const taken = compileTaking(rule.pattern)
  const takenFrom = (texts: readonly string[]) => texts.flatMap((text) => taken(text.trim()) ?? [])
  if (rule.kind === 'css') return (page) => takenFrom(page.find(rule.select).map((element) => textIn(element, rule.attribute)))
  const path = compileJsonPath(rule.path)
  return ({ data }) => takenFrom(data.flatMap((value) => [...path.values(value)].flatMap((found) => scalarText(found) ?? [])))
}

function textIn(element: HtmlElement, attribute: string | null): string {
  return attribute === null ? shownText(element) : (element.attribs[attribute] ?? '')
}

/** What an element shows, on one line. */
export function shownText(element: HtmlElement): string {
  const parts: string[] = []
  for (const node of nodesIn(element)) {
    if (node.type === 'text' && !isHidden(node.parent)) parts.push(node.data ?? '')
    else if (isElement(node)) parts.push(breaking.has(node.name) ? ' ' : '')
  }
  return collapseSpace(parts.join(''))
}

const breaking: ReadonlySet<string> = new Set(['br', 'div', 'p', 'li', 'td', 'th'])

function isHidden(parent: HtmlNode | null): boolean {
  return parent !== null && (parent.type === 'script' || parent.type === 'style')
}
