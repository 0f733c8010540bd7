// Written items, kept from one feed to the next: an entry that stands in five feeds is written once in each format, and not again at the
// next publishing.
import type { Entry } from '../../model/entry.ts'
import type { Fragments } from '../../render/from-feed.ts'
import type { Store } from '../../store/store.ts'

/** Characters of all that is kept, about 40 MB: the newest entries of a few hundred categories. */
const maxChars = 24_000_000

/** Forgets what was not asked for the longest. */
export function keptFragments(most = maxChars): Fragments {
  const kept = new Map<string, string>()
  let chars = 0
  return {
    of: ({ version }, format, make) => {
      if (version === undefined) return make()
      const key = `${format} ${version}`
      const known = kept.get(key)
      const text = known ?? make()
      if (known === undefined) chars += text.length
      kept.delete(key)
      kept.set(key, text)
      for (const [oldest, forgotten] of kept) {
        if (chars <= most) break
        kept.delete(oldest)
        chars -= forgotten.length
      }
      return text
    },
  }
}

const bySite = new WeakMap<Store, { readonly looks: string; readonly fragments: Fragments }>()

/** Those of a site as it looks now. */
export function fragmentsFor(store: Store, looks: string): Fragments {
  const known = bySite.get(store)
  if (known?.looks === looks) return known.fragments
  const fragments = keptFragments()
  bySite.set(store, { looks, fragments })
  return fragments
}

/** Names all that an entry's item is written from, but for what config says: that changes rarely, and then nothing is kept. */
export function versionOf({ id, revision, dateModified, source, retraction, title, contentHtml, summary, also = [] }: Entry): string {
  const shown = [title.length, contentHtml?.length ?? 0, summary?.length ?? 0]
  return [id, revision, dateModified, source, retraction?.at ?? '', ...shown, ...also.map((link) => JSON.stringify(link))].join(' ')
}
