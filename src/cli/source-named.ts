// The source that the operator means.
import { AppError } from '../base/errors.ts'
import { nearMisses } from '../config/nearest.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'

const mostListed = 20
const mostMisses = 5

/** `hint`: more advice where nothing is near. @throws AppError `unknown-source` with what may have been meant */
export function sourceNamed(id: string, { sources }: Settings, hint = ''): Source {
  const found = sources.find((source) => source.id === id)
  if (found !== undefined) return found
  const ids = sources.map((source) => source.id)
  throw new AppError('unknown-source', `There is no source "${id}"`, adviceOn(id, ids) ?? `${listOf(ids)} ${hint}`.trimEnd())
}

function adviceOn(id: string, ids: readonly string[]): string | null {
  const misses = nearMisses(id, ids, mostMisses)
  return misses.length === 0 ? null : `Did you mean ${misses.join(' or ')}?`
}

function listOf(ids: readonly string[]): string {
  if (ids.length === 0) return 'The config names no source yet.'
  return ids.length <= mostListed ? `Sources are: ${ids.join(', ')}.` : '"newsstand list sources" names them all.'
}
