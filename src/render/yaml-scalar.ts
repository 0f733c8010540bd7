// Scalars of YAML 1.1 (Ruby's Psych, which Jekyll uses) that read back as the very string that was written.
import { legalText } from '../base/text.ts'

/** Any text as one quoted line. */
export function yamlString(text: string): string {
  return JSON.stringify(oneLine(text))
}

/** Controls and the line ends of Unicode stop Ruby's YAML reader, or fold. */
export function oneLine(text: string): string {
  return legalText(text)
    .replace(/[\s\u0080-\u009f]*[\t\n\r\u0080-\u009f\u2028\u2029\ufeff][\s\u0080-\u009f]*/g, ' ')
    .trim()
}

/**
 * The value as a plain scalar, or null when YAML would read something else, or Jekyll would divide it at white space.
 * Values that begin with a mark are never plain: which of them are safe depends on what follows.
 */
export function yamlScalar(value: string): string | null {
  if (!/^[\p{L}\p{N}]/u.test(value) || /[\s\p{C}]/u.test(value) || value.endsWith(':')) return null
  return notAString.some((pattern) => pattern.test(value)) ? null : value
}

const notAString: readonly RegExp[] = [
  /^(?:y|n|yes|no|on|off|true|false|null)$/i,
  // Integers in any base with their `_` and `,`, floats, and base-60 numbers such as 1:30.
  /^[0-9][0-9_,.:]*$/,
  /^[0-9_,.:]*e[-+]?[0-9_,]+$/i,
  /^0[xob][0-9a-f_,]*$/i,
  // Dates and times.
  /^\d{4}-\d/,
]
