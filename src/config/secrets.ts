// What of a config came from the environment and is not to be shown.
import type { Lent } from './tree.ts'

/** Settings of a source that say how it is asked. */
const asking: ReadonlySet<unknown> = new Set(['url', 'headers', 'body', 'next', 'article'])

/** Hosts are no secrets, and stand in every log line; files are the operator's own. */
export function secretsOf(lent: readonly Lent[]): readonly string[] {
  const secret = lent.filter(({ path }) => (path[0] === 'sources' && asking.has(path[2])) || (path[0] === 'serve' && path[1] === 'token'))
  return [...new Set(secret.flatMap(({ text, values }) => values.flatMap((value) => secretPart(value, text))))]
}

function secretPart(value: string, text: string): readonly string[] {
  if (/^file:/i.test(text)) return []
  const rest = value.replace(/^https?:\/\/[^/?#]*\/?/i, '').trim()
  const origin = /^https?:\/\/[^/?#]*/i.exec(text)?.[0] ?? ''
  return rest === '' || origin.toLowerCase().includes(rest.toLowerCase()) ? [] : [rest]
}
