// WebSub: the hubs through which readers learn of new entries at once. Feeds and Link headers name the same ones.
import type { Settings } from './settings.ts'

type Naming = Pick<Settings, 'site' | 'serve' | 'publish'>

/** Where our own hub is reached; null: feeds do not name it. */
export function ownHub({ site, serve }: Omit<Naming, 'publish'>): string | null {
  return serve.hub ? `${serve.url ?? site.url}hub` : null
}

/** Every hub that public feeds name, ours first, each once. */
export function hubsOf(settings: Naming): readonly string[] {
  const own = ownHub(settings)
  return [...new Set([...(own === null ? [] : [own]), ...settings.publish.hubs])]
}
