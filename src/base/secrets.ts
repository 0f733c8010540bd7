// Texts as messages and logs may show them: without what the environment gave.
import { legalText } from './text.ts'

/** A text without secrets. */
export type Hide = (text: string) => string

/** Shorter ones would be found in any text: they are looked for where addresses have values. */
const shortest = 6
const mask = '***'

/** Masks every secret, also as addresses and JSON write it, and what is left of one where a quotation was cut short. */
export function hiding(secrets: readonly string[]): Hide {
  if (secrets.length === 0) return asItIs
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  const long = forms.filter((form) => form.length >= shortest)
  const short = forms.filter((form) => form.length < shortest).map(asValue)
  return (text) => {
    let shown = text
    for (const form of long) if (shown.includes(form)) shown = shown.replaceAll(form, mask)
    for (const value of short) shown = shown.replace(value, mask)
    return long.reduce(withoutStarts, shown)
  }
}

function asItIs(text: string): string {
  return text
}

/** The same for every text in a value; the names of its members stay. */
export function hiddenIn<T>(value: T, hide: Hide): T
export function hiddenIn(value: unknown, hide: Hide): unknown {
  if (hide === asItIs) return value
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((member: unknown) => hiddenIn(member, hide))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hiddenIn<unknown>(member, hide)]))
}

/** Errors and the like are left to whoever writes them down. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
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

/** Long texts are quoted up to some length. */
function withoutStarts(text: string, form: string): string {
  if (!text.includes(form.slice(0, shortest - 2))) return text
  let shown = text
  for (let length = form.length - 1; length >= shortest - 2; length--)
    for (const end of ['…', '"']) shown = shown.replaceAll(form.slice(0, length) + end, mask + end)
  return shown
}
