// config: files + environment → settings. The first room of the walk.
import type { z } from 'zod'
import type { Settings } from '../model/settings.ts'
import { contradictions } from './cross-checks.ts'
import { strangersInFeeds } from './feed-checks.ts'
import { type ConfigFile, readConfigFile } from './file.ts'
import { readIncluded } from './include.ts'
import { problemsOf } from './issues.ts'
import { type Outline, outlineOf } from './outline.ts'
import { invalidConfig, type Problem } from './problem.ts'
import { resolveSettings } from './resolve.ts'
import { includedSchema, rootSchema } from './schema.ts'
import { secretsOf } from './secrets.ts'
import { readSiteFiles } from './site-files.ts'
import { duplicates } from './unique.ts'
import type { Environment } from './variables.ts'

/**
 * Reads a root config file and what it includes; the result is frozen. Files are named as `file` is written.
 * @throws AppError `config-missing` when the root file is not there; `config-invalid` with every problem of every file in
 *   `facts.problems`, sorted by place, and a line for each in the message: `file:line:column path: what is wrong; what to write`.
 */
export function loadConfig(file: string, env: Environment): Settings {
  const outlines = { root: outlineOf(rootSchema), included: outlineOf(includedSchema) }
  const root = readConfigFile(file, { env, outline: outlines.root })
  const included = readIncluded(root, { env, outline: outlines.included })

  const checkedRoot = check(root, rootSchema, outlines.root)
  const checked = included.files.map((one) => check(one, includedSchema, outlines.included))
  const siteFiles = readSiteFiles(root)
  const files = [root, ...included.files]
  const problems = [
    ...included.problems,
    ...[checkedRoot, ...checked].flatMap((one) => one.problems),
    ...files.flatMap((one) => (one.isBroken ? [] : contradictions(one))),
    ...siteFiles.problems,
    ...duplicates(files.filter((one) => !one.isBroken)),
    // What a broken file holds may be what is named.
    ...(files.some((one) => one.isBroken) ? [] : strangersInFeeds(files)),
  ]
  const data = checked.flatMap((one) => (one.data === null ? [] : [{ file: one.file, data: one.data }]))
  const company = { siteFiles, secrets: secretsOf(files.flatMap((one) => one.lent)) }
  if (problems.length > 0 || checkedRoot.data === null) throw invalidConfig(file, problems)
  return deepFreeze(resolveSettings({ file, data: checkedRoot.data }, data, company))
}

interface Checked<T> {
  readonly file: string
  readonly data: T | null
  readonly problems: readonly Problem[]
}

function check<T extends z.ZodType>(file: ConfigFile, schema: T, outline: Outline): Checked<z.output<T>> {
  if (file.isBroken) return { file: file.file, data: null, problems: file.problems }
  const result = schema.safeParse(file.value ?? {})
  if (result.success) return { file: file.file, data: result.data, problems: file.problems }
  return { file: file.file, data: null, problems: [...file.problems, ...problemsOf(file, result.error.issues, outline)] }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}
