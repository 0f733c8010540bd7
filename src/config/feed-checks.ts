// What output feeds name must be there: categories and sources of any file.
import { foldName, isSlug } from '../model/category.ts'
import type { ConfigFile } from './file.ts'
import { nearest } from './nearest.ts'
import { isMapping, itemsAt, type Plain, valueAt } from './plain.ts'
import type { Problem } from './problem.ts'
import { quote } from './values.ts'

/** A problem for each name in `from` that neither a category nor a source can have. */
export function strangersInFeeds(files: readonly ConfigFile[]): readonly Problem[] {
  const known = knownNames(files)
  return files.flatMap((file) =>
    itemsAt(file.value, ['feeds']).flatMap((feed) =>
      itemsAt(feed.item, ['from']).flatMap(({ item, path }) => {
        const at = [...feed.path, ...path]
        if (typeof item !== 'string' || item.trim() === '' || file.isReported(at) || known.mayBe(item)) return []
        return [file.problem(at, stranger(item, known))]
      }),
    ),
  )
}

interface Known {
  readonly words: readonly string[]
  /** Slugs of output feeds. */
  readonly feeds: ReadonlySet<string>
  mayBe(name: string): boolean
}

function stranger(name: string, { words, feeds }: Known) {
  if (feeds.has(name.toLowerCase()))
    return { message: `${quote(name)} is an output feed`, advice: 'write the categories and sources that it is made of' }
  const near = nearest(name, words)
  return {
    message: `${quote(name)} is neither a category nor a source`,
    advice: near === null ? 'write the name or slug of a category, or the id of a source' : `did you mean ${quote(near)}?`,
  }
}

function knownNames(files: readonly ConfigFile[]): Known {
  const of = (list: string) => files.flatMap((file) => itemsAt(file.value, [list]).flatMap(({ item }) => (isMapping(item) ? [item] : [])))
  const [sources, categories] = [of('sources'), of('categories')]
  const ids = sources.flatMap((source) => textsAt(source, ['id', 'formerly']))
  const chosen = sources.flatMap(namesChosen)
  const given = [
    ...categories.flatMap((category) => textsAt(category, ['name', 'aliases'])),
    ...chosen.filter((name) => !name.includes('{')),
  ]
  const slugs = categories.flatMap((category) => textsAt(category, ['slug']))
  const lists = sources.filter(({ kind }) => kind === 'opml').flatMap((source) => textsAt(source, ['id']))
  const feeds = new Set(of('feeds').flatMap((feed) => textsAt(feed, ['slug'])))
  const names = new Set(given.map(foldName))
  const words = new Set([...ids, ...slugs, ...given.map(plainSlug)])
  const withSlug = new Set(
    categories.filter(({ slug }) => slug !== undefined).flatMap((category) => textsAt(category, ['name', 'aliases']).map(foldName)),
  )
  // A slug that is made from other letters than these is known to the registry only.
  const hasMadeSlugs = given.some((name) => !withSlug.has(foldName(name)) && !/^[\x20-\x7e]*$/.test(name))
  const mode = files.map((file) => valueAt(file.value, ['publish', 'newCategories'])).find((value) => value !== undefined)
  const isOpen = mode !== 'listed' && chosen.some((name) => name.includes('{'))
  return {
    words: [...new Set([...given, ...words])],
    feeds,
    mayBe: (name) => {
      const word = name.toLowerCase()
      if (names.has(foldName(name)) || words.has(word) || lists.some((list) => word.startsWith(`${list}.`))) return true
      return !feeds.has(word) && (isOpen || (hasMadeSlugs && isSlug(word)))
    },
  }
}

/** The names that a source's rules give; templates as they are written. */
function namesChosen(source: Plain): readonly string[] {
  const { category, kind } = source
  if (category === undefined) return kind === 'opml' ? ['{folder}'] : textsAt(source, ['title', 'id'])
  const rules = Array.isArray(category) ? category : [category]
  return rules.flatMap((rule: unknown) => (typeof rule === 'string' ? [rule] : isMapping(rule) ? textsAt(rule, ['name']) : []))
}

/** The texts under some keys, alone or in lists. */
function textsAt(value: Plain, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => [value[key], ...itemsAt(value, [key]).map(({ item }) => item)]).filter((item) => typeof item === 'string')
}

function plainSlug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
