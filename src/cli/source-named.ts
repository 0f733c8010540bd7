// The source that the operator means.
import { AppError } from '../base/errors.ts'
import { nearMisses } from '../config/nearest.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'

const mostListed = 20
const mostMisses = 5

/** @throws AppError `unknown-source` with what may have been meant */
export function sourceNamed(id: string, { sources }: Settings): Source {
  const found = sources.find((source) => source.id === id)
  if (found !== undefined) return found
  const ids = sources.map((source) => source.id)
  throw new AppError('unknown-source', `There is no source "${id}"`, adviceOn(id, ids))
}

function adviceOn(id: string, ids: readonly string[]): string {
  if (ids.length === 0) return 'The config names no source yet.'
  const misses = nearMisses(id, ids, mostMisses)
  if (misses.length > 0) return `Did you mean ${misses.join(' or ')}?`
  return ids.length <= mostListed ? `Sources are: ${ids.join(', ')}` : '"newsstand list sources" names them all.'
}
