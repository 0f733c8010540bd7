// Character references of XML 1.0 §4.1, as feeds write them.
import { decodeHTMLStrict } from 'entities'

/** A reference to a control character that no text holds: the sign of a character written byte by byte. */
const controlReference = /&#(?:12[89]|1[34]\d|15\d|x[89][0-9a-f]);/i
const reference = /&(?:#\d{3}|#x[0-9a-f]{2}|[a-z]{3,8});/gi
const run = /(?:&(?:#\d{3}|#x[0-9a-f]{2}|[a-z]{3,8});){2,}/gi

/** XML's five entities, numbers, and HTML's names, which feeds use undeclared. What a DOCTYPE defines stays as written. */
export function resolved(raw: string): string {
  if (!raw.includes('&')) return raw
  return decodeHTMLStrict(controlReference.test(raw) ? raw.replace(run, asBytes) : raw)
}

/** `&#226;&#128;&#166;` are the bytes of one character in UTF-8; other runs stay as they are. */
function asBytes(references: string): string {
  const codes = (references.match(reference) ?? []).map(codeOf)
  if (!codes.every((code) => code >= 0x80 && code <= 0xff) || !codes.some((code) => code <= 0x9f)) return references
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes))
  } catch {
    return references
  }
}

/** The number as it is written: HTML would read 128–159 as Windows does. */
function codeOf(written: string): number {
  const [, decimal, hexadecimal] = /^&#(?:(\d+)|x([0-9a-f]+));$/i.exec(written) ?? []
  if (decimal !== undefined) return Number(decimal)
  return hexadecimal === undefined ? (decodeHTMLStrict(written).codePointAt(0) ?? 0) : Number.parseInt(hexadecimal, 16)
}
