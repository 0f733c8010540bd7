// New names → registry rows. A slug is assigned once and moves only when the operator moves it.
import { byCodePoint } from '../base/text.ts'
import { foldName, isReservedSlug } from '../model/category.ts'
import type { CategorySettings } from '../model/settings.ts'
import { distinctSlug, slugOf } from './slug.ts'

export interface Registered {
  readonly slug: string
  readonly name: string
  readonly folded: string
}

/** Rows for configured categories that the registry does not hold yet; slugs that config names come first, whatever their order. */
export function registerConfigured(
  categories: readonly CategorySettings[],
  taken: ReadonlySet<string>,
  overrides: Readonly<Record<string, string>>,
): readonly Registered[] {
  const named = categories.filter((category) => category.slug !== null)
  const slugs = new Set([...taken, ...named.map((category) => category.slug ?? '')])
  const fixed = named.map(({ name, slug }) => ({ slug: slug ?? '', name, folded: foldName(name) }))
  const free = registerNames(
    categories.filter((category) => category.slug === null).map((category) => category.name),
    slugs,
    overrides,
  )
  return [...fixed, ...free]
}

/** Rows for names new in one run, in code-point order; of several spellings of one name the smallest stands. */
export function registerNames(
  names: readonly string[],
  taken: ReadonlySet<string>,
  overrides: Readonly<Record<string, string>>,
): readonly Registered[] {
  const used = new Set(taken)
  const spellings = new Map<string, string>()
  for (const name of [...names].sort(byCodePoint)) if (!spellings.has(foldName(name))) spellings.set(foldName(name), name)
  return [...spellings].map(([folded, name]) => {
    const slug = freeSlug(name, used, overrides)
    used.add(slug)
    return { slug, name, folded }
  })
}

function freeSlug(name: string, used: ReadonlySet<string>, overrides: Readonly<Record<string, string>>): string {
  const wished = slugOf(name, overrides)
  if (!used.has(wished) && !isReservedSlug(wished)) return wished
  // A name may spell out another one's suffixed slug: then the salt grows until the slug is free.
  let salt = name
  while (used.has(distinctSlug(wished, salt))) salt += '#'
  return distinctSlug(wished, salt)
}
