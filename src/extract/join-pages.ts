// Several pages of one text → one.

/** Of all pages together, in characters: as much as one may have. */
const longestText = 500 * 1024
/** Shorter paragraphs ("Yes.") may well be said twice. */
const shortest = 12

const paragraph = /<(p|h[1-6]|figcaption|li)(?: [^>]*)?>(.*?)<\/\1>/gs

/** Joins the pages of a text, sanitised HTML, in their order. A paragraph that an earlier page has is left out: pages repeat headlines, leads and notices. */
export function joinPages(pages: readonly string[]): string {
  const [first = '', ...others] = pages
  const said = new Set<string>()
  const joined = [first]
  let length = first.length
  note(first, said)
  for (const page of others) {
    const fresh = page.replace(paragraph, (whole, _tag, inner: string) => (said.has(lettersOf(inner)) ? '' : whole))
    if (length + fresh.length > longestText) break
    joined.push(fresh)
    length += fresh.length
    note(page, said)
  }
  return joined.join('\n')
}

function note(page: string, said: Set<string>): void {
  for (const [, , inner = ''] of page.matchAll(paragraph)) {
    const letters = lettersOf(inner)
    if (letters.length >= shortest) said.add(letters)
  }
}

function lettersOf(html: string): string {
  return html.replace(/<[^>]*>|\s+/gu, '')
}
