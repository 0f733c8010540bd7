// Selectors as a person would write them, for parts of a page that were found otherwise. No positions, no names made by tools.
import { classesOf, idOf } from './lasting-names.ts'
import type { Part } from './outline.ts'

/** `ul.news`, `#list`, `a`. */
interface Simple {
  readonly text: string
  readonly fits: (part: Part) => boolean
}

interface Step {
  readonly simple: Simple
  /** Of the step before: a child (`>`), or anywhere in it. */
  readonly isChild: boolean
}

type Selector = readonly Step[]

const mostLevels = 8
/** Alone they say nothing. */
const anywhere = new Set(
  'a div span p li tr td th ul ol dl dd dt table tbody b i em strong section main aside header h1 h2 h3 h4 h5 h6 font center'.split(' '),
)

/**
 * The shortest selector that finds these parts and, of all `parts` of the page, as few others as can be. They have the same tags above
 * them. Null: none finds all.
 */
export function selectorOf(wanted: readonly Part[], parts: readonly Part[]): Selected | null {
  const set = new Set(wanted)
  const alike = parts.filter(({ name }) => name === wanted[0]?.name)
  const rated = candidates(wanted, null).flatMap((selector) => {
    const found = alike.filter((part) => isFound(part, selector, null))
    const isWhole = found.filter((part) => set.has(part)).length === set.size
    return isWhole ? [{ selector, others: found.length - set.size }] : []
  })
  return best(rated, 30)
}

interface Selected {
  readonly text: string
  /** Parts that it finds and nobody wanted. */
  readonly others: number
}

/** Items, and of each the part that is wanted. */
export type Within = readonly (readonly [item: Part, wanted: Part])[]

/** The shortest selector whose first find in each item is the wanted part, but in `slack` of them. Null: there is none. */
export function selectorWithin(pairs: Within, inOrder: (item: Part) => readonly Part[], slack: number): Selected | null {
  const [first] = pairs
  if (first === undefined) return null
  const wanted = pairs.map(([, part]) => part)
  const rated = candidates(wanted, new Set(pairs.map(([item]) => item))).flatMap((selector) => {
    const wrong = pairs.filter(([item, part]) => inOrder(item).find((other) => isFound(other, selector, item)) !== part).length
    return wrong <= slack ? [{ selector, others: wrong }] : []
  })
  return best(rated, 6)
}

function best(rated: readonly { readonly selector: Selector; readonly others: number }[], vagueness: number): Selected | null {
  const priced = rated.map(({ selector, others }) => {
    const text = written(selector)
    const isVague = selector.every(({ simple }) => anywhere.has(simple.text))
    const isFar = selector.length > 1 && selector.some(({ isChild }, at) => at > 0 && !isChild)
    return { text, others, cost: text.length + (isVague ? vagueness : 0) + (isFar ? vagueness / 3 : 0) }
  })
  const [found] = priced.toSorted((a, b) => a.others - b.others || a.cost - b.cost)
  return found === undefined ? null : { text: found.text, others: found.others }
}

function written(selector: Selector): string {
  return selector.map(({ simple, isChild }, at) => (at === 0 ? '' : isChild ? ' > ' : ' ') + simple.text).join('')
}

/** All of one or two steps and, under what stands further up, of three. `roofs`: what selectors are relative to. */
function candidates(parts: readonly Part[], roofs: ReadonlySet<Part> | null): readonly Selector[] {
  const levels = levelsOf(parts, roofs)
  const [own = [], parents = [], ...higher] = levels
  const descending = (simple: Simple): Step => ({ simple, isChild: false })
  const child = (simple: Simple): Step => ({ simple, isChild: true })
  const single: readonly Selector[] = own.map((simple) => [descending(simple)])
  const under: readonly Selector[] = parents.flatMap((parent) => own.map((simple) => [descending(parent), child(simple)]))
  const above = higher.flat().filter(({ text }) => !anywhere.has(text))
  return [
    ...single,
    ...under,
    ...above.flatMap((roof) => own.map((simple) => [descending(roof), descending(simple)])),
    ...above.flatMap((roof) => under.map((selector) => [descending(roof), ...selector])),
  ]
}

/** For the parts, their parents, and so on: what is true of all of them there. */
function levelsOf(parts: readonly Part[], roofs: ReadonlySet<Part> | null): readonly (readonly Simple[])[] {
  const levels: (readonly Simple[])[] = []
  let at: readonly Part[] = parts
  while (levels.length < mostLevels && at.every((part) => part.name !== 'html' && part.name !== 'body' && roofs?.has(part) !== true)) {
    levels.push(simplesOf(at))
    const above = at.flatMap(({ parent }) => (parent === null || parent.name === '' ? [] : [parent]))
    if (above.length < at.length) break
    at = [...new Set(above)]
  }
  return levels
}

function simplesOf(parts: readonly Part[]): readonly Simple[] {
  const [first] = parts
  if (first === undefined || parts.some(({ name }) => name !== first.name)) return []
  const shared = (names: readonly string[], of: (part: Part) => readonly string[]) =>
    names.filter((name) => parts.every((part) => of(part).includes(name)))
  const tag = first.name === 'div' || first.name === 'span' ? '' : first.name
  const id = idOf(first)
  const classes = shared(classesOf(first), classesOf).slice(0, 4)
  const byClass = (names: readonly string[]): Simple => ({
    text: `${tag}.${names.join('.')}`,
    fits: (part) => (tag === '' || part.name === tag) && names.every((name) => hasClass(part, name)),
  })
  return [
    ...(id !== null && parts.every((part) => part.attributes.id === id)
      ? [{ text: `#${id}`, fits: (part: Part) => part.attributes.id === id }]
      : []),
    ...classes.map((name) => byClass([name])),
    ...(classes.length >= 2 ? [byClass(classes.slice(0, 2))] : []),
    { text: first.name, fits: (part) => part.name === first.name },
  ]
}

function hasClass({ attributes }: Part, name: string): boolean {
  return (attributes.class ?? '').split(/\s+/).includes(name)
}

/** Right to left, as browsers do; `roof` itself is no step of it. */
function isFound(part: Part, selector: Selector, roof: Part | null): boolean {
  const [last, before] = [selector.at(-1), selector.slice(0, -1)]
  if (last === undefined || !last.simple.fits(part)) return false
  if (before.length === 0) return true
  let above = part.parent
  while (above !== null && above !== roof) {
    if (isFound(above, before, roof)) return true
    if (last.isChild) return false
    above = above.parent
  }
  return false
}
