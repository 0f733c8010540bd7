// A store that a backup took the place of does not know what the operator did since. The registry file does: what was withdrawn goes again,
// and categories stand where they were moved to.
import { foldName } from '../../model/category.ts'
import type { CategoryChange, RegistryRow } from '../../model/registry.ts'
import type { RegisteredCategory, RegisteredEntry, RegistryLine } from '../../model/registry-line.ts'
import type { Deps } from '../deps.ts'

type Catching = Pick<Deps, 'store' | 'clock' | 'log'>

/** Entries looked up at a time. */
const atOnce = 500

/** Does again what the file says was done. To be called before anything is adopted from it. */
export async function catchUp(lines: AsyncIterable<RegistryLine>, { store, clock, log }: Catching): Promise<void> {
  const { categories, withdrawn } = await doneSince(lines)
  const changes = await store.changeCategories((registry) => changesSince(registry, categories), clock.now())
  const rows: { readonly row: number; readonly line: RegisteredEntry }[] = []
  for (let from = 0; from < withdrawn.length; from += atOnce) {
    const some = withdrawn.slice(from, from + atOnce)
    const shown = await store.register.shownRows(some.map(({ id }) => id))
    rows.push(...some.flatMap((line) => (shown.has(line.id) ? [{ row: shown.get(line.id) ?? 0, line }] : [])))
  }
  for (const { row, line } of rows) {
    if (line.retraction === null) continue
    const { at, why, isSilent } = line.retraction
    const done = await store.retract({ row, at, why, isSilent, by: null })
    if (done !== null) await store.wipe(done)
  }
  if (changes.length + rows.length > 0)
    log.warn({ categories: changes.length, withdrawn: rows.length }, 'what was done since the backup was made is done again')
}

interface Done {
  readonly categories: ReadonlyMap<string, RegisteredCategory>
  readonly withdrawn: readonly RegisteredEntry[]
}

/** Of one id, or slug, the last line counts. */
async function doneSince(lines: AsyncIterable<RegistryLine>): Promise<Done> {
  const categories = new Map<string, RegisteredCategory>()
  const withdrawn = new Map<string, RegisteredEntry>()
  for await (const line of lines) {
    if (line.kind === 'category') categories.set(line.slug, line)
    else if (line.kind === 'entry' && line.retraction !== null) withdrawn.set(line.id, line)
    else if (line.kind !== 'header') withdrawn.delete(line.id)
  }
  return { categories, withdrawn: [...withdrawn.values()] }
}

/** Commands that were given since, and that nothing here contradicts. */
export function changesSince(registry: readonly RegistryRow[], lines: ReadonlyMap<string, RegisteredCategory>): readonly CategoryChange[] {
  const rows = new Map(registry.map((row) => [row.slug, row]))
  const taken = new Set(registry.flatMap(({ folded, name }) => [folded ?? '', foldName(name)]))
  const standing = [...rows.values()].filter(({ isPrivate, state }) => !isPrivate && state === 'active')
  const named = standing.flatMap(({ slug, name }): readonly CategoryChange[] => {
    const line = lines.get(slug)
    return line === undefined || line.name === name || taken.has(foldName(line.name)) ? [] : [{ kind: 'named', slug, name: line.name }]
  })
  const moved = standing.flatMap(({ slug }): readonly CategoryChange[] => {
    const line = lines.get(slug)
    return line?.state === 'moved' && line.movedTo !== null ? [{ kind: 'moved', from: slug, to: line.movedTo }] : []
  })
  const retired = [...rows.values()].flatMap(({ slug, state, isPrivate }): readonly CategoryChange[] =>
    lines.get(slug)?.state === 'retired' && state !== 'retired' && !isPrivate ? [{ kind: 'retired', slug }] : [],
  )
  return [...named, ...moved, ...retired]
}
