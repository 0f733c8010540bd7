import { rfc3339 } from '../../base/zone.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { dateText } from './phrases.ts'

export function EntryTime({ at, site }: { readonly at: number; readonly site: SiteSettings }) {
  return <time datetime={rfc3339(at)}>{dateText(at, site)}</time>
}
