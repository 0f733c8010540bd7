// The registry file as the store knows it.
import type { EntryLine, RegistryLine } from '../../model/registry-line.ts'

/** An entry's line of the registry file. */
export interface NumberedLine {
  readonly entry: number
  /** Counters of its page and its keys, as the line has them. */
  readonly page: number
  readonly known: number
  readonly kind: EntryLine['kind']
  /** With its end. */
  readonly text: string
  /** The file says so already. */
  readonly isWritten: boolean
}

export interface LinePage {
  /** With their ends. */
  readonly texts: readonly string[]
  readonly written: readonly NumberedLine[]
  /** Id to go on behind; null: there are no more. */
  readonly last: string | null
}

/** A category's line of the registry file, with its end; null: there is to be none. */
export interface CategoryLine {
  readonly slug: string
  readonly line: string | null
  /** What was written last. */
  readonly written: string | null
}

/** The registry file as the store knows it. */
export interface Register {
  linesBehind(limit: number): Promise<readonly NumberedLine[]>
  /** Every entry's line, in order of id. */
  linesAfter(id: string, limit: number): Promise<LinePage>
  linesWritten(lines: readonly NumberedLine[]): Promise<void>
  categoryLines(): Promise<readonly CategoryLine[]>
  categoriesWritten(lines: readonly CategoryLine[]): Promise<void>
  /** Rows of those of these ids that are entries here, and not withdrawn. */
  shownRows(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Takes over what another store had published and this one does not know of; how many entries. */
  adopt(lines: AsyncIterable<RegistryLine>): Promise<number>
}

export interface RegisterStore {
  readonly register: Register
}
