// Which ids and classes of a page will still be there tomorrow, and mean the same on each of its entries.
import type { Part } from './outline.ts'

/** Needs no escaping in a selector. */
const plain = /^[\p{L}_][\p{L}\d_-]*$/u
/** What tools make of styles. */
const generated = /^(?:css|sc|jss|jsx|svelte|emotion|styled|makestyles|mui|ng|v|astro)-|__[\w-]*\d[\w-]*$|^_/i
/** Says how one of many looks, or which it is. */
const passing =
  /^(?:active|current|first|last|odd|even|alt|on|off|cur|selected|hover|sticky|hot|new|top|pinned|clearfix|clear|cl|cf|fl|fr|left|right|hide|hidden|show|visible|wow|animated|lazy\w*)$|^(?:category|tag|type|status|format|has|is|js|post)-/i
/** Of frameworks of layout: the same on everything. */
const layout =
  /^(?:-?[mp][trblxyse]?-(?:\d|auto|px)|(?:flex|grid|block|inline|relative|absolute|container|row|truncate|rounded|border|shadow)(?:-|$)|(?:col|gap|space|items|justify|self|w|h|max|min|z|font|leading|tracking|line|order|overflow)-|text-(?:xs|sm|base|lg|\d?xl|center|left|right|\w+-\d+)$|bg-)/

export function classesOf({ attributes }: Part): readonly string[] {
  const names = (attributes.class ?? '').split(/\s+/).filter((name) => isLasting(name) && !passing.test(name) && !layout.test(name))
  return [...new Set(names)]
}

export function idOf({ attributes }: Part): string | null {
  const { id } = attributes
  return id !== undefined && isLasting(id) ? id : null
}

function isLasting(name: string): boolean {
  return plain.test(name) && name.length <= 40 && !generated.test(name) && !/\d{3,}/.test(name) && !name.split(/[-_]/).some(isHash)
}

/** Letters and digits by turns (`1x2y3z`), or capitals without words (`bdVaJa`). */
function isHash(word: string): boolean {
  if (word.length < 5) return false
  const humps = word.match(/[A-Z]?[a-z]*/g)?.filter((hump) => hump !== '') ?? []
  return /\d\p{L}+\d/u.test(word) || (humps.length >= 3 && word.length / humps.length < 2.6 && /[a-z]/.test(word))
}
