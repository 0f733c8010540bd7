// What may stand at the end of a command line, as the command table has it: shells ask with each Tab.
import type { Argument, Command, Option } from 'commander'

export type Completion =
  | { readonly kind: 'words'; readonly words: readonly CompletedWord[] }
  /** What config and store know; `config`: the root file, where the line names one. */
  | { readonly kind: 'known'; readonly of: Known; readonly config: string | null }
  | { readonly kind: 'files' }

export interface CompletedWord {
  readonly word: string
  readonly about: string
}

export type Known = 'sources' | 'slugs'

const nothing: Completion = { kind: 'words', words: [] }

/** `words`: all after `newsstand`; the last is what is being written. */
export function completion(root: Command, words: readonly string[]): Completion {
  const current = words.at(-1) ?? ''
  const line = followed(root, words.slice(0, -1))
  const { command, option, position } = line
  if (option !== null) return valuesOf(option.argChoices, nameOfOption(option), line)
  if (current.startsWith('-')) return { kind: 'words', words: visibleOptions(command) }
  if (command.commands.length > 0) return { kind: 'words', words: visibleCommands(command) }
  const args = command.registeredArguments
  const argument = args[position] ?? (args.at(-1)?.variadic === true ? args.at(-1) : undefined)
  return argument === undefined ? nothing : valuesOf(argument.argChoices, nameOfArgument(argument, command), line)
}

interface Line {
  readonly command: Command
  /** Whose value comes next. */
  readonly option: Option | null
  /** Of the next argument. */
  readonly position: number
  readonly config: string | null
}

function followed(root: Command, words: readonly string[]): Line {
  let line: Line = { command: root, option: null, position: 0, config: null }
  for (const word of words) line = after(line, word)
  return line
}

function after(line: Line, word: string): Line {
  const { command, option, position } = line
  if (option !== null) return { ...line, option: null, config: option.long === '--config' ? word : line.config }
  if (word.startsWith('-')) return { ...line, option: optionNamed(command, word) }
  const inner = command.commands.find((one) => one.name() === word)
  return inner === undefined ? { ...line, position: position + 1 } : { ...line, command: inner, position: 0 }
}

/** Null: it takes no value, or has it already. */
function optionNamed(command: Command, word: string): Option | null {
  return command.options.find((one) => (one.long === word || one.short === word) && one.required) ?? null
}

/** By what an argument or a value is called. */
const knownBy: Readonly<Record<string, Known | 'files'>> = {
  source: 'sources',
  'source|url': 'sources',
  '--source': 'sources',
  slug: 'slugs',
  category: 'slugs',
  'category a': 'slugs',
  'category b': 'slugs',
  '--category': 'slugs',
  '--config': 'files',
  file: 'files',
  path: 'files',
  '--to': 'files',
}

function valuesOf(choices: readonly string[] | undefined, name: string, { config }: Line): Completion {
  if (choices !== undefined) return { kind: 'words', words: choices.map((word) => ({ word, about: '' })) }
  const of = knownBy[name]
  if (of === undefined) return nothing
  return of === 'files' ? { kind: 'files' } : { kind: 'known', of, config }
}

function nameOfOption({ long }: Option): string {
  return long ?? ''
}

/** Words such as `a` mean something in their group only. */
function nameOfArgument(argument: Argument, { parent }: Command): string {
  const name = argument.name()
  return name.length === 1 ? `${parent?.name()} ${name}` : name
}

function visibleCommands(command: Command): readonly CompletedWord[] {
  const help = command.createHelp()
  return help.visibleCommands(command).map((one) => ({ word: one.name(), about: help.subcommandDescription(one) }))
}

function visibleOptions(command: Command): readonly CompletedWord[] {
  const help = command.createHelp()
  return help.visibleOptions(command).flatMap((option) => (option.long ? [{ word: option.long, about: option.description }] : []))
}
