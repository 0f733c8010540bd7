// Labelled lines under headings, for people: what `try` prints.
import stringWidth from 'string-width'
import type { Trial } from '../app.ts'
import type { Screen } from './context.ts'
import { colours, harmless } from './print.ts'

const labelWidth = 11
/** Longer lines are hard to read on any terminal. */
const widest = 100

export interface Sheet {
  heading(text: string, said?: string): void
  /** Wrapped under itself. Nothing is said of null. A label that the line before had is not repeated. */
  line(label: string, text: string | null): void
  /** Without a label; lines of the item follow under it. */
  item(text: string): void
  /** A line of the last item. */
  detail(label: string, text: string | null): void
  /** An empty line. */
  gap(): void
  /** As it is, to be copied. */
  copy(text: string): void
  readonly text: string
}

/** What the parts of a trial's sheet are made of. */
export interface Showing {
  readonly trial: Trial
  readonly sheet: Sheet
  /** The site's. */
  readonly zone: string
  readonly now: number
  readonly paint: ReturnType<typeof colours>
}

/** Collects lines; those that wrap do so at spaces, so that an address can still be copied. */
export function openSheet({ isTerminal, columns }: Screen): Sheet {
  const { bold, dim } = colours(isTerminal)
  const width = Math.min(columns ?? widest, widest)
  const lines: string[] = []
  let lastLabel = ''
  const put = (before: string, indent: number, text: string) => {
    const [first = '', ...rest] = wrapped(harmless(text), width - indent)
    lines.push(`${before}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(indent) + line))
  }
  const labelled = (label: string, indent: number, text: string | null) => {
    if (text === null) return
    put(`${' '.repeat(indent)}${dim((label === lastLabel ? '' : label).padEnd(labelWidth))}`, indent + labelWidth, text)
    lastLabel = label
  }
  return {
    heading: (text, said = '') => {
      if (lines.length > 0) lines.push('')
      const before = said === '' ? '' : `${bold(harmless(text))}  `
      put(before, 0, said === '' ? bold(text) : said)
      lastLabel = ''
    },
    line: (label, text) => labelled(label, 2, text),
    item: (text) => {
      put('  ', 4, text)
      lastLabel = ''
    },
    detail: (label, text) => labelled(label, 4, text),
    gap: () => void lines.push(''),
    copy: (text) => void lines.push('', ...text.trimEnd().split('\n')),
    get text() {
      return `${lines.join('\n')}\n`
    },
  }
}

/** What is said beneath a line of a table. */
export function beneath(details: readonly string[], { columns }: Pick<Screen, 'columns'>): readonly string[] {
  const indent = '    '
  return details.flatMap((detail) =>
    wrapped(harmless(detail), Math.min(columns ?? widest, widest) - indent.length).map((line) => indent + line),
  )
}

/** Broken at spaces; between wide characters where there are none. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.match(/ +|[\u2e80-\uffef]|[^ \u2e80-\uffef]+/gu) ?? []) {
    if (line !== '' && widthOf(line + part) > width) {
      lines.push(line.trimEnd())
      line = part.trimStart()
    } else line += part
  }
  return [...lines, line]
}

/** Most texts are of characters that are one column wide: they need not be looked at one by one. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text)
}
