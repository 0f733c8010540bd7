// Pages as a browser's tokenizer sees them.
import { Parser } from 'htmlparser2'

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Start tags as a browser's tokenizer sees them. */
export function tagsOf(html: string): readonly Tag[] {
  const tags: Tag[] = []
  new Parser({ onopentag: (name, attributes) => void tags.push({ name, attributes }) }).end(html)
  return tags
}

export function linksOf(html: string): readonly string[] {
  return tagsOf(html).flatMap(({ attributes: { href, src } }) => [href, src].filter((link) => link !== undefined))
}
