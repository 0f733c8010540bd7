// What a source says of an entry once its own page was read: the page's word where config asks for it, the better of the two texts.
import type { ArticleText } from '../model/article.ts'
import type { Enclosure, EntryDraft } from '../model/entry.ts'
import { betterText } from './better-text.ts'

/** The draft with what its page says. What rules read from the page goes before the list's; the image is attached where nothing shows one. */
export function withPage(draft: EntryDraft, page: ArticleText | null): EntryDraft {
  if (page === null) return draft
  const content = betterText(draft.content, page.contentHtml).use === 'page' ? page.contentHtml : draft.content
  return {
    ...draft,
    title: page.title ?? draft.title,
    published: page.published ?? draft.published,
    updated: page.updated ?? draft.updated,
    authors: page.authors.length > 0 ? page.authors : draft.authors,
    publisher: page.publisher ?? draft.publisher,
    content,
    enclosures: draft.enclosures.length > 0 ? draft.enclosures : imageOf(page, content),
  }
}

function imageOf({ image }: ArticleText, content: string | null): readonly Enclosure[] {
  if (image === null || /<(?:img|picture|video)[ >]/.test(content ?? '')) return []
  // An address that does not end in a type is a picture all the same, and most are these.
  const type = /\.[a-z]{3,4}(?:[?#]|$)/i.test(image) ? null : 'image/jpeg'
  return [{ url: image, type, bytes: null, title: null }]
}
