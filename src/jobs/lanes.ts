// Sources of one host share a lane.
import type { Settings } from '../model/settings.ts'
import { sourceOf } from './deps.ts'

/** `host:port`, or empty for addresses without one (`file:`). */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/** The host of a source; files on disk have none to share, so each is a lane of its own. */
export function laneOf(id: string, settings: Settings): string {
  return hostOf(sourceOf(settings, id)?.url ?? '') || id
}
