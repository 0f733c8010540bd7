// What the doctor says of one thing: each in its own words.
import type { Finding, Severity } from '../../model/checkup.ts'

type Words = Pick<Finding, 'message' | 'meaning' | 'advice'>

/** Findings on a subject; null: the site as a whole. */
export function findingsOn(subject: string | null) {
  const said = (severity: Severity) => (code: string, words: Words) => ({ code, severity, subject, ...words })
  return { problem: said('problem'), warning: said('warning'), hint: said('hint') }
}
