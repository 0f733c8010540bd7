// A feed's archive as its XML says it (RFC 5005 §4).
import { mediaType } from '../model/vocabulary.ts'
import type { ArchiveLinks } from './document.ts'
import { empty } from './xml.ts'

/** `linkTo` is the format's own Atom link. RSS has no archives of its own, so its way back leads through Atom's. */
export function historyOf(
  { isArchive, current, previous, next }: ArchiveLinks,
  linkTo: (rel: string, url: string | null, type: string | null) => string,
): string {
  return (
    (isArchive ? empty('fh:archive', {}) : '') +
    linkTo('current', current, mediaType.atom) +
    linkTo('prev-archive', previous.atom, mediaType.atom) +
    linkTo('next-archive', next.atom, mediaType.atom)
  )
}
