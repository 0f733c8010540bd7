// Addresses whose entries are withdrawn by a rule of config (`takedown`).
import type { Pattern } from '../base/pattern.ts'

/** One rule. */
export interface TakedownRule extends TakedownOrder {
  readonly pattern: Pattern
  /** `address`: it must cover the whole address, without its scheme; `part`: it is looked for anywhere in it. */
  readonly covers: 'address' | 'part'
}

/** How what it matches is withdrawn. */
export interface TakedownOrder {
  /** As config has it: by this an entry is withdrawn, and given back when config has it no more. */
  readonly rule: string
  /** For readers. */
  readonly why: string
  readonly isSilent: boolean
}

/** By which rule an entry that was seen at these addresses is withdrawn; null: by none. */
export type TakedownJudge = (addresses: readonly string[]) => TakedownOrder | null
