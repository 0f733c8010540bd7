// Dates in HTTP headers (RFC 9110 §5.6.7).

const fixed = /^[a-z]{3,9}, \d\d[ -][a-z]{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/i
const asctime = /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i

/** IMF-fixdate, RFC 850 or asctime → milliseconds since 1970; null for anything else, however date-like. */
export function parseHttpDate(text: string): number | null {
  const trimmed = text.trim()
  // asctime names no zone and means GMT; left alone, it would be read in the machine's zone.
  const zoned = asctime.test(trimmed) ? `${trimmed} GMT` : trimmed
  if (zoned === trimmed && !fixed.test(trimmed)) return null
  const at = Date.parse(zoned)
  return Number.isNaN(at) ? null : at
}
