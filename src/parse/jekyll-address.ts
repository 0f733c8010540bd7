// Where Jekyll puts a post (jekyllrb.com/docs/permalinks).
import { dayIn } from '../base/zone.ts'

export interface JekyllRules {
  /** A style's name, or a template such as `/:categories/:year/:month/:day/:title.html`. */
  readonly permalink: string
  /** In which addresses have their days. */
  readonly timezone: string
  readonly now: number
}

export interface PostFacts {
  readonly categories: readonly string[]
  /** Of the file: without date and ending. */
  readonly name: string
  readonly at: number
  /** The post's own; empty: it has none. */
  readonly permalink: string
}

const styles: ReadonlyMap<string, string> = new Map([
  ['date', '/:categories/:year/:month/:day/:title:output_ext'],
  ['pretty', '/:categories/:year/:month/:day/:title/'],
  ['none', '/:categories/:title:output_ext'],
])

/** Beginning with a slash; null where the template has a word that is not known here. */
export function jekyllAddress(facts: PostFacts, { permalink, timezone }: JekyllRules): string | null {
  const template = facts.permalink || (styles.get(permalink) ?? permalink)
  const { yyyy, mm, dd } = dayIn(timezone, facts.at)
  const words: Readonly<Record<string, string>> = {
    categories: facts.categories.map((category) => category.toLowerCase()).join('/'),
    slugified_categories: facts.categories.map((category) => slugified(category).toLowerCase()).join('/'),
    year: yyyy,
    short_year: yyyy.slice(2),
    month: mm,
    i_month: String(Number(mm)),
    day: dd,
    i_day: String(Number(dd)),
    title: slugified(facts.name),
    slug: slugified(facts.name).toLowerCase(),
    output_ext: '.html',
  }
  let isKnown = template.includes('/')
  const filled = template.replace(
    /:(categories|slugified_categories|year|short_year|month|i_month|day|i_day|title|slug|output_ext|[a-z_]+)/g,
    (_, word) => {
      isKnown &&= words[word] !== undefined
      return words[word] ?? ''
    },
  )
  return isKnown ? `/${filled.replace(/\/{2,}/g, '/').replace(/^\//, '')}` : null
}

/** Jekyll's mode `pretty`: other characters become hyphens, which are joined and trimmed. */
function slugified(text: string): string {
  return text.replace(/[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+/gu, '-').replace(/^-|-$/g, '')
}

/** The path of an entry that stands at this address: `<word>/<yyyy>/<mm>/<dd>/<name>.html`; null: entries cannot stand there. */
export function entryPathAt(address: string | null): string | null {
  const path = address?.replace(/^\//, '') ?? ''
  const isOurs = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}\/\d{4}\/\d\d\/\d\d\/[\p{L}\p{N}_][\p{L}\p{N}._~-]{0,119}\.html$/u.test(path)
  return isOurs && Buffer.byteLength(path) <= 240 ? path : null
}
