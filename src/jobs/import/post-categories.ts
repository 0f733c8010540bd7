// Posts name categories by the words of their addresses; what those are called is found in the posts.
import { registerNames } from '../../classify/registry.ts'
import { slugOf } from '../../classify/slug.ts'
import { categoryName, foldName, isReservedSlug, isSlug } from '../../model/category.ts'
import type { ChosenCategory } from '../../model/merge.ts'
import type { NewName, RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import { byName } from '../settle/category-places.ts'
import type { ReadPost } from './read-posts.ts'

export interface CategoryBook {
  /** Folded names of private categories. */
  readonly hidden: ReadonlySet<string>
  /** `publisher`: the outlet that a post's category is called after; null: it is not. */
  placeOf(post: ReadPost): { readonly categories: readonly ChosenCategory[]; readonly publisher: string | null }
  /** What the registry is to be told before the posts that were placed are taken in. */
  fresh(createdAt: number): readonly NewName[]
}

interface Naming {
  readonly settings: Pick<Settings, 'slugs'>
  /** Of posts that name no category. */
  readonly unnamed: string
}

type Added = Omit<NewName, 'createdAt'>

/** One book a batch: `rows` is the registry as it was before. The operator imports: what is new need not wait to be let in. */
export function categoryBook(rows: readonly RegistryRow[], { settings, unnamed }: Naming): CategoryBook {
  const overrides = settings.slugs.pinyin
  const bySlug = new Map(rows.map((row) => [row.slug, row]))
  const registered = byName(rows)
  const nameOf = new Map<string, string>()
  const added = new Map<string, Added>()
  const add = (spelling: string, row: Omit<Added, 'folded' | 'state'>) => {
    const folded = foldName(spelling)
    if (!registered.has(folded) && !added.has(folded)) added.set(folded, { ...row, folded, spelling, state: 'active' })
  }

  /** Not a word of addresses: it is a name, and gets a slug as all names do. */
  const nameAsWritten = (written: string): string => {
    const name = categoryName(written)
    const taken = new Set([...bySlug.keys(), ...[...added.values()].map(({ slug }) => slug)])
    const [row] = registered.has(foldName(name)) ? [] : registerNames([name], taken, overrides)
    if (row !== undefined) add(name, { slug: row.slug, name, isPrivate: false, isAutomatic: false })
    return name
  }

  /** The name of the category at this address; of one that nobody named yet what reads as the word. */
  const nameAt = (word: string, candidates: readonly string[]): string => {
    const row = newest(word, bySlug)
    const own = candidates.map(categoryName).find((name) => name !== word && slugOf(name, overrides) === word)
    const before = row?.name ?? nameOf.get(word) ?? word
    const name = before === word ? (own ?? word) : before
    const { slug = word, isPrivate = false, isAutomatic = false, renamedFrom = null } = row ?? {}
    for (const spelling of own === undefined ? [name] : [name, own]) add(spelling, { slug, name, isPrivate, isAutomatic, renamedFrom })
    nameOf.set(word, name)
    return name
  }

  return {
    hidden: new Set(rows.flatMap(({ isPrivate, folded }) => (isPrivate && folded !== null ? [folded] : []))),
    placeOf: ({ categories, names, draft }) => {
      const words = categories.length === 0 ? [unnamed] : categories
      const chosen = words.map((word, at) => {
        const isAddress = isSlug(word) && !isReservedSlug(word) && bySlug.get(word)?.kind !== 'feed'
        const name = isAddress ? nameAt(word, at === 0 ? names : []) : nameAsWritten(word)
        return { name, rule: categories.length === 0 ? 'the post names no category' : `categories: ${word}` }
      })
      const home = chosen[0]?.name ?? unnamed
      // The original's tags.
      return { categories: chosen, publisher: draft.tags.some(({ name }) => name === `${home}新闻`) ? home : null }
    },
    fresh: (createdAt) => [...added.values()].map((row) => ({ ...row, createdAt })),
  }
}

function newest(slug: string, bySlug: ReadonlyMap<string, RegistryRow>): RegistryRow | undefined {
  const row = bySlug.get(slug)
  return row === undefined || row.movedTo === null ? row : bySlug.get(row.movedTo)
}
