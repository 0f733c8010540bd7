// Whether a style sheet can do in our pages what it is meant to: its brackets close, and it asks for nothing that their policy forbids.
import { quote } from './values.ts'
import type { Trouble } from './variables.ts'

/** What must be closed or looked at (CSS Syntax §4): the rest of a style sheet can do no harm. */
const part = new RegExp(
  [
    /(?<escaped>\\[\s\S])/,
    /(?<comment>\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<font>@font-face\s*\{[^}]*\})/,
    /(?<address>\burl\(\s*(?:"[^"\n]*"\s*|'[^'\n]*'\s*|[^)"']*)\))/,
    /(?<string>"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)/,
    /(?<imports>@import\b)/,
    /(?<html><(?:!doctype|html|head|body|style|script)\b)/,
    /(?<bracket>[{}()[\]])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)
const opens: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' }

interface Opened {
  readonly bracket: string
  readonly at: number
}

/** What is wrong first, with its line in the file; null when nothing is. */
export function stylesheetTrouble(css: string): Trouble | null {
  const opened: Opened[] = []
  for (const { 0: text, index: at, groups = {} } of css.matchAll(part)) {
    const trouble = groups.bracket === undefined ? troubleOf(text, groups) : unbalanced(opened, { bracket: text, at })
    if (trouble !== null) return inLine(css, at, trouble)
  }
  const last = opened.at(-1)
  return last === undefined ? null : inLine(css, last.at, unclosed(`a "${last.bracket}"`))
}

function troubleOf(
  text: string,
  { escaped, comment, font, address, string, imports }: Readonly<Record<string, string | undefined>>,
): Trouble | null {
  if (escaped !== undefined) return null
  if (comment !== undefined) return /^\/\*[\s\S]*\*\/$/.test(text) ? null : unclosed('a comment')
  if (string !== undefined) return text.length > 1 && text.endsWith(text[0] ?? '') ? null : unclosed('a string')
  if (font !== undefined)
    return /url\(/i.test(text) ? { message: 'loads a font', advice: 'name fonts that readers have: pages load none' } : null
  if (address !== undefined)
    return addressTrouble(
      text
        .slice(4, -1)
        .trim()
        .replace(/^["']|["']$/g, ''),
    )
  if (imports !== undefined) return { message: 'has an @import', advice: 'put those rules into this file: pages load no other style sheet' }
  return { message: `holds HTML (${text})`, advice: 'keep the rules only' }
}

/** Relative ones would be looked for beside the published file, where nothing of the operator's is. */
function addressTrouble(address: string): Trouble | null {
  if (/^(?:https:|data:|#)/i.test(address)) return null
  return { message: `asks for ${quote(address)}`, advice: 'write an https: or data: address' }
}

function unbalanced(opened: Opened[], { bracket, at }: Opened): Trouble | null {
  const partner = opens[bracket]
  if (partner === undefined) opened.push({ bracket, at })
  else if (opened.pop()?.bracket !== partner)
    return { message: `has a "${bracket}" that closes nothing`, advice: 'take it out, or close what is open before it' }
  return null
}

function unclosed(what: string): Trouble {
  return { message: `has ${what} that is never closed`, advice: 'close it' }
}

function inLine(css: string, at: number, { message, advice }: Trouble): Trouble {
  return { message: `line ${css.slice(0, at).split('\n').length} ${message}`, advice }
}
