// The head of a Jekyll post (jekyllrb.com/docs/front-matter): YAML between two rows of hyphens, then the body.
import { parseDocument } from 'yaml'

export interface FrontMatter {
  readonly values: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Why a file is no post, and where: lines count from 1. */
export interface Flaw {
  readonly line: number
  readonly reason: string
}

const opening = /^---[ \t]*\r?\n/
const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m

/** YAML 1.2's core schema: dates and `yes` stay the texts that they are. Tags and aliases that run code or memory are no part of it. */
export function readFrontMatter(text: string): FrontMatter | Flaw {
  const start = opening.exec(text)
  if (start === null)
    return { line: 1, reason: text.trim() === '' ? 'the file is empty' : 'there is no front matter: the first line is not ---' }
  const rest = text.slice(start[0].length)
  const end = closing.exec(rest)
  if (end === null) return { line: 1, reason: 'the front matter has no end: no second line is ---' }
  const values = plainValues(rest.slice(0, end.index)) ?? yamlValues(rest.slice(0, end.index))
  return 'reason' in values ? values : { values: values.found, body: rest.slice(end.index + end[0].length) }
}

interface Found {
  readonly found: FrontMatter['values']
}

/** A word, a JSON string, or a text of letters, digits and what cannot mean anything to YAML within one. */
const plainLine =
  /^([A-Za-z_][\w-]*): +(?:("(?:[^"\\]|\\["\\/bfnrt]|\\u[\dA-Fa-f]{4})*")|([\p{L}\p{N}](?:[\p{L}\p{N} +:/._-]*[\p{L}\p{N}+/._-])?))[ \t]*$/u
/** What YAML reads as something else than a text, or not at all. */
const oddPlain = /: |^(?:true|false|null|[-+.\d]+|0[xo][\da-f]+|[-+.\d]+e[-+]?\d+)$/i

/** Most posts have nothing else, and YAML takes ten times as long. Null: there is something else. */
function plainValues(source: string): Found | null {
  const found = new Map<string, string>()
  for (const line of source.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const [, name = '', quoted, plain = ''] = plainLine.exec(line) ?? []
    if (name === '' || found.has(name) || (quoted === undefined && oddPlain.test(plain))) return null
    found.set(name, quoted === undefined ? plain : String(JSON.parse(quoted)))
  }
  return { found: Object.fromEntries(found) }
}

function yamlValues(source: string): Found | Flaw {
  const document = parseDocument(source, { version: '1.2', schema: 'core', prettyErrors: true, uniqueKeys: false, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined)
    return { line: (error.linePos?.[0].line ?? 1) + 1, reason: `the front matter is no YAML: ${firstLine(error.message)}` }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 }) ?? {}
    if (isRecord(value)) return { found: value }
    return { line: 2, reason: 'the front matter is no list of names and values' }
  } catch (error) {
    return { line: 2, reason: `the front matter is no YAML: ${error instanceof Error ? firstLine(error.message) : 'it cannot be read'}` }
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
