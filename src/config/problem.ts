// What is wrong with a config: gathered everywhere, told all at once.
import { AppError } from '../base/errors.ts'
import { byCodePoint } from '../base/text.ts'

/** `line` and `column` count from 1; `path` is such as `sources[3].every`, with the list positions of the file. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: string
  /** What is wrong, with the value. */
  readonly message: string
  /** What to write instead. */
  readonly advice: string
}

/** One error for all problems, sorted by place; its message has a line for each. */
export function invalidConfig(file: string, problems: readonly Problem[]): AppError {
  const sorted = [...problems].sort((a, b) => byCodePoint(a.file, b.file) || a.line - b.line || a.column - b.column)
  const advice = `Correct ${sorted.length === 1 ? 'the line' : `the ${sorted.length} places`} named above, then run \`newsstand check\`.`
  return new AppError('config-invalid', sorted.map(lineOf).join('\n'), advice, { file, problems: sorted })
}

function lineOf({ file, line, column, path, message, advice }: Problem): string {
  return `${file}:${line}:${column} ${path}: ${message}; ${advice}`
}
