// The address two links are compared by. Only what never tells two articles apart is removed (design §5).
import { parseUrl } from '../base/parse-url.ts'

/** A URL after `canonicalUrl`. */
export type CanonicalUrl = string & { readonly brand: 'CanonicalUrl' }

/** Query parameters that say how a reader came, not what is shown. */
const tracking =
  /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|oly_anon_id|oly_enc_id|_hsenc|_hsmi|vero_id|wickedid|spm|scm|share_token|share_source|from_spmid|ncid|cmpid|s_cid|ref_src|ref_url|at_medium|at_campaign|wt_mc|wt\.mc_id|pk_campaign|pk_kwd|mtm_\w+|hmsr|hmpl|hmcu|hmkw|hmci|_ga|_gl)$/i

/** Parameters that name a visitor's session. `sid` is not among them: it is a story's number at least as often. */
const session = /^(jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|cfid|cftoken)$/i

export interface CanonicalRules {
  /** Parameters to remove besides the table, compared without case. */
  readonly ignored: readonly string[]
  /** Parameters that a configured identity reads: never removed. */
  readonly kept: readonly string[]
}

/**
 * Scheme and host in lower case, no default port, no userinfo, no fragment (but the routes `#!…` and `#/…` that some sites use as paths),
 * no tracking parameters, no session ids; everything else as written. Null when it is no http(s) URL. Idempotent.
 */
export function canonicalUrl(link: string, rules: CanonicalRules): CanonicalUrl | null {
  const url = parseHttp(link)
  if (url === null) return null
  // Assigned, so that a segment which is `..` without its session id is resolved too.
  url.pathname = url.pathname.replace(/;jsessionid=[^/?;]*/gi, '')
  const query = keptQuery(url.search.slice(1), rules)
  const route = /^#[!/]/.test(url.hash) ? url.hash : ''
  return brand(`${url.protocol}//${url.host}${url.pathname}${query}${route}`)
}

function parseHttp(link: string): URL | null {
  const url = parseUrl(link)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}

function keptQuery(query: string, { ignored, kept }: CanonicalRules): string {
  const parameters = query.split('&').filter((parameter) => {
    const name = nameOf(parameter)
    if (name === '' && parameter === '') return false
    if (includesIgnoringCase(kept, name)) return true
    return !tracking.test(name) && !session.test(name) && !includesIgnoringCase(ignored, name)
  })
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`
}

/** The decoded name of a raw `name=value`. */
function nameOf(parameter: string): string {
  return new URLSearchParams(parameter).keys().next().value ?? ''
}

function includesIgnoringCase(names: readonly string[], name: string): boolean {
  return names.some((candidate) => candidate.toLowerCase() === name.toLowerCase())
}

function brand(url: string): CanonicalUrl {
  return url as CanonicalUrl
}
