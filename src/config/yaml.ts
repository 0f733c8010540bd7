// Text → YAML document: the one file around the parser's options and its complaints.
import { type Document, LineCounter, parseDocument } from 'yaml'
import type { Trouble } from './variables.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface Parsed {
  readonly document: Document
  /** Offset in the text → place in the file. */
  placeOf(offset: number): Place
  /** The first complaint of each line. */
  readonly complaints: readonly (Trouble & Place)[]
}

/** YAML 1.2, core schema. Integers keep all their digits; keys are texts; duplicate keys are left to whoever walks the tree. */
export function parseYaml(text: string): Parsed {
  const lineCounter = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    uniqueKeys: false,
    stringKeys: true,
    lineCounter,
    prettyErrors: false,
  })
  const lines = text.split('\n')
  const complaints = [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    const place = placeOf(pos[0])
    return { ...place, message, advice: adviceFor(code, lines[place.line - 1] ?? '') }
  })
  return { document, placeOf, complaints: firstOfEachLine(complaints) }
}

/** What a variable's value means as YAML; `{ text }` when it means nothing. Numbers with more digits than a number holds are `bigint`. */
export function rereadYaml(text: string): { readonly value: unknown } | { readonly text: string } {
  const { document, complaints } = parseYaml(text)
  if (complaints.length > 0) return { text }
  try {
    return { value: plainNumbers(document.toJS()) }
  } catch {
    // An alias without its anchor, or an anchor inside itself.
    return { text }
  }
}

/** A number where a number can hold it. */
export function plainNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(plainNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(inner)]))
}

const adviceByCode: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line it up with its neighbours',
  MULTIPLE_DOCS: 'write one document a file, without another "---"',
  BLOCK_AS_IMPLICIT_KEY: 'put a text that contains ": " in quotes',
  BAD_SCALAR_START: 'put it in quotes',
  TAG_RESOLVE_FAILED: 'put a text that starts with "!" in quotes',
}

function adviceFor(code: string, line: string): string {
  return adviceByCode[code] ?? (line.includes('{') ? `put a text that holds { } in quotes, such as "\${NAME}"` : 'correct the YAML here')
}

function firstOfEachLine<T extends Place>(complaints: readonly T[]): readonly T[] {
  return complaints.filter(({ line }, index) => complaints.findIndex((other) => other.line === line) === index)
}
