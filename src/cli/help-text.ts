// What `--help` says of a command besides its arguments and options.

export interface HelpText {
  /** Paragraphs: what it does, and what one should know before. */
  readonly about: readonly string[]
  /** Exit codes that mean something of its own; all others are those of every command. */
  readonly exits?: readonly (readonly [code: number, meaning: string])[]
  /** A command line, and what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  readonly seeAlso?: readonly string[]
}

/** By the words of the command, such as `category rename`. */
export type HelpTexts = Readonly<Record<string, HelpText>>
