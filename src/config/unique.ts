// What may stand only once in all files together.
import { foldName } from '../model/category.ts'
import type { ConfigFile } from './file.ts'
import type { Path } from './outline.ts'
import { itemsAt, valueAt } from './plain.ts'
import type { Problem } from './problem.ts'
import { quote } from './values.ts'

interface Claim {
  readonly file: ConfigFile
  readonly path: Path
  readonly name: string
}

/** A problem for every second use of a source id, identity name, category name or slug, naming the first. */
export function duplicates(files: readonly ConfigFile[]): readonly Problem[] {
  return [
    ...secondUses(
      'source id',
      files.flatMap((file) => claims(file, 'sources', ['id', 'formerly'])),
    ),
    ...secondUses(
      'identity name',
      files.flatMap((file) => claims(file, 'identity', ['name'])),
    ),
    ...secondUses(
      'category name',
      files.flatMap((file) => claims(file, 'categories', ['name', 'aliases'])),
    ),
    ...secondUses(
      'slug',
      files.flatMap((file) => [...claims(file, 'categories', ['slug']), ...claims(file, 'feeds', ['slug'])]),
    ),
  ]
}

function claims(file: ConfigFile, list: string, keys: readonly string[]): readonly Claim[] {
  const spots = itemsAt(file.value, [list]).flatMap(({ item, path }) =>
    keys.flatMap((key) => [
      { item: valueAt(item, [key]), path: [...path, key] },
      ...itemsAt(item, [key]).map((inner) => ({ ...inner, path: [...path, ...inner.path] })),
    ]),
  )
  return spots.flatMap(({ item, path }) => (typeof item === 'string' && !file.isReported(path) ? [{ file, path, name: item }] : []))
}

function secondUses(what: string, all: readonly Claim[]): readonly Problem[] {
  const first = new Map<string, Claim>()
  return all.flatMap((claim) => {
    const key = foldName(claim.name)
    const other = first.get(key)
    if (other === undefined) first.set(key, claim)
    if (other === undefined) return []
    const { file, line, column, path } = other.file.problem(other.path, { message: '', advice: '' })
    return [
      claim.file.problem(claim.path, {
        message: `the ${what} ${quote(claim.name)} is taken by ${path} at ${file}:${line}:${column}`,
        advice: 'choose another',
      }),
    ]
  })
}
