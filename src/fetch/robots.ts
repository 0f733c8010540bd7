// What a robots.txt says to us (RFC 9309). The one file around robots-parser.
import robotsParser from 'robots-parser'

export interface RobotsRules {
  /** The line that forbids the address, as written; null when it is allowed. */
  forbids(url: URL): string | null
  /** Crawl-delay, at most a minute; 0 when there is none. */
  readonly delayMs: number
  /** How many rules are kept. */
  readonly size: number
}

const mostDelayMs = 60_000
// What a hostile file could cost: each rule is an object for each agent of its group, and a pattern with "*" is tried at every place.
const mostRules = 5_000
const mostPatternLength = 2_048
const mostWildcardLength = 16 * 1024

/** `product` is our token, the part of the User-Agent before the slash. The address is that of the robots.txt asked for, not of where it was found. */
export function readRobots(address: string, text: string, product: string): RobotsRules {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const { kept, size } = ours(lines, product.toLowerCase())
  const parsed = parse(address, kept.join('\n'))
  const delay = parsed.getCrawlDelay(product)
  return {
    forbids(url) {
      if (parsed.isAllowed(url.href, product) !== false) return null
      return (lines[parsed.getMatchingLineNumber(url.href, product) - 1] ?? '').trim().slice(0, 100)
    },
    delayMs: delay !== undefined && delay > 0 ? Math.min(delay * 1000, mostDelayMs) : 0,
    size,
  }
}

/** The product token of a User-Agent: of `Mozilla/5.0 (compatible; ExampleNews/1.0; …)` too. */
export function productOf(userAgent: string): string {
  return /compatible;\s*([\w-]+)/i.exec(userAgent)?.[1] ?? /^[\w-]+/.exec(userAgent.trim())?.[0] ?? '*'
}

/** Blanks what is not for us, keeping the numbers of lines: other groups, an agent named twice, and what goes beyond the limits. */
function ours(lines: readonly string[], product: string): { readonly kept: readonly string[]; readonly size: number } {
  const group: Group = { agents: new Set(), isOpen: true }
  let [size, wildcardLength] = [0, 0]
  const kept = lines.map((line) => {
    const { field, value } = fieldOf(line)
    if (field === '') return ''
    if (field === 'user-agent') return join(group, value, product)
    group.isOpen = false
    if (group.agents.size === 0 || !ruleFields.includes(field) || value.length > mostPatternLength) return otherField
    size += group.agents.size
    if (value.includes('*')) wildcardLength += value.length
    return size > mostRules || wildcardLength > mostWildcardLength ? otherField : `${field}: ${value}`
  })
  return { kept, size: Math.min(size, mostRules) }
}

interface Group {
  readonly agents: Set<string>
  /** No rule has come yet: another agent joins it. */
  isOpen: boolean
}

function join(group: Group, value: string, product: string): string {
  if (!group.isOpen) group.agents.clear()
  group.isOpen = true
  const agent = (value.split('/', 1)[0] ?? '').trim().toLowerCase()
  if (group.agents.has(agent) || (agent !== product && agent !== '*')) return ''
  group.agents.add(agent)
  return `user-agent: ${agent}`
}

const ruleFields = ['allow', 'disallow', 'crawl-delay']
/** Ends a list of agents, as every field but theirs does. */
const otherField = 'x:'

function fieldOf(line: string): { readonly field: string; readonly value: string } {
  const text = line.split('#', 1)[0] ?? ''
  const colon = text.indexOf(':')
  if (colon < 0) return { field: '', value: '' }
  return { field: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() }
}

const parse = asFunction(robotsParser)

/** Its types speak of a default export within the module; in truth the module is the function. */
function asFunction(module: unknown): typeof robotsParser.default {
  if (!isParser(module)) throw new TypeError('robots-parser is no function')
  return module
}

function isParser(value: unknown): value is typeof robotsParser.default {
  return typeof value === 'function'
}
