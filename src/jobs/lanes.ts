// Sources of one host share a lane.

import { parseUrl } from '../base/parse-url.ts'
import type { Settings } from '../model/settings.ts'
import type { Claimed } from '../store/port/sources.ts'
import { sourceOf } from './deps.ts'
import { addressOf } from './poll/moves.ts'

/** `host:port`, or empty for addresses without one (`file:`). */
export function hostOf(url: string): string {
  return parseUrl(url)?.host ?? ''
}

/** The host of a source; files on disk have none to share, so each is a lane of its own. */
export function laneOf(id: string, settings: Settings): string {
  return hostOf(sourceOf(settings, id)?.url ?? '') || id
}

/** The same of a visit, which may ask for another address than config's. */
export function laneOfVisit({ id, state }: Claimed, settings: Settings): string {
  return hostOf(addressOf(state, sourceOf(settings, id)?.url ?? '')) || id
}
