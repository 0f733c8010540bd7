// What `try --json` answers: the facts of a trial, under names that stay.
import type { Trial } from '../app.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { rfc3339 } from '../base/zone.ts'
import { driftShape } from '../model/source-shape.ts'

export interface Around {
  /** Null: the address alone was given. */
  readonly id: string | null
  /** Lines of config for each proposal, or for the address itself; '' where a source watches it already. */
  readonly configs: readonly string[]
}

export function trialShape(trial: Trial, { id, configs }: Around) {
  const { source, request, steps, report, announced, article } = trial
  return {
    source: { id, kind: source.kind, url: source.url, enabled: source.enabled },
    outcome: report.outcome,
    code: report.code,
    message: report.message,
    ms: report.ms,
    request: {
      url: request.url,
      is_adopted: request.isAdopted,
      headers: steps[0]?.sent ?? {},
      proxy: request.proxy,
      poll_would_send: { etag: request.validators.etag, last_modified: request.validators.lastModified },
    },
    steps: steps.map(stepShape),
    answer: answerShape(trial),
    document: documentShape(trial),
    announced,
    page_title: trial.looks?.title ?? null,
    proposals: (trial.looks?.proposals ?? []).map((tried, at) => proposalShape(tried, configs[at] ?? '')),
    push: pushShape(trial),
    feeds: trial.feeds,
    entries: trial.entries.map(entryShape),
    article: article === null ? null : articleShape(article),
    changes: changesShape(trial),
    next_poll: nextShape(trial),
    config: configs.find((lines) => lines !== '') ?? null,
  }
}

function proposalShape({ proposal, read, entries }: NonNullable<Trial['looks']>['proposals'][number], config: string) {
  return {
    ...proposal,
    url: withoutSecrets(proposal.url),
    read,
    entries: entries.map(({ title, link, published, summary }) => ({ title, url: link, date_published: instant(published), summary })),
    config: config === '' ? null : config,
  }
}

function pushShape({ push }: Trial) {
  return push === null ? null : { hubs: push.hubs, topic: push.topic, would_subscribe: push.declined === null, why_not: push.declined }
}

type Step = Trial['steps'][number]

function stepShape({ url, postedBytes, isProxied, status, received, ms }: Step) {
  return { url, posted_bytes: postedBytes, status, location: received.location ?? null, headers: received, is_proxied: isProxied, ms }
}

function answerShape({ answer, steps }: Trial) {
  if (answer === null) return null
  return {
    url: answer.url,
    status: (steps.find(({ received }) => received.location === undefined) ?? steps.at(-1))?.status ?? null,
    content_type: answer.contentType,
    bytes: answer.bytes,
    decoded_bytes: answer.decodedBytes,
    etag: answer.etag,
    last_modified: answer.lastModified,
    fresh_seconds: seconds(answer.maxAgeMs),
    moved_to: answer.movedTo,
    is_known: answer.isKnown,
  }
}

function documentShape({ document }: Trial) {
  if (document === null) return null
  return {
    charset: document.charset.charset,
    charset_by: document.charset.by,
    format: document.format,
    is_second_opinion: document.isSecondOpinion,
    is_cut: document.isCut,
    warnings: document.warnings,
    title: document.title,
    home_page_url: document.homeUrl,
    feed_url: document.selfUrl,
    next_url: document.nextUrl,
    hubs: document.hubs,
    ttl_seconds: seconds(document.ttlMs),
    skip_hours: document.skipHours,
    rules: document.uses,
  }
}

function entryShape({ draft, keys, rules, categories, change, changed, entry, sources, vetoes }: Trial['entries'][number]) {
  return {
    change,
    changed,
    entry,
    sources,
    keys: keys.map(({ key, kind, isBurnt }) => ({ key, kind, is_burnt: isBurnt })),
    vetoes: vetoes.map(vetoShape),
    categories,
    guid: draft.guid,
    url: draft.link,
    title: draft.title,
    date_published: instant(draft.published),
    date_modified: instant(draft.updated),
    date_given: draft.dateGiven,
    summary: draft.summary,
    content_html: draft.content,
    authors: draft.authors.map(({ name, url }) => ({ name, url })),
    publisher: draft.publisher,
    tags: draft.tags.map((tag) => tag.name),
    attachments: draft.enclosures.map(({ url, type, bytes, title }) => ({ url, mime_type: type, size_in_bytes: bytes, title })),
    language: draft.language,
    fields: draft.fields,
    rules: Object.fromEntries(rules.map(({ field, rule }) => [field, rule])),
  }
}

function articleShape({ wanted, title, steps, found, better }: NonNullable<Trial['article']>) {
  const text =
    found.kind === 'read'
      ? { url: found.article.url, content_html: found.article.contentHtml, message: found.lacks }
      : { url: null, content_html: null, message: found.kind === 'failed' ? found.message : null }
  const chosen = better === null ? null : { use: better.use, why: better.why }
  return {
    wanted,
    title,
    steps: steps.map(stepShape),
    ...text,
    page: found.kind === 'read' ? pageShape(found.article) : null,
    better: chosen,
  }
}

type PageArticle = Extract<NonNullable<Trial['article']>['found'], { kind: 'read' }>['article']

function pageShape({ title, published, updated, authors, publisher, image, canonicalUrl, pages }: PageArticle) {
  const dates = { date_published: instant(published), date_modified: instant(updated) }
  return { title, ...dates, authors: authors.map(({ name }) => name), publisher, image, canonical_url: canonicalUrl, pages }
}

function changesShape({ changes }: Trial) {
  if (changes === null) return null
  const { isCompared, counts, merges, vetoes, isGap, drift } = changes
  return {
    is_compared: isCompared,
    ...counts,
    merges,
    vetoes: vetoes.map(vetoShape),
    gap: isGap,
    drifting: drift.breaks.length > 0,
    ...driftShape(drift),
  }
}

function vetoShape({ key, scope, reason }: NonNullable<Trial['changes']>['vetoes'][number]) {
  return { key, scope, reason }
}

function nextShape({ next }: Trial) {
  if (next === null) return null
  const { at, reasons, poll } = next
  return { at: rfc3339(at), because: reasons, interval_seconds: seconds(poll.intervalMs), failures: poll.failures }
}

function instant(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000)
}
