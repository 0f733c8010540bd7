// The order in which readers find categories: in pages and in OPML the same.
import { byCodePoint } from '../base/text.ts'
import type { Category } from '../model/publication.ts'
import { searchable } from '../model/search.ts'

export interface Shelf {
  /** Null: what stands in no group. */
  readonly name: string | null
  readonly categories: readonly Category[]
}

/** Categories by their group; groups stand where their first category would, what has none stands last. */
export function byGroup(categories: readonly Category[]): readonly Shelf[] {
  const sorted = inOrder(categories)
  const names = [...new Set(sorted.flatMap(({ group }) => (group === null ? [] : [group])))]
  return [...names, null]
    .map((name) => ({ name, categories: sorted.filter(({ group }) => group === name) }))
    .filter((shelf) => shelf.categories.length > 0)
}

/** Categories by the first letter of their slug, `#` for digits: how one finds a name among thousands. */
export function byInitial(categories: readonly Category[]): readonly Shelf[] {
  const shelves = new Map<string, Category[]>()
  for (const category of [...categories].sort((a, b) => byCodePoint(a.slug, b.slug))) {
    const initial = /^[a-z]/i.exec(category.slug)?.[0].toUpperCase() ?? '#'
    const shelf = shelves.get(initial)
    if (shelf === undefined) shelves.set(initial, [category])
    else shelf.push(category)
  }
  return [...shelves].sort(([a], [b]) => byCodePoint(a, b)).map(([name, members]) => ({ name, categories: members }))
}

/** More than this are looked up rather than looked over. */
const maxOverseen = 60

export function areMany(categories: readonly Category[]): boolean {
  return categories.length > maxOverseen
}

/** Of many: config's groups as long as each can be overseen, and all others by first letter. */
export function shelvesOfMany(categories: readonly Category[]): { readonly groups: readonly Shelf[]; readonly letters: readonly Shelf[] } {
  const groups = byGroup(categories).filter(({ name, categories: members }) => name !== null && !areMany(members))
  const grouped = new Set(groups.flatMap((group) => group.categories))
  return { groups, letters: byInitial(categories.filter((category) => !grouped.has(category))) }
}

/** How many entries were listed in a category of late. */
export interface Activity {
  readonly category: Category
  readonly entries: number
}

/** Those with the most entries first; at most `most` of them. */
export function busiest(categories: readonly Category[], counts: ReadonlyMap<string, number>, most: number): readonly Activity[] {
  return categories
    .map((category) => ({ category, entries: counts.get(category.slug) ?? 0 }))
    .filter(isFilled)
    .sort((a, b) => b.entries - a.entries || byCodePoint(a.category.slug, b.category.slug))
    .slice(0, most)
}

/** Those whose names or addresses hold all of these words, as `wordsOf` makes them; the shortest names first, for they hold little else. */
export function categoriesNamed(words: readonly string[], categories: readonly Category[]): readonly Category[] {
  if (words.length === 0) return []
  return categories
    .filter(isFilled)
    .map((category) => ({ category, text: searchable(`${category.name} ${category.title} ${category.slug}`) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map(({ category }) => category)
    .sort((a, b) => a.title.length - b.title.length || byCodePoint(a.slug, b.slug))
}

/** By config's `order`, then by slug: never by how much or how lately they were written to, so that nothing moves under the eye. */
function inOrder(categories: readonly Category[]): readonly Category[] {
  const place = ({ order }: Category): number => order ?? Number.MAX_SAFE_INTEGER
  return [...categories].sort((a, b) => place(a) - place(b) || byCodePoint(a.slug, b.slug))
}

function isFilled({ entries }: Pick<Category, 'entries'>): boolean {
  return entries > 0
}
