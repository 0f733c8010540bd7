// Settings of a list's pages that exclude or need each other.
import { namesInUri } from '../base/uri-template.ts'
import type { Finding } from './finding.ts'
import { nearest } from './nearest.ts'
import type { Path } from './outline.ts'
import { isMapping, type Plain } from './plain.ts'
import { jsonPath } from './values.ts'

/** What templates of `body` may name. */
const names = ['cursor', 'page']

export function listChecks(source: Plain, path: Path): readonly Finding[] {
  const at = (keys: readonly string[], message: string, advice: string): readonly Finding[] => [
    { path: [...path, ...keys], trouble: { message, advice } },
  ]
  const kind = source.kind ?? 'feed'
  const isJson = kind === 'json'
  const strays = ['method', 'body', 'jsonp'].filter((key) => !isJson && key in source)
  return [
    ...strays.flatMap((key) => at([key], `${key} goes with kind json only`, 'take it out, or write kind: json')),
    ...(isJson ? posting(source, at) : []),
    ...paging(source, at),
  ]
}

type At = (keys: readonly string[], message: string, advice: string) => readonly Finding[]

function posting({ method, body, next }: Plain, at: At): readonly Finding[] {
  const isPost = method === 'POST'
  if (!isPost) return body === undefined ? [] : at(['body'], 'a body is posted only', 'write method: POST beside it')
  if (body === undefined) return at(['method'], 'nothing says what is posted', 'write body beside it')
  const unknown = unknownIn(body)
  if (unknown !== null) return at(['body'], `{${unknown}} is not known here`, 'write {cursor} or {page}')
  const isGiven = isMapping(next) && 'cursor' in next
  return writes(body, '{cursor}') && !isGiven ? at(['body'], 'nothing gives {cursor}', 'write next: { cursor: $.path.of.it }') : []
}

function paging(source: Plain, at: At): readonly Finding[] {
  const { kind = 'feed', next, pages } = source
  if (next === undefined) {
    const isIdle = kind === 'json' && typeof pages === 'number' && pages > 1
    return isIdle ? at(['pages'], 'nothing says where the list goes on', 'write next beside it, or take pages out') : []
  }
  if (kind !== 'json' && kind !== 'page') return at(['next'], `kind ${String(kind)} says itself where it goes on`, 'take it out')
  const idle =
    typeof pages === 'number' && pages > 1 ? [] : at(['next'], 'one page is read, so next leads nowhere', 'write pages: 5 beside it')
  if (kind === 'page') return isMapping(next) ? at(['next'], 'a page says where it goes on by a link', 'write a CSS selector') : idle
  return [...idle, ...nextRule(source, at)]
}

function nextRule({ next, body, url }: Plain, at: At): readonly Finding[] {
  if (typeof next === 'string') {
    const trouble = jsonPath(next)
    return trouble === null ? [] : at(['next'], trouble.message, trouble.advice)
  }
  if (!isMapping(next)) return []
  const [isCursor, isNumber] = ['cursor' in next, 'number' in next]
  if (isCursor === isNumber)
    return at(['next'], isCursor ? 'says several things at once' : 'says nothing to do', 'write one of cursor, number')
  if (isNumber)
    return [
      ...('url' in next ? at(['next', 'url'], 'url goes with cursor only', 'take it out') : []),
      ...(typeof url === 'string' && /^file:/i.test(url) ? at(['next'], 'a file has no query', 'write the address of an API as url') : []),
    ]
  return [...('from' in next ? at(['next', 'from'], 'from goes with number only', 'take it out') : []), ...cursorUse(next, body, at)]
}

function cursorUse({ url }: Plain, body: unknown, at: At): readonly Finding[] {
  if (typeof url !== 'string')
    return writes(body, '{cursor}') ? [] : at(['next', 'cursor'], 'the cursor goes nowhere', 'write url with {cursor} in it beside it')
  const used = namesIn(url)
  const unknown = used.find((name) => name !== 'cursor')
  if (unknown !== undefined) return at(['next', 'url'], `{${unknown}} is not known here`, 'write {cursor}')
  return used.length > 0 || writes(body, '{cursor}') ? [] : at(['next', 'url'], 'the cursor goes nowhere', 'write {cursor} in it')
}

/** None in what is no template: that is told already. */
function namesIn(template: string): readonly string[] {
  try {
    return namesInUri(template)
  } catch {
    return []
  }
}

function writes(body: unknown, template: string): boolean {
  return textsIn(body).some((text) => text.includes(template))
}

/** A misspelt template; other words in braces may be meant as they stand (GraphQL). */
function unknownIn(body: unknown): string | null {
  for (const text of textsIn(body))
    for (const [, name = ''] of text.matchAll(/\{([a-z]+)\}/gi)) {
      const isMeant = isMapping(body) && text === `{${name}}`
      if (!names.includes(name) && (isMeant || nearest(name, names) !== null)) return name
    }
  return null
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isMapping(value) ? Object.values(value).flatMap(textsIn) : []
}
