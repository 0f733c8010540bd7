// What config says that will trouble its operator later.
import type { Finding } from '../../model/checkup.ts'
import type { Settings } from '../../model/settings.ts'
import { findingsOn } from './finding.ts'

export function configFindings({ site, serve }: Pick<Settings, 'site' | 'serve'>): readonly Finding[] {
  const { hint } = findingsOn(null)
  const found: Finding[] = []
  if (site.contact === null)
    found.push(
      hint('no-contact', {
        message: 'site.contact is not set',
        meaning: 'Nobody is told whom to ask to have a text corrected or taken down.',
        advice: 'Write site: { contact: editor@your.site }.',
      }),
    )
  const isLocalSite = isLocal(new URL(site.url).hostname)
  if (site.url.startsWith('http:') && !isLocalSite)
    found.push(
      hint('http-url', {
        message: `site.url is ${site.url}`,
        meaning: 'Addresses and feeds are read on their way by anybody, and ids stay as they are when you change that later.',
        advice: 'Put a proxy with TLS before the server, and write the https address.',
      }),
    )
  if (isLocalSite && !isLocal(serve.host))
    found.push(
      hint('local-url', {
        message: `site.url is ${site.url}, and the server listens on ${serve.host}`,
        meaning: 'All links in feeds lead to the reader’s own machine.',
        advice: 'Write the address under which readers reach the site.',
      }),
    )
  if (serve.token === null && !isLocal(serve.host))
    found.push(
      hint('no-token', {
        message: `serve.host is ${serve.host}, and no serve.token is set`,
        meaning: 'The operator’s pages (/status, /ops.atom, private feeds by the operator) are closed to everybody, to you as well.',
        advice: `Write serve: { token: "\${NEWSSTAND_TOKEN}" } and set that in the environment.`,
      }),
    )
  return found
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host) || host.endsWith('.localhost')
}
