// A server on loopback, with what a test does not care for filled in.
import { silentLogger } from '../../src/base/log.ts'
import { silentMeter } from '../../src/base/meter.ts'
import type { PublishSettings, ServeSettings, SiteSettings } from '../../src/model/settings.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../src/serve/server.ts'
import { site } from '../render/samples.ts'

/** What a server is told of config. */
export function servedSettings(
  about: {
    readonly site?: Partial<SiteSettings>
    readonly serve?: Partial<ServeSettings>
    readonly publish?: Partial<PublishSettings>
  } = {},
) {
  const serve: ServeSettings = {
    ...{ host: '127.0.0.1', port: 0, url: null, token: null, hub: true, search: true },
    ...{ feedType: 'registered', trustedProxies: [], connections: 100, memoryBytes: 1_048_576 },
    ...about.serve,
  }
  const publish: PublishSettings = {
    ...{
      dir: '/nowhere',
      entries: 50,
      pages: 'all',
      jekyll: null,
      newCategories: 'auto',
      hubs: [],
      related: true,
      fold: false,
      digests: [],
      keep: null,
    },
    ...about.publish,
  }
  return { site: { ...site, ...about.site }, serve, publish }
}

export function startTestServer(overrides: Partial<ServerOptions>): Promise<RunningServer> {
  const settings = servedSettings()
  return startServer({
    ...{ dir: '/nowhere', host: '127.0.0.1', port: 0, connections: 100, memoryBytes: 1_048_576, settings: () => settings },
    ...{ redirectOf: async () => null, notFound: () => '', routes: [], meter: silentMeter, onReaders: () => {}, log: silentLogger },
    ...overrides,
  })
}
