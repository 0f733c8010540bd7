// Errors as the API says them (RFC 9457).
import { STATUS_CODES } from 'node:http'
import { AppError, type Code, codes } from '../base/errors.ts'

export interface Problem {
  readonly type: 'about:blank'
  /** The status in words, as RFC 9457 §4.2.1 has it for this type. */
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: Code
  readonly advice: string
}

/** `status`: where it is another than the code's own. What is no AppError is told without its words. */
export function problemOf(error: unknown, status?: number): Problem {
  if (!(error instanceof AppError)) return problemOf(unforeseen)
  const { code, message, advice } = error
  const said = status ?? codes[code].http
  return { type: 'about:blank', title: STATUS_CODES[said] ?? 'Error', status: said, detail: message, code, advice }
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const type = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }
  return new Response(`${JSON.stringify(problem)}\n`, { status: problem.status, headers: { ...type, ...headers } })
}

/** In the form that the caller of this path reads: programs a problem, people words. */
export function refusalAt(path: string, problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  if (path.startsWith('/api/')) return problemResponse(problem, headers)
  const { status, detail, advice } = problem
  const text = `${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}\n${advice}\n`
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } })
}

const unforeseen = new AppError('internal', 'something went wrong here; it has been logged', 'Try again; the log of the server says more.')
