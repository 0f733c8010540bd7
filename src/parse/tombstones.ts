// Entries that a feed names as deleted (RFC 6721), in Atom or in an RSS channel that borrows the element.
import { collapseSpace, truncate } from '../base/text.ts'
import type { NamedDeletion } from '../model/deletion.ts'
import { constructType, htmlOf } from './construct.ts'
import { readDate } from './date.ts'
import { dateContext, type ReadContext } from './document.ts'
import { all, attribute, type Element, first, textOf } from './element.ts'
import { personOfElement } from './people.ts'
import { plainOfHtml, plainText } from './text.ts'

/** More than any feed keeps; the rest would only cost. */
const mostNamed = 5_000
const longestComment = 1_000

export interface Tombstones {
  readonly deletions: readonly NamedDeletion[]
  readonly warnings: readonly string[]
}

/** Of several for one entry the latest. One without `ref` names nothing. */
export function tombstonesIn(feed: Element, context: ReadContext): Tombstones {
  const written = all(feed, 'at:deleted-entry')
  const byGuid = new Map<string, NamedDeletion>()
  for (const one of written.slice(0, mostNamed)) {
    const named = tombstone(one, context)
    const before = named === null ? undefined : byGuid.get(named.guid)
    if (named !== null && (before === undefined || (named.at ?? 0) > (before.at ?? 0))) byGuid.set(named.guid, named)
  }
  const nameless = written.slice(0, mostNamed).filter((one) => attribute(one, 'ref') === null).length
  return {
    deletions: [...byGuid.values()],
    warnings: [
      ...(nameless === 0 ? [] : [`${nameless} deleted entries name nothing (no ref).`]),
      ...(written.length > mostNamed
        ? [`${written.length - mostNamed} deleted entries past the limit of ${mostNamed} were not read.`]
        : []),
    ],
  }
}

/** `when` is required; without it the deletion counts from when it was read. */
function tombstone(element: Element, context: ReadContext): NamedDeletion | null {
  const guid = attribute(element, 'ref')
  if (guid === null) return null
  const by = first(element, 'at:by')
  const comment = first(element, 'at:comment')
  return {
    guid,
    at: readDate(attribute(element, 'when') ?? '', dateContext(context)),
    by: (by === null ? null : personOfElement(by)?.name) || null,
    comment: comment === null ? null : commentOf(comment),
  }
}

function commentOf(element: Element): string | null {
  const text = constructType(element) === 'text' ? plainText(textOf(element)) : plainOfHtml(htmlOf(element) ?? textOf(element))
  return truncate(collapseSpace(text), longestComment) || null
}
