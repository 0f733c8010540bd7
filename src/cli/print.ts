// Tables and progress for people.
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Context } from './context.ts'

const widest = 60

/** Aligned columns under a heading; Chinese characters count two places. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { isTerminal }: Pick<Context, 'isTerminal'>,
): string {
  const all = [heading, ...rows].map((row) => row.map(shorten))
  const widths = heading.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  )
  const [first = '', ...rest] = lines
  return [isTerminal ? colours(true).bold(first) : first, ...rest].join('\n')
}

export function colours(isTerminal: boolean) {
  return pc.createColors(isTerminal && pc.isColorSupported)
}

/** One JSON document, and nothing else, on stdout. */
export function printJson(context: Context, document: unknown): void {
  context.out(`${JSON.stringify(document, null, 2)}\n`)
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

/** An instant as people read it in the site's zone, or a dash. */
export function shortTime(at: number | null, zone: string): string {
  return at === null ? '-' : new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
}

function shorten(cell: string): string {
  const line = cell.replace(/\s+/g, ' ')
  if (stringWidth(line) <= widest) return line
  let kept = ''
  for (const character of line) {
    if (stringWidth(kept + character) > widest - 1) break
    kept += character
  }
  return `${kept}…`
}
