// The files that a root config takes in.
import { dirname, join, resolve } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'
import { byCodePoint } from '../base/text.ts'
import { type ConfigFile, readConfigFile } from './file.ts'
import type { Path } from './outline.ts'
import { itemsAt } from './plain.ts'
import type { Problem } from './problem.ts'
import type { Reading } from './tree.ts'
import { quote } from './values.ts'

export interface Included {
  /** In the order of the list, each pattern's by path; a file that two patterns name comes once. */
  readonly files: readonly ConfigFile[]
  readonly problems: readonly Problem[]
}

export function readIncluded(root: ConfigFile, reading: Reading): Included {
  const folder = dirname(root.file)
  const matches = includesOf(root).map(({ pattern, path }) => ({ path, pattern, files: filesOf(pattern, folder) }))
  const names = new Set(matches.flatMap(({ files }) => files))
  names.delete(join(root.file)) // `include: "*.yaml"` names the root file too
  return {
    files: [...names].map((name) => readConfigFile(name, reading)),
    problems: matches
      .filter(({ files, path }) => files.length === 0 && !root.isBroken && !root.isReported(path))
      .map(({ pattern, path }) =>
        root.problem(path, { message: `${quote(pattern)} matches no file`, advice: `write a pattern relative to ${folder}` }),
      ),
  }
}

interface Include {
  readonly pattern: string
  readonly path: Path
}

/** None when the root file cannot be read. */
export function includesOf(root: ConfigFile): readonly Include[] {
  return itemsAt(root.value, ['include']).flatMap(({ item, path }) => (typeof item === 'string' ? [{ pattern: item, path }] : []))
}

/** Paths as an operator in the same place would write them. */
export function filesOf(pattern: string, folder: string): readonly string[] {
  const found = globSync(pattern, { cwd: folder, onlyFiles: true, expandDirectories: false })
  return found.map((path) => join(folder, path)).sort(byCodePoint)
}

/** Folders in which a file that is made may match the pattern, or a folder may hold such a file. */
export function foldersOf(pattern: string, folder: string): readonly string[] {
  const above = pattern.split('/').slice(0, -1)
  const fixed = above.findIndex((name) => isDynamicPattern(name))
  const base = fixed < 0 ? above : above.slice(0, fixed)
  const below = above.slice(base.length).map((_, at) => above.slice(0, base.length + at + 1).join('/'))
  const found = below.length === 0 ? [] : globSync(below, { cwd: folder, onlyDirectories: true, expandDirectories: false })
  return [resolve(folder, base.join('/')), ...found.map((path) => join(folder, path))]
}
