// When editions of a digest are issued. An edition is of a day of the site's zone, which has one instant, whatever clocks do: a time that is
// skipped comes after the skip, one that comes twice is the first.
import { dayIn, instantIn } from '../base/zone.ts'
import type { DigestSettings, EditionDate } from '../model/digest.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

export interface EditionCalendar extends DigestSettings {
  readonly zone: string
}

/** The newest edition whose instant is not after `now`. */
export function latestEdition(calendar: EditionCalendar, now: number): EditionDate {
  let day = localDay(calendar.zone, now) + 1
  let edition = dateOf(day, calendar)
  while (!isIssuedOn(day, calendar) || edition.at > now) edition = dateOf(--day, calendar)
  return edition
}

/** The one before an edition of this day. */
export function editionBefore(calendar: EditionCalendar, day: string): EditionDate {
  return searched(calendar, numberOf(day), -1)
}

/** The next one after an edition that was issued, also by another calendar: another day, and a later instant. */
export function editionAfter(calendar: EditionCalendar, last: EditionDate): EditionDate {
  let edition = searched(calendar, numberOf(last.day), 1)
  while (edition.at <= last.at) edition = searched(calendar, numberOf(edition.day), 1)
  return edition
}

export interface DueEdition extends EditionDate {
  /** The instant of the one before. */
  readonly since: number
}

/** Editions whose instants are not after `now`, the oldest first, at most the newest `most`; of a digest that is new, the latest. */
export function editionsDue(
  calendar: EditionCalendar,
  last: EditionDate | null,
  { now, most }: { now: number; most: number },
): readonly DueEdition[] {
  if (last === null) {
    const latest = latestEdition(calendar, now)
    return [{ ...latest, since: editionBefore(calendar, latest.day).at }]
  }
  const due: DueEdition[] = []
  for (
    let [before, edition] = [last, editionAfter(calendar, last)];
    edition.at <= now;
    [before, edition] = [edition, editionAfter(calendar, edition)]
  )
    due.push({ ...edition, since: before.at })
  return due.slice(-most)
}

function searched(calendar: EditionCalendar, from: number, step: 1 | -1): EditionDate {
  let day = from + step
  while (!isIssuedOn(day, calendar)) day += step
  return dateOf(day, calendar)
}

function isIssuedOn(day: number, { on }: EditionCalendar): boolean {
  return on === null || weekdayOf(day) === on
}

/** The first of January 1970 was a Thursday, which is 4. */
function weekdayOf(day: number): number {
  return ((day + 3) % 7) + 1
}

function dateOf(day: number, { zone, at }: EditionCalendar): EditionDate {
  const wall = day * dayMs + at * minuteMs
  return { day: new Date(day * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length), at: instantIn(zone, wall) ?? wall }
}

function localDay(zone: string, at: number): number {
  const { yyyy, mm, dd } = dayIn(zone, at)
  return numberOf(`${yyyy}-${mm}-${dd}`)
}

/** Days since 1970. */
function numberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs
}
