// What a feed shows: the newest entries of a category, or of everything, as far as their sources permit.
import type { Entry } from '../../model/entry.ts'
import type { Settings } from '../../model/settings.ts'
import type { LeadsTo } from '../../render/pages/entry-list.tsx'
import { asPermitted } from '../../render/rights.ts'
import type { WindowSize } from '../../store/port/entries.ts'
import type { Publishing } from './publishing.ts'

/** A feed also holds all that was listed in this span before its newest entry, so that no reader who comes daily misses one. */
const windowSpanMs = 48 * 3_600_000
const windowMost = 500

/** Null slug: of everything. */
export async function permittedWindow(slug: string | null, { store, settings, termsOf }: Publishing): Promise<readonly Entry[]> {
  const entries = await store.window(slug, windowSize(settings))
  return entries.map((entry) => asPermitted(entry, termsOf(entry.source)))
}

export function windowSize({ publish }: Pick<Settings, 'publish'>): WindowSize {
  return { entries: publish.entries, spanMs: windowSpanMs, most: Math.max(windowMost, publish.entries) }
}

/** What stands in a window has a page of its own, unless none has. */
export function windowLeadsTo({ publish }: Pick<Settings, 'publish'>): LeadsTo {
  return publish.pages === 'none' ? 'originals' : 'pages'
}
