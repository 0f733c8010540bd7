// `--help` as a page of a manual. Loaded when it is asked for: other commands start without it.
import type { Command, Help } from 'commander'
import { careHelp } from './help-care.ts'
import { entryHelp } from './help-entries.ts'
import { registryHelp } from './help-registry.ts'
import { serviceHelp } from './help-service.ts'
import type { HelpText, HelpTexts } from './help-text.ts'
import { wrapped } from './sheet.ts'

export const helpTexts: HelpTexts = { '': wholeHelp(), ...serviceHelp, ...entryHelp, ...registryHelp, ...careHelp }

const indent = 4
const deeper = 8
/** Longer lines are hard to read on any terminal. */
const widest = 100

/** Commander's words in our order, with what the table says. */
export function explainCommands(command: Command, columns: number | null): void {
  command.configureHelp({ formatHelp: (asked, helper) => page(asked, helper, Math.min(columns ?? widest, widest)) })
  for (const one of command.commands) explainCommands(one, columns)
}

/** The words by which a command is called after `newsstand`. */
export function nameOf(command: Command): string {
  const above = command.parent === null ? [] : [nameOf(command.parent), command.name()]
  return above.filter((word) => word !== '').join(' ')
}

function page(command: Command, helper: Help, width: number): string {
  const text = helpTexts[nameOf(command)]
  const pairsOf = (list: readonly (readonly [string, string])[]) => list.flatMap((pair) => definition(pair, width))
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['NAME', paragraph(`${fullName(command)} - ${helper.commandDescription(command)}`, indent, width)],
    ['SYNOPSIS', [' '.repeat(indent) + helper.commandUsage(command)]],
    ['DESCRIPTION', (text?.about ?? []).flatMap((about, at) => [...(at === 0 ? [] : ['']), ...paragraph(about, indent, width)])],
    ['COMMANDS', pairsOf(helper.visibleCommands(command).map((one) => [helper.subcommandTerm(one), helper.subcommandDescription(one)]))],
    ['ARGUMENTS', pairsOf(helper.visibleArguments(command).map((one) => [helper.argumentTerm(one), helper.argumentDescription(one)]))],
    ['OPTIONS', pairsOf(helper.visibleOptions(command).map((one) => [helper.optionTerm(one), helper.optionDescription(one)]))],
    ['EXIT STATUS', pairsOf(exitsOf(text).map(([code, meaning]) => [String(code), meaning]))],
    ['EXAMPLES', pairsOf(text?.examples ?? [])],
    ['SEE ALSO', paragraph((text?.seeAlso ?? []).map((name) => `newsstand ${name}`).join(', '), indent, width)],
  ]
  return sections.flatMap(([title, lines]) => (lines.join('') === '' ? [] : [[title, ...lines, ''].join('\n')])).join('\n')
}

function fullName(command: Command): string {
  return ['newsstand', nameOf(command)].filter((word) => word !== '').join(' ')
}

function exitsOf(text: HelpText | undefined): NonNullable<HelpText['exits']> {
  return [...(text?.exits ?? [])].sort(([a], [b]) => a - b)
}

function definition([term, what]: readonly [string, string], width: number): readonly string[] {
  return [' '.repeat(indent) + term, ...paragraph(what, deeper, width)]
}

function paragraph(text: string, by: number, width: number): readonly string[] {
  return text === '' ? [] : wrapped(text, width - by).map((line) => ' '.repeat(by) + line)
}

function wholeHelp(): HelpText {
  return {
    about: [
      'Newsstand watches sources (feeds, web pages, JSON APIs, sitemaps), keeps every article once, and republishes them by category as RSS, Atom, JSON Feed and web pages. Sources and categories are described in config files.',
      'Every command may be used beside the service on the same store. What is written for people goes to standard output, or one JSON document with --json; the log goes to standard error. "newsstand COMMAND --help" tells more of each.',
    ],
    exits: [
      [0, 'done'],
      [1, 'done, but some source failed, some file could not be read, or there is no such entry'],
      [2, 'wrong usage, unknown source'],
      [3, 'config missing or invalid, or a store or folder of another site'],
      [4, 'in use by another process'],
      [5, 'the store is damaged'],
      [6, 'cannot write or listen'],
    ],
    examples: [
      ['newsstand check', 'is the config right?'],
      ['newsstand try https://example.org/', 'what could be read there, and the lines of config for it'],
      ['newsstand run', 'the service, until Ctrl-C'],
      ['newsstand explain https://news.example/keji/2026/01/09/C1.html', 'why does it look so, or is not there?'],
    ],
  }
}
