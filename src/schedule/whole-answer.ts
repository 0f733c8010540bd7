// Validators are trusted only as far as they deserve: some servers answer 304 for ever although the document changes.
const day = 86_400_000
/** A source that is visited once a day is asked so once a week. */
const visitsBetween = 7

/** Whether it is time to ask without validators: at most daily, and only where nothing but 304 came since the last whole answer. */
export function isWholeAnswerDue(
  { lastWholeAt, lastPollAt }: { lastWholeAt: number | null; lastPollAt: number | null },
  now: number,
): boolean {
  if (lastWholeAt === null || lastPollAt === null) return false
  return now - lastWholeAt >= Math.max(day, visitsBetween * (now - lastPollAt))
}
