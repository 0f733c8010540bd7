// Where a page repeats itself: groups of parts of one shape that hold links.

import { classesOf, idOf } from './lasting-names.ts'
import { childrenOf, type Part, partsOf } from './outline.ts'

const fewest = 3
/** A page of more is made to be slow. */
const mostGroups = 500

const chromeTags = new Set(['nav', 'footer', 'select', 'button'])
const chromeRoles = new Set(['navigation', 'contentinfo', 'menu', 'menubar', 'search', 'banner', 'tablist'])
const chromeNames =
  /(?:^|[-_\s])(?:nav\w*|menu\w*|sub-?nav|foot|footer\w*|breadcrumbs?|crumbs?|paginat\w+|pager|pages|copyright|friend-?links?|flinks?|toolbar|topbar|share\w*|social|cookie\w*|login|lang\w*|tagcloud|tag-?cloud)(?=$|[-_\s])/i

/** Outermost groups first. A part may stand in several: by its tag, and by its tag and classes. */
export function linkGroups(root: Part, isLink: (part: Part) => boolean): readonly (readonly Part[])[] {
  const groups = new Map<string, Part[]>()
  const short = shortener()
  const walk = (part: Part, path: string): boolean => {
    let holdsLink = isLink(part)
    for (const child of childrenOf(part)) {
      if (isChrome(child)) continue
      const tag = `${path}>${child.name}`
      const shape = short(shapeOf(child, tag))
      const places = [...new Set([`${tag} alike`, shape])].map((key) => keep(groups, key))
      const holds = walk(child, shape)
      for (const place of places) if (holds) place.push(child)
      holdsLink ||= holds
    }
    return holdsLink
  }
  walk(root, '')
  return [...groups.values()].filter((parts) => parts.length >= fewest).slice(0, mostGroups)
}

/** Of a page's own furniture: menus, footers, forms. */
function isChrome(part: Part): boolean {
  const { name, attributes } = part
  if (name === 'html' || name === 'body') return false
  return (
    chromeTags.has(name) || chromeRoles.has(attributes.role ?? '') || chromeNames.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`)
  )
}

/** Says of a part below another where it stands there. */
function shapeOf(part: Part, tag: string): string {
  const id = idOf(part)
  return `${tag}${id === null ? '' : `#${id}`}${classesOf(part)
    .toSorted()
    .map((name) => `.${name}`)
    .join('')}`
}

/** The parts of an item by their shape in it; the item itself is ''. */
export function slotsOf(item: Part): ReadonlyMap<string, readonly Part[]> {
  const slots = new Map<string, Part[]>([['', [item]]])
  const shapes = new Map<Part, string>([[item, '']])
  for (const part of partsOf(item)) {
    const above = part.parent === null ? '' : (shapes.get(part.parent) ?? '')
    const shape = shapeOf(part, `${above}>${part.name}`)
    shapes.set(part, shape)
    keep(slots, shape).push(part)
  }
  return slots
}

/** Long paths are many; numbers stand for them. */
function shortener(): (path: string) => string {
  const numbers = new Map<string, string>()
  return (path) => {
    const number = numbers.get(path) ?? String(numbers.size)
    numbers.set(path, number)
    return number
  }
}

function keep(groups: Map<string, Part[]>, key: string): Part[] {
  const known = groups.get(key)
  if (known !== undefined) return known
  const made: Part[] = []
  groups.set(key, made)
  return made
}
