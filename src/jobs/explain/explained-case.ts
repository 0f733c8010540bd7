// What the parts of an explanation are made of.
import type { Composed } from '../../identify/compose.ts'
import type { Dossier } from '../../model/dossier.ts'
import type { ExplainedState } from '../../model/explanation.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { StandingOf } from '../settle/standing.ts'

export interface Explaining {
  readonly settings: Settings
  readonly now: number
  /** Every category there is. */
  readonly registry: readonly RegistryRow[]
}

/** A dossier with what follows from it. */
export interface Case extends Explaining {
  readonly dossier: Dossier
  /** Sightings that count no more: their origins have deleted them, and that is followed. */
  readonly deleted: ReadonlySet<number>
  readonly standing: StandingOf
  /** Null: no public source shows it. */
  readonly composed: Composed | null
  readonly state: ExplainedState
}
