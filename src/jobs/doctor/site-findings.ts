// What config and the published files say.
import type { Finding, FolderSurvey } from '../../model/checkup.ts'
import type { Settings } from '../../model/settings.ts'
import { named } from './words.ts'

type Said = Pick<Settings, 'site' | 'serve'>

export function configFindings({ site, serve }: Said): readonly Finding[] {
  const found: Finding[] = []
  const add = (code: string, ...[message, meaning, advice]: readonly [string, string, string]) =>
    found.push({ code, severity: 'hint', subject: null, message, meaning, advice })
  if (site.contact === null)
    add(
      'no-contact',
      'site.contact is not set',
      'Nobody is told whom to ask to have a text corrected or taken down.',
      'Write site: { contact: editor@your.site }.',
    )
  if (site.url.startsWith('http:') && !isLocal(new URL(site.url).hostname))
    add(
      'http-url',
      `site.url is ${site.url}`,
      'Addresses and feeds are read on their way by anybody, and ids stay as they are when you change that later.',
      'Put a proxy with TLS before the server, and write the https address.',
    )
  if (isLocal(new URL(site.url).hostname) && !isLocal(serve.host))
    add(
      'local-url',
      `site.url is ${site.url}, and the server listens on ${serve.host}`,
      'All links in feeds lead to the reader’s own machine.',
      'Write the address under which readers reach the site.',
    )
  if (serve.token === null && !isLocal(serve.host))
    add(
      'no-token',
      `serve.host is ${serve.host}, and no serve.token is set`,
      'The operator’s pages (/status, /ops.atom, private feeds by the operator) are closed to everybody, to you as well.',
      `Write serve: { token: "\${NEWSSTAND_TOKEN}" } and set that in the environment.`,
    )
  return found
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host) || host.endsWith('.localhost')
}

export function folderFindings(
  { dir, known, looked, missing, torn, foreign, isPartial }: FolderSurvey,
  staleFiles: number,
): readonly Finding[] {
  const found: Finding[] = []
  // What is yet to be written may be missing.
  if (missing.length > staleFiles)
    found.push({
      ...{ code: 'files-missing', severity: 'warning', subject: dir },
      message: `${missing.length} published files are not there: ${named(missing, missing.length)}${looked < known ? ` (${looked} of ${known} were looked for)` : ''}`,
      ...{
        meaning: 'Readers who follow a link there find nothing.',
        advice: 'newsstand publish --all writes everything that belongs there.',
      },
    })
  if (torn.length > 0)
    found.push({
      ...{ code: 'files-torn', severity: 'hint', subject: dir },
      message: `${torn.length} files were left half written: ${named(torn, torn.length)}`,
      meaning: 'A process was killed in the act of writing them. Nobody is served them; publishing removes them where it writes.',
      advice: 'newsstand doctor --fix removes them.',
    })
  if (foreign.length > 0)
    found.push({
      ...{ code: 'files-foreign', severity: 'hint', subject: dir },
      message: `${foreign.length} files are not of newsstand, or of before the store that is there now: ${named(foreign, foreign.length)}${isPartial ? ' (a part of the folder was looked at)' : ''}`,
      meaning: 'They are served as they are, and never touched.',
      advice: 'If they are yours, nothing need be done.',
    })
  return found
}
