// Time zones: the one file around luxon.
import { DateTime, IANAZone } from 'luxon'

/** Parts of a calendar day in a zone, zero-padded as paths want them. */
export interface Day {
  readonly yyyy: string
  readonly mm: string
  readonly dd: string
}

export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone)
}

export function dayIn(zone: string, at: number): Day {
  const local = DateTime.fromMillis(at, { zone })
  return { yyyy: local.toFormat('yyyy'), mm: local.toFormat('MM'), dd: local.toFormat('dd') }
}

/** Formats an instant in a zone by luxon tokens, e.g. `yyyy-MM-dd HH:mm:ss ZZZ`; `locale` names months and weekdays. */
export function formatIn(zone: string, at: number, format: string, locale = 'en'): string {
  return DateTime.fromMillis(at, { zone, locale }).toFormat(format)
}

/** Reads a text that carries no zone as local time of `zone`; null when it does not fit the format. */
export function parseIn(zone: string, text: string, format: string): number | null {
  const local = DateTime.fromFormat(text, format, { zone, locale: 'en' })
  return local.isValid ? local.toMillis() : null
}

/** ISO 8601 with or without an offset; without one it is local time of `zone`. */
export function parseIsoIn(zone: string, text: string): number | null {
  const local = DateTime.fromISO(text, { zone })
  return local.isValid ? local.toMillis() : null
}

/** RFC 3339 in UTC, to the second when there are no milliseconds: `2022-01-23T12:41:04Z`. */
export function rfc3339(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** RFC 822 as RSS wants it, in GMT. */
export function rfc822(at: number): string {
  return new Date(at).toUTCString()
}
