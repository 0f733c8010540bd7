// What an article step reads from a page beside its text: rules over the whole page, and over its JSON-LD.
import type { Budget, HtmlElement } from '../base/css.ts'
import type { JsonValue } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import type { RawDraft } from '../model/entry.ts'
import type { ArticleStep, FieldMap, FieldName } from '../model/source.ts'
import { type DraftContext, draftOf } from './drafts.ts'
import { compileRules, compileTaking, type Getter, type LookingRule, type Mapped } from './field-rules.ts'
import { scalarText } from './fields.ts'
import { reading } from './page-fields.ts'

/** A page that rules look into. */
export interface RuledPage {
  /** Its JSON-LD, or the JSON that it is. */
  readonly data: readonly JsonValue[]
  /** Of the page: what looking costs. */
  readonly budget: Budget
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

function lookFor(rule: LookingRule, field: FieldName): Getter<RuledPage> {
  const taken = compileTaking(rule.pattern)
  const takenFrom = (texts: readonly string[]) => texts.flatMap((text) => taken(text.trim()) ?? [])
  if (rule.kind === 'css') {
    const read = reading(rule, field)
    return ({ find, budget }) => takenFrom(find(rule.select).flatMap((element) => read(element, budget) ?? []))
  }
  const path = compileJsonPath(rule.path)
  return ({ data }) => takenFrom(data.flatMap((value) => [...path.values(value)].flatMap((found) => scalarText(found) ?? [])))
}
