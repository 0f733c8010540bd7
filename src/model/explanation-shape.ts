// `explain --json`: the keys that scripts see.

import { withoutSecrets } from '../base/shown-url.ts'
import { formatDuration } from '../base/units.ts'
import { rfc3339 } from '../base/zone.ts'
import type { Explanation } from './explanation.ts'

export function explanationShape(explanation: Explanation) {
  const { found, entry, text, merged, related } = explanation
  return {
    found: {
      by: found.by,
      value: withoutSecrets(found.value),
      merged: found.merged && reference(found.merged),
      others: found.others.map(reference),
    },
    id: entry.id,
    title: entry.title,
    path: entry.path,
    page: entry.page,
    url: masked(entry.url),
    state: entry.state,
    because: entry.because,
    owner: entry.owner,
    revision: entry.revision,
    dates: datesShape(explanation),
    terms: termsShape(explanation),
    ...(explanation.imported !== null && { imported: { ...explanation.imported, at: rfc3339(explanation.imported.at) } }),
    ...(explanation.retraction !== null && { retracted: retractionShape(explanation.retraction) }),
    ...(explanation.deletions.length > 0 && { deletions: explanation.deletions.map(deletionShape) }),
    ...(explanation.pruning !== null && { pruned: pruningShape(explanation.pruning) }),
    text: { use: text.use, source: text.source, why: text.why, characters: text.characters },
    article: articleShape(explanation),
    sightings: sightingsShape(explanation),
    joins: explanation.joins.map(({ key, ...join }) => ({ key: withoutSecrets(key), ...join })),
    corrections: explanation.corrections.map(correctionShape),
    merged: merged.map(reference),
    related: related.map(({ key, ...entry }) => ({ ...reference(entry), key: withoutSecrets(key) })),
    ...(explanation.coverage !== null && { coverage: coverageShape(explanation.coverage) }),
    vetoes: explanation.vetoes.map(({ key, scope, source, reason, at }) => ({
      key: withoutSecrets(key),
      scope,
      source,
      reason,
      at: rfc3339(at),
    })),
    burnt: explanation.burnt.map(({ key, scope, source }) => ({ key: withoutSecrets(key), scope, source })),
    categories: explanation.categories.map(({ name, slug, isHome, listed, by, why }) => ({
      name,
      slug,
      home: isHome,
      listed: instant(listed),
      by,
      why,
    })),
    feeds: explanation.feeds.map(({ slug, url, isIn, place, of, why, archive }) => ({ slug, url, in: isIn, place, of, why, archive })),
    answers: {
      lists: explanation.answers.lists.map(answerShape),
      pages: explanation.answers.pages.map(answerShape),
    },
    digests: explanation.digests,
    revisions: explanation.revisions.map(({ revision, at, after, title, isRetitled, textShare, changes, fields }) => ({
      revision,
      at: rfc3339(at),
      after,
      title,
      retitled: isRetitled,
      text_share: Math.round(textShare * 1000) / 1000,
      changes,
      fields,
    })),
  }
}

function coverageShape({ group, near }: NonNullable<Explanation['coverage']>) {
  const shape = ({ id, path, title, outlet, published, textShare, why }: (typeof group)[number]) => ({
    ...{ id, path, title, outlet, published: rfc3339(published) },
    ...{ text_share: textShare === null ? null : Math.round(textShare * 1000) / 1000, why },
  })
  return { group: group.map(shape), near: near.map(shape) }
}

function correctionShape({ at, by, kind, sides, elsewhere, holds }: Explanation['corrections'][number]) {
  return {
    at: rfc3339(at),
    by,
    kind,
    sides: sides.map((side) => side.map(({ source, key }) => ({ source, key: withoutSecrets(key) }))),
    elsewhere: elsewhere.map(reference),
    holds,
  }
}

function datesShape({ dates }: Explanation) {
  return {
    given: dates.given,
    published: instant(dates.published),
    origin: dates.origin,
    modified: instant(dates.modified),
    listed: instant(dates.listed),
    first_seen: instant(dates.firstSeen),
    first_published: instant(dates.firstPublished),
    embargo_until: instant(dates.embargoUntil),
    expires: instant(dates.expires),
  }
}

function retractionShape(retraction: NonNullable<Explanation['retraction']>) {
  const { at, why, by, rule, isSilent, isShown, shownUntil, remains } = retraction
  return { at: rfc3339(at), why, by, ...(rule !== null && { rule }), silent: isSilent, stub: isShown, until: rfc3339(shownUntil), remains }
}

function deletionShape({ source, how, since, notedAt, by, comment, isFollowed, outcome }: Explanation['deletions'][number]) {
  return { source, how, since: rfc3339(since), noted: rfc3339(notedAt), by, comment, followed: isFollowed, outcome }
}

function pruningShape({ at, why, remains }: NonNullable<Explanation['pruning']>) {
  return { at: rfc3339(at), keep: why.map(({ slug, days, entries }) => ({ category: slug, days, entries })), remains }
}

function termsShape({ terms }: Explanation) {
  if (terms === null) return null
  const { rights, excerpt, images, attribution, expiresMs } = terms
  return { rights, excerpt, images, attribution, expires: expiresMs === null ? null : formatDuration(expiresMs) }
}

function articleShape({ article }: Explanation) {
  const { state, attempts, nextAt, message, pages } = article
  return {
    state,
    attempts,
    message,
    next: instant(nextAt),
    pages: pages.map((page) => ({
      source: page.source,
      url: withoutSecrets(page.url),
      fetched: rfc3339(page.fetchedAt),
      pages: page.pages,
      missing_since: instant(page.missingSince),
    })),
  }
}

function sightingsShape({ sightings }: Explanation) {
  return sightings.map((sighting) => ({
    source: sighting.source,
    owner: sighting.isOwner,
    why: sighting.why,
    public: sighting.isPublic,
    retired: sighting.isRetired,
    first_seen: rfc3339(sighting.firstSeen),
    last_seen: rfc3339(sighting.lastSeen),
    keys: sighting.keys.map(withoutSecrets),
    titles: sighting.titles,
    link: masked(sighting.link),
    categories: sighting.categories,
  }))
}

function answerShape({ source, at, bytes }: Explanation['answers']['lists'][number]) {
  return { source, at: rfc3339(at), bytes }
}

function reference({ id, path, title }: Explanation['merged'][number]) {
  return { id, path, title }
}

function instant(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}

function masked(url: string | null): string | null {
  return url === null ? null : withoutSecrets(url)
}
