// When the time of a digest has come, its edition is given what came: once, and never again.
import { breathe } from '../../base/breathe.ts'
import { type DigestName, type DigestSettings, editionsKept } from '../../model/digest.ts'
import { digestId, editionId } from '../../model/paths.ts'
import type { Settings } from '../../model/settings.ts'
import { editionAfter, editionsDue } from '../../schedule/editions.ts'
import type { DueDigest, Issue } from '../../store/port/digests.ts'
import type { Deps } from '../deps.ts'
import { catalogueOf } from './catalogue.ts'

/** What became public before the instant is recorded by then, by whichever process. */
const graceMs = 60_000
/** In one transaction. */
const issuedAtOnce = 25

interface Plan extends DigestName {
  readonly digest: DigestSettings
}

/** Takes over what config says of digests, and issues what is due: to be called before anything new becomes public. */
export async function issueDigests(deps: Deps): Promise<void> {
  const { store, settings, clock } = deps
  const plans = await plansOf(deps)
  const { timezone } = settings.site
  const planned = plans.map(({ slug, every, digest }) => ({ slug, every, schedule: scheduleText(digest, timezone) }))
  await store.digests.plan(planned, plans.length === 0 ? [] : await store.formerSlugs())
  const digestOf = new Map(plans.map((plan) => [nameOf(plan), plan.digest]))
  const now = clock.now() - graceMs
  for (;;) {
    const due = await store.digests.due(now, issuedAtOnce)
    const issues = due.flatMap((one) => {
      const digest = digestOf.get(nameOf(one))
      return digest === undefined ? [] : [issueOf(one, digest, { now, zone: timezone, authority: store.authority })]
    })
    if (issues.length > 0) await store.digests.issue(issues)
    if (due.length < issuedAtOnce) return
    await breathe()
  }
}

/** Of what is public now. */
async function plansOf({ store, settings }: Deps): Promise<readonly Plan[]> {
  if (!hasDigests(settings)) return []
  const feeds = catalogueOf(await store.surveyedCategories(), settings)
  return [{ slug: '', digests: settings.publish.digests }, ...feeds].flatMap(({ slug, digests = [] }) =>
    digests.map((digest) => ({ slug, every: digest.every, digest })),
  )
}

function hasDigests({ publish, categories, feeds }: Settings): boolean {
  return [publish, ...categories, ...feeds].some(({ digests }) => digests.length > 0)
}

interface Issuing {
  readonly now: number
  readonly zone: string
  readonly authority: Deps['store']['authority']
}

function issueOf({ slug, every, last }: DueDigest, digest: DigestSettings, { now, zone, authority }: Issuing): Issue {
  const calendar = { ...digest, zone }
  const due = editionsDue(calendar, last, { now, most: editionsKept[every] })
  const id = digestId(authority, slug === '' ? null : slug, every)
  const newest = due.at(-1) ?? last
  if (newest === null) throw new RangeError('a new digest has a latest edition')
  return {
    slug,
    every,
    editions: due.map((edition) => ({ ...edition, id: editionId(id, edition.day) })),
    last: { day: newest.day, at: newest.at },
    nextAt: editionAfter(calendar, newest).at,
  }
}

function scheduleText({ at, on }: DigestSettings, zone: string): string {
  return [at, ...(on === null ? [] : [on]), zone].join(' ')
}

function nameOf({ slug, every }: DigestName): string {
  return `${every} ${slug}`
}
