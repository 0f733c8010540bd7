// Operators' patterns run in linear time (RE2 semantics): no pattern from config can hang a poll.
import { RE2JS } from 're2js'

export interface Pattern {
  readonly source: string
  /** True when the pattern is found anywhere in the text. */
  test(text: string): boolean
  /** True when the pattern covers the text from first to last character. */
  matchesWhole(text: string): boolean
  /** The first capturing group of the first match (the whole match when there is no group), or null. */
  find(text: string): string | null
  /** Every match replaced; `$1` and `$<name>` stand for groups. */
  replaceAll(text: string, replacement: string): string
}

/** Input past this is not searched: a pattern is meant for titles, links and articles, not for dumps. */
const maxInput = 2_000_000

/** @throws Error with RE2's own message when the pattern is not RE2 (lookaround, backreferences, bad syntax). */
export function compilePattern(source: string): Pattern {
  const re = RE2JS.compile(source)
  return {
    source,
    test: (text) => re.matcher(text.slice(0, maxInput)).find(),
    matchesWhole: (text) => re.matches(text),
    find: (text) => firstMatch(re, text.slice(0, maxInput)),
    replaceAll: (text, replacement) => re.matcher(text).replaceAll(replacement),
  }
}

function firstMatch(re: RE2JS, text: string): string | null {
  const matcher = re.matcher(text)
  if (!matcher.find()) return null
  return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()
}
