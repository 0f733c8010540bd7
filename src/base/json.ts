// JSON (RFC 8259) → values that keep every digit. Stricter and safer than it has to be fast: bodies are bounded.

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [name: string]: JsonValue
}

export interface NoJson {
  readonly kind: 'unreadable'
  readonly code: 'json' | 'empty'
  readonly message: string
}

/** Nesting beyond this is an attack, not an answer (design §11). */
const maxNesting = 256

/**
 * Reads a JSON text. A number is a `number` only if that is written the same way; any other (past 2^53, `1.50`, `1e3`) comes as a string
 * of the digits that stood there, so that two ids never become one. Objects have no prototype; of equal names the last one counts.
 * A byte order mark is passed over.
 */
export function parseJson(text: string): { readonly kind: 'json'; readonly value: JsonValue } | NoJson {
  const cursor: Cursor = { text, at: /^\ufeff*/.exec(text)?.[0].length ?? 0 }
  skipSpace(cursor)
  if (cursor.at === text.length) return { kind: 'unreadable', code: 'empty', message: 'the answer is empty' }
  try {
    const value = readValue(cursor, 0)
    skipSpace(cursor)
    if (cursor.at < text.length) throw fault(cursor, `unexpected ${shown(cursor)} after the end`)
    return { kind: 'json', value }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return { kind: 'unreadable', code: 'json', message: `the answer is not JSON: ${error.message}` }
  }
}

interface Cursor {
  readonly text: string
  at: number
}

class JsonFault extends Error {}

function readValue(cursor: Cursor, depth: number): JsonValue {
  if (depth > maxNesting) throw fault(cursor, `nested deeper than ${maxNesting}`)
  const { text, at } = cursor
  switch (text[at]) {
    case '{':
      return readObject(cursor, depth)
    case '[':
      return readArray(cursor, depth)
    case '"':
      return readString(cursor)
    case 't':
      return readWord(cursor, 'true', true)
    case 'f':
      return readWord(cursor, 'false', false)
    case 'n':
      return readWord(cursor, 'null', null)
    default:
      return readNumber(cursor)
  }
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  // Without a prototype `__proto__` is a name like any other.
  const object: JsonObject = Object.create(null)
  cursor.at++
  if (isNext(cursor, '}')) return object
  do {
    skipSpace(cursor)
    if (cursor.text[cursor.at] !== '"') throw fault(cursor, `expected a name in quotes, found ${shown(cursor)}`)
    const name = readString(cursor)
    if (!isNext(cursor, ':')) throw fault(cursor, `expected ":", found ${shown(cursor)}`)
    skipSpace(cursor)
    object[name] = readValue(cursor, depth + 1)
  } while (isNext(cursor, ','))
  if (!isNext(cursor, '}')) throw fault(cursor, `expected "," or "}", found ${shown(cursor)}`)
  return object
}

function readArray(cursor: Cursor, depth: number): JsonValue[] {
  const array: JsonValue[] = []
  cursor.at++
  if (isNext(cursor, ']')) return array
  do {
    skipSpace(cursor)
    array.push(readValue(cursor, depth + 1))
  } while (isNext(cursor, ','))
  if (!isNext(cursor, ']')) throw fault(cursor, `expected "," or "]", found ${shown(cursor)}`)
  return array
}

/** JSON.parse knows the escapes; here it is only found out where the string ends. */
function readString(cursor: Cursor): string {
  const { text, at: start } = cursor
  let end = start + 1
  let isPlain = true
  for (let code = text.charCodeAt(end); code !== 0x22; code = text.charCodeAt(end)) {
    if (Number.isNaN(code)) throw fault(cursor, 'the text ends inside a string')
    if (code === 0x5c) end++
    if (code === 0x5c || code < 0x20) isPlain = false
    end++
  }
  cursor.at = end + 1
  if (isPlain) return text.slice(start + 1, end)
  try {
    return JSON.parse(text.slice(start, end + 1))
  } catch {
    throw fault({ text, at: start }, 'a string with a bad escape or a control character')
  }
}

function readWord<T extends boolean | null>(cursor: Cursor, word: string, value: T): T {
  if (!cursor.text.startsWith(word, cursor.at)) throw fault(cursor, `unexpected ${shown(cursor)}`)
  cursor.at += word.length
  return value
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function readNumber(cursor: Cursor): number | string {
  number.lastIndex = cursor.at
  const digits = number.exec(cursor.text)?.[0]
  if (digits === undefined) throw fault(cursor, `unexpected ${shown(cursor)}`)
  cursor.at += digits.length
  const value = Number(digits)
  return String(value) === digits ? value : digits
}

/** Passes over white space and the character; false, and only the white space passed, when another stands there. */
function isNext(cursor: Cursor, character: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== character) return false
  cursor.at++
  return true
}

function skipSpace(cursor: Cursor): void {
  for (
    let code = cursor.text.charCodeAt(cursor.at);
    code === 0x20 || (code >= 0x09 && code <= 0x0d);
    code = cursor.text.charCodeAt(cursor.at)
  ) {
    if (code === 0x0b || code === 0x0c) return
    cursor.at++
  }
}

function shown({ text, at }: Cursor): string {
  return at < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0)) : 'the end'
}

function fault({ text, at }: Cursor, message: string): JsonFault {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return new JsonFault(`line ${line}, column ${at - before.lastIndexOf('\n')}: ${message}`)
}
