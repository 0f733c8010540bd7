// Where folding is asked for there is something to fold by, and somebody to see it.
import type { Finding } from './finding.ts'
import { isMapping, itemsAt, valueAt } from './plain.ts'

/** Of all that may fold in a file. */
export function foldFindings(root: unknown): readonly Finding[] {
  const isRelated = valueAt(root, ['publish', 'related']) !== false
  const all = [{ item: valueAt(root, ['publish']), path: ['publish'] }, ...['categories', 'feeds'].flatMap((key) => itemsAt(root, [key]))]
  return all.flatMap(({ item, path }): readonly Finding[] => {
    if (!isMapping(item) || item.fold !== true) return []
    const at = [...path, 'fold']
    if (item.private === true)
      return [{ path: at, trouble: { message: 'what is private is not folded', advice: 'take fold out, or private' } }]
    if (!isRelated)
      return [{ path: at, trouble: { message: 'nothing is related: publish.related is false', advice: 'take one of them out' } }]
    return []
  })
}
