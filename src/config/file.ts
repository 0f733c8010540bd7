// One config file: its plain value, and where each part of it stands.
import { readFileSync } from 'node:fs'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { hiding } from '../base/secrets.ts'
import type { Path } from './outline.ts'
import type { Problem } from './problem.ts'
import { secretsOf } from './secrets.ts'
import { growTree, type Lent, pathKey, type Reading, type Spot, showPath, type Tree } from './tree.ts'
import type { Trouble } from './variables.ts'
import { parseYaml } from './yaml.ts'

export interface ConfigFile {
  readonly file: string
  /** Variables replaced, empty list items and empty settings left out. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Where the environment put something. */
  readonly lent: readonly Lent[]
  /** It is no text or no YAML: what its value lacks says nothing. */
  readonly isBroken: boolean
  /** A problem at a path, or at the nearest place above when the path is not written. */
  problem(path: Path, trouble: Trouble, part?: 'key' | 'value'): Problem
  /** Something is reported there already: what follows from it need not be. */
  isReported(path: Path): boolean
}

/** @throws AppError `config-missing` when the file is not there. Everything else that is wrong is in `problems`. */
export function readConfigFile(file: string, reading: Reading): ConfigFile {
  const bytes = readBytes(file)
  if (!(bytes instanceof Uint8Array)) return broken(file, bytes)
  const text = decode(bytes)
  if (text === null) return broken(file, { message: 'the file is not UTF-8', advice: 'save it as UTF-8' })

  const parsed = parseYaml(text)
  const tree = growTree(parsed, reading)
  const reported = new Set(tree.reports.filter(({ part }) => part === 'value').map(({ path }) => pathKey(path)))
  const hide = hiding(secretsOf(tree.lent))
  const problem: ConfigFile['problem'] = (path, { message, advice }, part = 'value') => ({
    file,
    ...placeOf(tree, path, part),
    message: hide(message),
    advice: hide(advice),
  })
  const complaints = parsed.complaints.map((complaint) => ({ file, path: '(yaml)', ...complaint }))
  return {
    file,
    value: tree.value,
    problems: complaints.length > 0 ? complaints : tree.reports.map(({ path, trouble, part }) => problem(path, trouble, part)),
    lent: tree.lent,
    isBroken: complaints.length > 0,
    problem,
    isReported: (path) => path.some((_, index) => reported.has(pathKey(path.slice(0, index + 1)))),
  }
}

function readBytes(file: string): Uint8Array | Trouble {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = systemCodeOf(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      return { message: `the file cannot be read: ${messageOf(error)}`, advice: 'make it a readable file' }
    throw new AppError(
      'config-missing',
      `there is no config file ${file}`,
      'Write one, or name another with --config FILE.',
      { file },
      { cause: error },
    )
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function broken(file: string, trouble: Trouble): ConfigFile {
  const problem = (): Problem => ({ file, line: 1, column: 1, path: '(file)', ...trouble })
  return { file, value: null, problems: [problem()], lent: [], isBroken: true, problem, isReported: () => true }
}

function placeOf({ spots }: Tree, path: Path, part: keyof Pick<Spot, 'key' | 'value'>): Pick<Problem, 'line' | 'column' | 'path'> {
  for (let length = path.length; length >= 0; length--) {
    const spot = spots.get(pathKey(path.slice(0, length)))
    if (spot === undefined) continue
    const { line, column } = length === path.length ? spot[part] : spot.value
    return { line, column, path: path.slice(length).reduce(showPath, spot.shown) || '(file)' }
  }
  return { line: 1, column: 1, path: '(file)' }
}
