// The files that a root config takes in.
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { byCodePoint } from '../base/text.ts'
import { type ConfigFile, readConfigFile } from './file.ts'
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
  const matches = itemsAt(root.value, ['include']).flatMap(({ item, path }) =>
    typeof item === 'string' ? [{ path, pattern: item, files: filesOf(item, folder) }] : [],
  )
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

/** Paths as an operator in the same place would write them. */
function filesOf(pattern: string, folder: string): readonly string[] {
  const found = globSync(pattern, { cwd: folder, onlyFiles: true, expandDirectories: false })
  return found.map((path) => join(folder, path)).sort(byCodePoint)
}
