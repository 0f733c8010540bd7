// Tables and progress for people.
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Context, Screen } from './context.ts'

const widestCell = 60
/** No column is made narrower than this for the terminal's sake. */
const narrowestCell = 8
const gap = '  '

/** What a table must know of where it is shown: `columns`, unless null, is the width that it keeps to. */
export type Place = Pick<Screen, 'isTerminal'> & Partial<Screen>

/** Aligned columns under a heading; Chinese characters count two places. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], place: Place): string {
  return tableLines(heading, rows, place).join('\n')
}

/** The same line by line, so that more can be said between: the heading, then a line a row. */
export function tableLines(heading: readonly string[], rows: readonly (readonly string[])[], place: Place): readonly string[] {
  const all = [heading, ...rows].map((row) => row.map((cell) => shorten(cell, widestCell)))
  const widths = fitted(
    heading.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? '')))),
    place.columns ?? null,
  )
  const lines = all.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  )
  const [first = '', ...rest] = lines
  return [place.isTerminal ? colours(true).bold(first) : first, ...rest]
}

/** Takes from the widest column until all fit. */
function fitted(widths: readonly number[], columns: number | null): readonly number[] {
  if (columns === null) return widths
  const fit = [...widths]
  const total = () => fit.reduce((sum, width) => sum + width, gap.length * (fit.length - 1))
  while (total() > columns && Math.max(...fit) > narrowestCell) fit[fit.indexOf(Math.max(...fit))] = Math.max(...fit) - 1
  return fit
}

function padded(cell: string, width: number): string {
  const short = shorten(cell, width)
  return short + ' '.repeat(width - stringWidth(short))
}

export function colours(isTerminal: boolean) {
  return pc.createColors(isTerminal && pc.isColorSupported)
}

/** One JSON document, and nothing else, on stdout. */
export function printJson({ out }: Pick<Context, 'out'>, document: unknown): void {
  // C1 controls steer some terminals, and JSON does not escape them by itself.
  out(`${JSON.stringify(document, null, 2).replace(/[\u007f-\u009f]/g, escaped)}\n`)
}

function escaped(control: string): string {
  return `\\u00${control.charCodeAt(0).toString(16)}`
}

export interface ProgressLine {
  show(text: string): void
  end(): void
}

/** One line on stderr that is rewritten; nothing where there is no terminal (or one without width), or the output is for programs. */
export async function progressLine(context: Context, isQuiet: boolean): Promise<ProgressLine> {
  if (isQuiet || !context.isTerminal || process.stderr.columns < 1) return { show: () => {}, end: () => {} }
  const { default: ora } = await import('ora')
  const spinner = ora({ stream: process.stderr }).start()
  return {
    show: (text) => {
      spinner.text = text
    },
    end: () => {
      spinner.stop()
    },
  }
}

/** The line goes whatever becomes of the work: a spinner would keep the program alive. */
export async function showing<T>(progress: ProgressLine, work: (progress: ProgressLine) => Promise<T>): Promise<T> {
  try {
    return await work(progress)
  } finally {
    progress.end()
  }
}

/** An instant as people read it in the site's zone, or a dash. */
export function shortTime(at: number | null, zone: string): string {
  return at === null ? '-' : new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
}

// Of all that steers a terminal only our own colours may come through: texts of the web are shown here.
const steering = /\u001b(?!\[\d+m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text that a terminal only shows, on one line. */
export function harmless(text: string): string {
  return text.replace(/[\t\n\u2028\u2029]+/g, ' ').replace(steering, '')
}

/** One line of at most `width` places; what is cut ends with an ellipsis. */
export function shorten(text: string, width: number): string {
  const line = harmless(text.replace(/\s+/g, ' '))
  if (stringWidth(line) <= width) return line
  let kept = ''
  for (const character of line) {
    if (stringWidth(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}
