// What digests of one feed say together, and that what is private has none.
import type { Finding } from './finding.ts'
import type { Path } from './outline.ts'
import { isMapping, itemsAt, type Plain, valueAt } from './plain.ts'

/** Of all that may have digests in a file. */
export function digestFindings(root: unknown): readonly Finding[] {
  const feeds = ['categories', 'feeds'].flatMap((key) => itemsAt(root, [key]))
  return [
    ...inDigest(valueAt(root, ['publish', 'digest']), ['publish', 'digest']),
    ...feeds.flatMap(({ item, path }) =>
      isMapping(item) ? [...whenPrivate(item, path), ...inDigest(item.digest, [...path, 'digest'])] : [],
    ),
  ]
}

/** A digest is a file for everybody. */
function whenPrivate({ private: isPrivate, digest }: Plain, path: Path): readonly Finding[] {
  if (isPrivate !== true || digest === undefined) return []
  return [{ path: [...path, 'digest'], trouble: { message: 'what is private has no digest', advice: 'take digest out, or private' } }]
}

function inDigest(digest: unknown, path: Path): readonly Finding[] {
  const all = Array.isArray(digest) ? digest.map((one: unknown, at) => ({ one, path: [...path, at] })) : [{ one: digest, path }]
  const seen = new Set<unknown>()
  return all.flatMap(({ one, path: at }): readonly Finding[] => {
    const every = isMapping(one) ? one.every : one
    const isTwice = typeof every === 'string' && seen.has(every)
    seen.add(every)
    if (isTwice) return [{ path: at, trouble: { message: `there are two ${String(every)} digests`, advice: 'keep one of them' } }]
    if (isMapping(one) && every === 'daily' && one.on !== undefined)
      return [
        { path: [...at, 'on'], trouble: { message: 'a daily digest is issued every day', advice: 'take on out, or write every: weekly' } },
      ]
    return []
  })
}
