// The rules of a mapping over items of a page: selectors into them, and their own data attributes.
import { type Budget, compileSelector, type HtmlElement } from '../base/css.ts'
import type { CssRule, FieldMap, FieldName } from '../model/source.ts'
import {
  compileRules,
  compileTaking,
  type Getter,
  type LookingRule,
  listFields,
  type Mapped,
  maxTexts,
  ownFields,
  type Values,
} from './field-rules.ts'
import { htmlOf, textOf } from './list-tree.ts'

export interface PageItem {
  readonly element: HtmlElement
  /** Of the page: what looking costs. */
  readonly budget: Budget
}

/** Compiles a field map once. @throws Error for a selector, pattern or template that is none (config refuses them). */
export function compilePageFields(map: FieldMap): (item: PageItem) => Mapped {
  return compileRules(map, { ownOf, lookFor })
}

/** `id` and `data-*`: what pages give their scripts to tell items by. */
function ownOf({ element }: PageItem): Values {
  return ownFields(Object.entries(element.attribs).filter(([name]) => name === 'id' || name.startsWith('data-')))
}

function lookFor(rule: LookingRule, field: FieldName): Getter<PageItem> {
  if (rule.kind !== 'css') throw new Error(`a page has no ${rule.path}: write script, or a selector`)
  const selector = rule.select.trim() === '' ? null : compileSelector(rule.select)
  const taken = compileTaking(rule.pattern)
  const read = reading(rule, field)
  const isList = listFields.has(field)
  const textsOf = ({ budget }: PageItem, elements: readonly HtmlElement[]) => {
    const texts: string[] = []
    for (const element of elements) {
      const value = read(element, budget)
      const text = value === null ? null : taken(value)
      if (text !== null && text.trim() !== '') texts.push(text)
    }
    return texts
  }
  return (item) => {
    if (selector === null) return textsOf(item, [item.element])
    const first = isList ? [] : textsOf(item, selector.find(item.element, item.budget, 1))
    return first.length > 0 ? first : textsOf(item, selector.find(item.element, item.budget, maxTexts))
  }
}

/** A summary and a content are HTML in a raw draft, so a text is escaped there. */
const markedUp: ReadonlySet<FieldName> = new Set(['summary', 'content'])

/** How a rule's value is taken from an element that it selects. */
export function reading(rule: CssRule, field: FieldName): (element: HtmlElement, budget: Budget) => string | null {
  const isEscaped = markedUp.has(field) && !rule.html
  return (element, budget) => {
    const { attribute } = rule
    const value =
      attribute !== null ? (element.attribs[attribute] ?? null) : rule.html ? htmlOf(element, budget) : meant(element, field, budget)
    return isEscaped && value !== null ? escaped(value) : value
  }
}

/** What is meant where no attribute is asked for: the address of a link, the machine's date of a time, else the text. */
function meant(element: HtmlElement, field: FieldName, budget: Budget): string {
  const { href, datetime, content } = element.attribs
  if (field === 'link' && href !== undefined) return href
  if (element.name === 'time' && datetime !== undefined && (field === 'published' || field === 'updated')) return datetime
  return element.name === 'meta' && content !== undefined ? content : textOf(element, budget)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
