// What an operator's words for an entry may mean: a key, an address, an id, the beginning of one. Pure.

import { AppError } from '../../base/errors.ts'
import { parseUrl } from '../../base/parse-url.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import { keyDraft } from '../../identify/keys.ts'
import type { EntryNames } from '../../model/dossier.ts'
import { emptyDraft } from '../../model/entry.ts'
import { makeKey } from '../../model/identity-key.ts'
import { entryId } from '../../model/paths.ts'
import type { Settings } from '../../model/settings.ts'

export interface Meant extends EntryNames {
  /** What is looked for, for people. */
  readonly lookedFor: readonly string[]
}

export interface Meaning {
  readonly settings: Pick<Settings, 'site' | 'identity' | 'tracking'>
  readonly authority: { readonly host: string; readonly year: number }
}

const entryPage = /[^/]+\/\d{4}\/\d\d\/\d\d\/[^/?#]+\.html/
/** Fewer digits of a hash name too much. */
const hashStart = /^[0-9a-f]{4,32}$/i
const longest = 8_192

/** @throws AppError `usage` for nothing at all */
export function namesMeant(words: string, meaning: Meaning): Meant {
  const wanted = words.trim()
  if (wanted === '' || wanted.length > longest)
    throw new AppError('usage', 'No entry is named', 'Write a key such as infoCode:NW1 or its value, an address, or an id.')
  const address = addressKeys(wanted, meaning)
  const paths = pathsIn(wanted, meaning)
  const idStart = idStartOf(wanted, meaning)
  const written = isKey(wanted, meaning) ? [wanted] : []
  const value = valueIn(wanted, meaning)
  const { identity } = meaning.settings
  const identities = identity.flatMap(({ name, pattern }, rank) =>
    isAddress(value) && !pattern.matchesWhole(value) ? [] : [makeKey('configured', name, value, rank).text],
  )
  const keys = [...new Set([...written, ...address, ...identities])]
  return {
    ids: wanted.startsWith('tag:') ? [wanted] : [],
    idStart,
    paths,
    keys,
    guids: [...new Set([wanted, value])],
    lookedFor: [
      ...(idStart === null ? [] : [`ids that begin with ${idStart}`]),
      ...paths.map((path) => `the page ${path}`),
      ...keys.map(withoutSecrets),
      'the guids of all sources',
    ],
  }
}

/** The source that a key of one source names; null: it is none. */
export function sourceOfKey(words: string): string | null {
  return /^(?:guid|hash):([^:]+):/.exec(words.trim())?.[1] ?? null
}

/** The configured identities and the canonical address of a link. */
function addressKeys(wanted: string, { settings }: Meaning): readonly string[] {
  const link = wanted.startsWith('url:') ? wanted.slice('url:'.length) : wanted
  if (!isAddress(link)) return []
  const shown = { text: '', categories: [], isPublic: true }
  const { keys } = keyDraft({ ...emptyDraft, link }, shown, { source: '', identity: settings.identity, tracking: settings.tracking })
  return keys.map((key) => key.text)
}

/** Pages of ours, wherever they are served: under the site's address, on a test port, or as a path of the folder. */
function pathsIn(wanted: string, { settings }: Meaning): readonly string[] {
  const [plain = ''] = wanted.split(/[?#]/)
  const under = plain.startsWith(settings.site.url) ? plain.slice(settings.site.url.length) : null
  const found = under ?? entryPage.exec(pathnameOf(plain))?.[0] ?? null
  return found === null || found === '' ? [] : [...new Set([decoded(found), found])]
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

function pathnameOf(address: string): string {
  return parseUrl(address)?.pathname ?? address
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

function idStartOf(wanted: string, { authority }: Meaning): string | null {
  if (/^tag:.+:[0-9a-f]{4,}$/i.test(wanted)) return wanted
  const id = entryId(authority.host, authority.year, '')
  return hashStart.test(wanted) ? id.slice(0, id.lastIndexOf(':') + 1) + wanted.toLowerCase() : null
}

function isKey(wanted: string, { settings }: Meaning): boolean {
  const series = wanted.slice(0, wanted.indexOf(':'))
  return ['guid', 'url', 'hash', ...settings.identity.map(({ name }) => name)].includes(series)
}

/** What stands behind the name of a key, also one that is misspelt. */
function valueIn(wanted: string, meaning: Meaning): string {
  if (/^[a-z]+:\/\//i.test(wanted)) return wanted
  const source = sourceOfKey(wanted)
  if (source !== null) return wanted.slice(wanted.indexOf(`:${source}:`) + source.length + 2)
  return isKey(wanted, meaning) || /^[A-Za-z][\w-]*:[^/]/.test(wanted) ? wanted.slice(wanted.indexOf(':') + 1) : wanted
}
