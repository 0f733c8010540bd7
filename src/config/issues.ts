// What the schema finds wrong → problems in the operator's words.
import type { z } from 'zod'
import type { ConfigFile } from './file.ts'
import { nearest } from './nearest.ts'
import type { Outline, Path } from './outline.ts'
import { valueAt } from './plain.ts'
import type { Problem } from './problem.ts'
import { quote } from './values.ts'
import type { Trouble } from './variables.ts'

type Issue = z.core.$ZodIssue
type Finding = { readonly path: Path; readonly part: 'key' | 'value'; readonly trouble: Trouble }

export function problemsOf(file: ConfigFile, issues: readonly Issue[], outline: Outline): readonly Problem[] {
  return issues
    .flatMap((issue) => findings(issue, [], { value: file.value, outline }))
    .filter(({ path }) => !file.isReported(path))
    .map(({ path, trouble, part }) => file.problem(path, trouble, part))
}

interface Context {
  readonly value: unknown
  readonly outline: Outline
}

function findings(issue: Issue, above: Path, context: Context): readonly Finding[] {
  const path = [...above, ...issue.path]
  const found = (trouble: Trouble): readonly Finding[] => [{ path, part: 'value', trouble }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], part: 'key', trouble: unknownKey(key, context.outline.keysAt(path)) }))
    case 'invalid_key':
      return issue.issues.flatMap((inner) => (inner.code === 'custom' ? [{ path, part: 'key' as const, trouble: custom(inner) }] : []))
    case 'invalid_union':
      return issue.errors.find(isRightShape)?.flatMap((inner) => findings(inner, path, context)) ?? found(wrongType(path, context))
    case 'invalid_value':
      return found(valueAt(context.value, path) === undefined ? wrongType(path, context) : noSuchWord(path, context))
    case 'too_small':
    case 'too_big':
      return found(outOfRange(path, context))
    case 'custom':
      return found(custom(issue))
    default:
      return found(wrongType(path, context))
  }
}

/** Of a choice the branch whose kind of value was written. */
function isRightShape(issues: readonly Issue[]): boolean {
  return !issues.some(({ path, code }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_union'))
}

function custom({ message, params }: z.core.$ZodIssueCustom): Trouble {
  const advice: unknown = params?.advice
  return { message, advice: typeof advice === 'string' ? advice : 'correct it' }
}

function unknownKey(key: string, known: readonly string[]): Trouble {
  const near = nearest(key, known)
  const message = `${quote(key)} is an unknown key`
  if (near !== null) return { message, advice: `did you mean "${near}"?` }
  return { message, advice: known.length === 0 ? 'take it out' : `write one of ${known.join(', ')}` }
}

function noSuchWord(path: Path, { value, outline }: Context): Trouble {
  const word = valueAt(value, path)
  const words = outline.wordsAt(path)
  if (typeof word !== 'string') return wrongType(path, { value, outline })
  const near = nearest(word, words)
  return {
    message: `${quote(word)} is not known here`,
    advice: near === null ? `write one of ${words.join(', ')}` : `did you mean "${near}"?`,
  }
}

function outOfRange(path: Path, { value, outline }: Context): Trouble {
  const written = valueAt(value, path)
  if (Array.isArray(written)) return { message: 'the list is empty', advice: 'write at least one item' }
  const { least, most } = outline.rangeAt(path)
  return { message: `${String(written)} is out of range`, advice: `write a number from ${least} to ${most}` }
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'settings',
}

function wrongType(path: Path, { value, outline }: Context): Trouble {
  const written = valueAt(value, path)
  const example = outline.exampleAt(path)
  if (written === undefined)
    return {
      message: 'is missing',
      advice: `write ${example === null ? wanted(path, outline) : `for example ${String(path.at(-1))}: ${example}`}`,
    }
  const types = [...outline.typesAt(path)]
  const message = `${isSecret(path) ? 'the value' : show(written)} is not ${types.map((type) => names[type] ?? type).join(' or ')}`
  if (!types.includes('string') || example === null) return { message, advice: `write ${wanted(path, outline)}` }
  // An example that starts with a digit carries a unit or a port: quotes alone would not help.
  if (typeof written === 'object' || /^\d/.test(example)) return { message, advice: `write for example ${example}` }
  return { message, advice: isSecret(path) ? 'put it in quotes' : `put it in quotes: ${JSON.stringify(String(written))}` }
}

function wanted(path: Path, outline: Outline): string {
  const required = outline.requiredAt(path)
  const types = [...outline.typesAt(path)].map((type) => names[type] ?? type).join(' or ')
  return required.length === 0 ? types : `${types}: ${required.join(', ')}`
}

/** What headers, addresses to post to and store addresses hold is not repeated. */
function isSecret(path: Path): boolean {
  const isHook = (path[0] === 'alerts' || path[0] === 'notify') && path.includes('url')
  return path.includes('headers') || path[0] === 'store' || isHook
}

function show(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'a mapping' : String(value)
}
