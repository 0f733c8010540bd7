// The JSON that a page's scripts hold: blocks of it (JSON-LD and the like), and what is assigned in them (`window.__DATA__ = {…};`).
import { type JsonValue, parseJson } from '../base/json.ts'

/** Assignments of one script that are looked at: each may have to be followed to the end. */
const most = 20

/** The values in a script, in order; none when it holds no JSON. */
export function jsonIn(script: string): readonly JsonValue[] {
  const text = unwrapped(script)
  const whole = parsed(text)
  return whole === undefined ? assignedIn(text) : [whole]
}

/** What once hid scripts from browsers and XML from scripts. */
function unwrapped(script: string): string {
  return script
    .trim()
    .replace(/^(?:<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[\s*(?:\*\/)?)/, '')
    .replace(/(?:(?:\/\/)?\s*-->|(?:\/\/|\/\*)?\s*\]\]>\s*(?:\*\/)?)$/, '')
    .trim()
}

/** Some write texts with bare line breaks into JSON-LD. */
function parsed(text: string): JsonValue | undefined {
  if (!/^[[{"]/.test(text)) return undefined
  const answer = parseJson(text)
  if (answer.kind === 'json') return answer.value
  const repaired = parseJson(text.replace(/[\u0000-\u001f]+/g, ' '))
  return repaired.kind === 'json' ? repaired.value : undefined
}

function assignedIn(text: string): readonly JsonValue[] {
  const found: JsonValue[] = []
  const starts = /=\s*(?:(?=[[{])|JSON\.parse\(\s*(?="))/g
  for (let tries = 0; tries < most && starts.exec(text) !== null; tries += 1) {
    const end = endOf(text, starts.lastIndex)
    const value = parsed(text.slice(starts.lastIndex, end))
    if (value === undefined) continue
    const inner = typeof value === 'string' ? parsed(value) : value
    if (inner !== undefined) found.push(inner)
    starts.lastIndex = end
  }
  return found
}

/** Behind the bracket or quote that closes the one at `start`. */
function endOf(text: string, start: number): number {
  const marks = /["[\]{}]/g
  marks.lastIndex = start
  let depth = 0
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '"') marks.lastIndex = afterString(text, mark.index)
    else depth += mark[0] === '{' || mark[0] === '[' ? 1 : -1
    if (depth <= 0) return marks.lastIndex
  }
  return text.length
}

function afterString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
  return text.length
}
