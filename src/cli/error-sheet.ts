import type { AppError } from '../base/errors.ts'
import type { Context } from './context.ts'
import { colours } from './print.ts'

/** An error for people: its code, what is wrong, and what to do now. */
export function describeError({ code, message, advice }: AppError, { isTerminal }: Pick<Context, 'isTerminal'>): string {
  const { red, bold } = colours(isTerminal)
  return `${red(bold(`${code}:`))} ${message}\n${advice}\n`
}
