// A sighting as today's rules have it, from what is stored of it. Pure.
import { keyDraft, titleKeyOf } from '../../identify/keys.ts'
import { remember, sameSketch, type Visit } from '../../identify/sighting.ts'
import { sketchOf } from '../../identify/similar.ts'
import { withPage } from '../../identify/with-page.ts'
import type { ArticleText } from '../../model/article.ts'
import { type EntryDraft, emptyDraft } from '../../model/entry.ts'
import type { IdentityKey, Sighting } from '../../model/merge.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import { applyAgain } from '../../normalize/rules-again.ts'
import { plainText } from '../../normalize/text.ts'
import { asDropped, isDropped } from './replay-answers.ts'

export interface Revising {
  readonly source: Source
  readonly settings: Settings
  /** Where the source's rules put an entry, and where it stands for which none yields a category. */
  readonly place: Visit['place']
  readonly fallback: Visit['fallback']
  /** A kept answer shows it: it is by today's rules already, but for its page. */
  readonly isReplayed: boolean
  /** Its page's text, read anew; null: that is not kept. */
  readonly article: ArticleText | null
  /** Configured identities under too many titles of the source: they are no keys. */
  readonly overused: ReadonlySet<string>
}

export interface Revised {
  /** The same object: nothing differs. */
  readonly sighting: Sighting
  readonly isPartial: boolean
}

export function revisedSighting(before: Sighting, revising: Revising): Revised {
  const { source, isReplayed } = revising
  if (isReplayed && isDropped(before)) return { sighting: before, isPartial: false }
  const ruled = isReplayed ? { draft: before.draft, isPartial: false } : applyAgain(before.draft, source.recipe)
  if (ruled.draft === null) return { sighting: isDropped(before) ? before : asDropped(before), isPartial: false }
  const { article, isPartial } = revisedArticle(before.article, revising)
  const sighting: Sighting = {
    ...before,
    draft: ruled.draft,
    article,
    keys: withDerived(before.keys, ruled.draft, revising),
    titles: ruled.draft.title === before.draft.title ? before.titles : remember(before.titles, titleKeyOf(ruled.draft.title), Object.is),
    ...(article === null || article.contentHtml === before.article?.contentHtml
      ? {}
      : { sketches: remember(before.sketches, sketchOf(plainText(article.contentHtml)), sameSketch) }),
    ...placed({ ...before, draft: ruled.draft, article }, revising),
  }
  const isSame = JSON.stringify(sighting) === JSON.stringify(before)
  return { sighting: isSame ? before : sighting, isPartial: ruled.isPartial || isPartial }
}

/** What today's rules know a draft by; neither text nor place play a part. */
export function derivedKeys(draft: EntryDraft, { source, settings }: Pick<Revising, 'source' | 'settings'>): readonly IdentityKey[] {
  const rules = { source: source.id, identity: settings.identity, tracking: settings.tracking }
  return keyDraft(draft, { text: '', categories: [], isPublic: true }, rules).keys
}

function withDerived(keys: readonly IdentityKey[], draft: EntryDraft, revising: Revising): readonly IdentityKey[] {
  const known = new Set(keys.map(({ text }) => text))
  return [...keys, ...derivedKeys(draft, revising).filter(({ text }) => !known.has(text) && !revising.overused.has(text))]
}

function placed(
  { draft, article, categories: before, isPublic, isFirstPoll }: Sighting,
  { place, fallback }: Revising,
): Pick<Sighting, 'categories' | 'isPublic' | 'isFirstPoll'> {
  const chosen = place(withPage(draft, article))
  if (chosen.categories.length === 0 && before.length > 0) return { categories: before, isPublic, isFirstPoll }
  const now = chosen.categories.length > 0 ? chosen : { categories: [fallback.category], isPublic: fallback.isPublic }
  const isAsBefore = JSON.stringify(now.categories) === JSON.stringify(before)
  // What it joins by this is no news there.
  return { ...now, isFirstPoll: isAsBefore ? isFirstPoll : true }
}

/** A text whose page's answer is kept was read by today's rules; to others they are applied as far as that goes. */
function revisedArticle(
  before: ArticleText | null,
  { source, article }: Revising,
): { readonly article: ArticleText | null; readonly isPartial: boolean } {
  if (before === null || article !== null) return { article: article ?? before, isPartial: false }
  const rules = source.recipe.rules.filter(({ kind, field }) => kind === 'replace' && field === 'content')
  if (rules.length === 0) return { article: before, isPartial: false }
  const { draft, isPartial } = applyAgain({ ...emptyDraft, link: before.url, content: before.contentHtml }, { ...source.recipe, rules })
  return { article: { ...before, contentHtml: draft?.content ?? before.contentHtml }, isPartial }
}
