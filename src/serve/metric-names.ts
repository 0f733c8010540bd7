// What is counted, by its name without `newsstand_`: what an operator reads of it at /metrics.

export interface MetricName {
  /** `counter`: Meter.add; `histogram`: Meter.time, in seconds; `reading`: asked for when somebody looks. */
  readonly kind: 'counter' | 'histogram' | 'reading'
  readonly help: string
  /** Of few values each: never an id, an address or a text of the web. */
  readonly labels: readonly string[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
}

const visits = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30]
const publishing = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300]

/** Names are public, like settings: alerts of operators hang on them. */
export const metricNames: Readonly<Record<string, MetricName>> = {
  polls_total: { kind: 'counter', help: 'Polls that ended, by outcome.', labels: ['outcome'] },
  poll_duration_seconds: { kind: 'histogram', help: 'How long polls took, waiting for the host included.', labels: [], buckets: visits },
  fetch_bytes_total: { kind: 'counter', help: 'Bytes of bodies that polls and article steps received.', labels: [] },
  entries_new_total: { kind: 'counter', help: 'Entries that polls found for the first time.', labels: [] },
  entries_updated_total: { kind: 'counter', help: 'Entries that polls found changed.', labels: [] },
  entries_merged_total: { kind: 'counter', help: 'Entries that turned out to be another one.', labels: [] },
  pushes_total: {
    kind: 'counter',
    help: 'What hubs sent: taken in, left to a visit, without the right signature, read.',
    labels: ['outcome'],
  },
  articles_total: { kind: 'counter', help: 'Article steps that ended, by outcome.', labels: ['outcome'] },
  publish_seconds: { kind: 'histogram', help: 'How long publishing took.', labels: [], buckets: publishing },
  published_files_total: { kind: 'counter', help: 'Files that publishing wrote.', labels: [] },
  hub_requests_total: {
    kind: 'counter',
    help: 'Requests to our WebSub hub whose callbacks were asked, by mode and outcome.',
    labels: ['mode', 'outcome'],
  },
  hub_deliveries_total: { kind: 'counter', help: 'Feeds that were sent to WebSub subscribers, by outcome.', labels: ['outcome'] },
  hub_pings_total: { kind: 'counter', help: 'Feeds that WebSub hubs elsewhere were told of, by outcome.', labels: ['outcome'] },
  http_requests_total: {
    kind: 'counter',
    help: 'Requests that were answered, by kind of what was asked for and status.',
    labels: ['kind', 'status'],
  },
  build_info: { kind: 'reading', help: 'Always 1; what runs, as labels.', labels: ['version'] },
  entries_total: { kind: 'reading', help: 'Entries that the store ever took in.', labels: [] },
  tombstones: { kind: 'reading', help: 'Entries that were pruned, of which the store keeps what they are known by.', labels: [] },
  sources: { kind: 'reading', help: 'Sources that are watched, by health.', labels: ['health'] },
  sources_due: { kind: 'reading', help: 'Sources whose poll is due and has not begun.', labels: [] },
  sources_overdue_seconds: { kind: 'reading', help: 'For how long the source that waits longest has been due.', labels: [] },
  queue_depth: { kind: 'reading', help: 'Jobs of this process that wait or run.', labels: [] },
  last_poll_timestamp_seconds: { kind: 'reading', help: 'When the last poll ended, in seconds since 1970.', labels: [] },
  store_reachable: { kind: 'reading', help: '1 if the store could be read, 0 if not.', labels: [] },
  store_bytes: { kind: 'reading', help: 'Size of the store on disk.', labels: [] },
  store_answer_bytes: { kind: 'reading', help: 'What kept answers of sources take of it, packed.', labels: [] },
  hub_subscriptions: { kind: 'reading', help: 'WebSub subscriptions to our feeds.', labels: [] },
  hub_subscriptions_failing: { kind: 'reading', help: 'WebSub subscriptions that could not be sent a feed the last time.', labels: [] },
  feed_subscribers: {
    kind: 'reading',
    help: 'Subscribers of a feed as readers announced them last; the feeds with most of them.',
    labels: ['feed', 'agent'],
  },
}
