// What holds for a category's name and slug wherever they come from: config, a publisher, an operator's command.
import { collapseSpace, foldCase, legalText, truncate } from '../base/text.ts'

/** Bytes, which are characters here. */
export const longestSlug = 80

const routes = 'api archive assets category feed feeds healthz hub index metrics openapi ops readyz search sitemap static status token'
const devices = 'con prn aux nul'
const reserved = new Set(`${routes} ${devices}`.split(' '))

/** True when a slug may not stand alone: a route's name, digits only, a Windows device name (design §7). */
export function isReservedSlug(slug: string): boolean {
  return reserved.has(slug) || /^(com|lpt)\d$/.test(slug) || /^\d+$/.test(slug)
}

const longestName = 200

/** A name as categories are called: one line, at most 200 characters, none that documents cannot hold. */
export function categoryName(text: string): string {
  return truncate(collapseSpace(legalText(text)), longestName)
}

/** True when the text is made as slugs are; it may be reserved. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= longestSlug
}

/** A draft or sighting is public as long as one of its categories is; `hidden` are folded names. Without a category nothing hides it. */
export function isPublicIn(names: readonly string[], hidden: ReadonlySet<string>): boolean {
  return names.length === 0 || names.some((name) => !hidden.has(foldName(name)))
}

/** Two names are one category when these are equal: NFKC, trimmed, spaces collapsed, case folded. */
export function foldName(name: string): string {
  return foldCase(collapseSpace(name.normalize('NFKC')))
}
