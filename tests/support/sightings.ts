// Sightings for unit tests of identity: what is not named is empty.
import { type ArticleText, bareArticle } from '../../src/model/article.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import { keyFromText } from '../../src/model/identity-key.ts'
import type { Sighting } from '../../src/model/merge.ts'

export interface Seen extends Partial<Omit<Sighting, 'draft' | 'keys' | 'categories'>> {
  readonly draft?: Partial<EntryDraft>
  /** As stored; `code` and `doi` are configured identities. */
  readonly keys?: readonly string[]
  readonly categories?: readonly string[]
}

export function sightingOf({ draft = {}, keys = [], categories = [], ...rest }: Seen): Sighting {
  return {
    id: 1,
    entry: 1,
    source: 'a',
    fingerprint: '',
    titles: [],
    sketches: [],
    isPublic: true,
    isFirstPoll: false,
    isPruned: false,
    firstSeen: 0,
    lastSeen: 0,
    article: null,
    ...rest,
    draft: { ...emptyDraft, ...draft },
    keys: keys.map((key) => keyFromText(key, ['code', 'doi'])),
    categories: categories.map((name) => ({ name, rule: name })),
  }
}

/** The text of an entry's page, read well. */
export function articleOf(contentHtml: string, rest: Partial<ArticleText> = {}): ArticleText {
  return { ...bareArticle, contentHtml, fetchedAt: 0, url: 'https://x.example/1', ...rest }
}
