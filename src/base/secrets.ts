// Texts as messages and logs may show them: without what the environment gave.
import { legalText } from './text.ts'

/** A text without secrets. */
export type Hide = (text: string) => string

/** Shorter ones would be found in any text: they are looked for where addresses have values. */
const shortest = 6
const mask = '***'

/** Masks every secret, also as addresses and JSON write it, and what is left of one where a text was cut short with "…". */
export function hiding(secrets: readonly string[]): Hide {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  const long = forms.filter((form) => form.length >= shortest)
  const short = forms.filter((form) => form.length < shortest).map(asValue)
  return (text) => {
    let shown = text
    for (const form of long) if (shown.includes(form)) shown = shown.replaceAll(form, mask)
    for (const value of short) shown = shown.replace(value, mask)
    return shown.includes('…') ? withoutStarts(shown, long) : shown
  }
}

/** The same for every text in a value; the names of its members stay. */
export function hiddenIn(value: unknown, hide: Hide): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((member) => hiddenIn(member, hide))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hiddenIn(member, hide)]))
}

function formsOf(secret: string): readonly string[] {
  // An address cannot write half a character.
  const legal = legalText(secret)
  if (legal === '') return []
  const inForm = new URLSearchParams({ a: legal }).toString().slice(2)
  return [secret, encodeURIComponent(legal), encodeURI(legal), inForm, JSON.stringify(secret).slice(1, -1)]
}

/** A whole value in a query, or a whole part of a path. */
function asValue(form: string): RegExp {
  return new RegExp(`(?<=[=/])${form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?=[&;/?#"'\\s]|$)`, 'g')
}

function withoutStarts(text: string, forms: readonly string[]): string {
  let shown = text
  for (const form of forms)
    for (let length = form.length - 1; length >= shortest - 2; length--) shown = shown.replaceAll(`${form.slice(0, length)}…`, `${mask}…`)
  return shown
}
