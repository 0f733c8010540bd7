// Link headers (RFC 8288 §3), as far as WebSub needs them (W3C WebSub §4). Pure.
import { parseUrl } from './parse-url.ts'

/** Addresses by relation, absolute. */
export interface HeaderLinks {
  readonly hubs: readonly string[]
  /** Null: none, or several that differ. */
  readonly self: string | null
}

const longestUrl = 4_096
const mostHubs = 5

export function headerLinks(header: string | null, base: string): HeaderLinks {
  const links = header === null ? [] : [...header.matchAll(link)].flatMap((found) => linkOf(found, base))
  const to = (relation: string) => [...new Set(links.filter(({ relations }) => relations.includes(relation)).map(({ url }) => url))]
  const selves = to('self')
  return { hubs: to('hub').slice(0, mostHubs), self: selves.length === 1 ? (selves[0] ?? null) : null }
}

/** `<address>` and its parameters; commas may stand in both, but not unquoted in the latter. */
const link = /<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\*?\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g
const parameter = /;\s*([\w!#$&+.^`|~-]+)\*?\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g

function linkOf(
  [, address = '', parameters = '']: RegExpExecArray,
  base: string,
): readonly { url: string; relations: readonly string[] }[] {
  // Only the first counts (§3.3).
  const [, , quoted, bare = ''] = [...parameters.matchAll(parameter)].find(([, name]) => name?.toLowerCase() === 'rel') ?? []
  const url = webUrl(address.trim(), base)
  return url === null ? [] : [{ url, relations: (quoted ?? bare).toLowerCase().split(/\s+/) }]
}

function webUrl(written: string, base: string): string | null {
  const url = written === '' || written.length > longestUrl ? null : parseUrl(written, base)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null
}
