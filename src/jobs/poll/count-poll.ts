// What a poll adds to the counters of its process.
import type { Meter } from '../../base/meter.ts'
import type { PollReport } from '../../model/poll.ts'

export function countPoll({ outcome, bytes, ms, ...found }: PollReport, meter: Meter): void {
  meter.add('polls_total', { outcome })
  meter.time('poll_duration_seconds', ms / 1_000)
  meter.add('fetch_bytes_total', {}, bytes)
  meter.add('entries_new_total', {}, found.new)
  meter.add('entries_updated_total', {}, found.updated)
  meter.add('entries_merged_total', {}, found.merged)
}
