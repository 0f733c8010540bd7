// Where the addresses of a list page lead.
import { type Budget, compileSelector, type HtmlElement, type HtmlNode } from '../base/css.ts'

const bases = compileSelector('base[href]')
const links = compileSelector('a[href]')

export interface PageBase {
  /** What relative addresses start from. */
  readonly url: string
  readonly warnings: readonly string[]
}

/** A page may name another base, but none at another site: it would send all its links there. */
export function baseOf(root: HtmlNode, url: string, budget: Budget): PageBase {
  const written = bases.find(root, budget, 1)[0]?.attribs.href?.trim() ?? ''
  if (written === '') return { url, warnings: [] }
  const base = webAddress(written, url)
  if (base !== null && isSameSite(new URL(base), new URL(url))) return { url: base, warnings: [] }
  return {
    url,
    warnings: [`the page's <base href=${JSON.stringify(written.slice(0, 100))}> leads to another site; its links start from the page`],
  }
}

/** The address against `base`, or null when it is none of the web. */
export function webAddress(written: string | undefined, base: string): string | null {
  const trimmed = written?.trim() ?? ''
  const url = trimmed === '' ? null : parsed(trimmed, base)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null
}

function parsed(address: string, base: string): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null
  }
}

export interface Link {
  readonly element: HtmlElement
  readonly url: string
}

/** An item with more links is no entry's own. */
const mostLinks = 50

/** The first links in an item, or the item that is one, as far as they lead to the web. */
export function linksIn(item: HtmlElement, base: string, budget: Budget): readonly Link[] {
  const elements = item.attribs.href === undefined ? links.find(item, budget, mostLinks) : [item]
  return elements.flatMap((element) => {
    const { href = '' } = element.attribs
    const url = href.trim().startsWith('#') ? null : webAddress(href, base)
    return url === null ? [] : [{ element, url }]
  })
}

/** Two labels stand for a site: who shares `co.uk` with a page gains nothing but links that lead nowhere. */
function isSameSite(a: URL, b: URL): boolean {
  const siteOf = ({ hostname }: URL) => (/^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.'))
  return siteOf(a) === siteOf(b)
}
