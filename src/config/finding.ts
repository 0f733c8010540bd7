import type { Path } from './outline.ts'
import type { Trouble } from './variables.ts'

/** What is wrong at a place of a config file. */
export interface Finding {
  readonly path: Path
  readonly trouble: Trouble
}
