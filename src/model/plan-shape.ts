// What `plan --json` prints: counts of all, and of each kind of change the first `limit`.
import type { Plan, PlannedEntry } from './plan.ts'
import { rereadShape } from './reread-shape.ts'

export function planShape({ sources, entries, categories, feeds }: Plan, limit: number) {
  const some = <T>(all: readonly T[]) => all.slice(0, limit)
  return {
    counts: planCounts({ entries, feeds }),
    entries: {
      new: some(entries.new).map(entryShape),
      lost: some(entries.lost).map(({ why, ...entry }) => ({ ...entryShape(entry), why })),
      changed: some(entries.changed).map(({ fields, ...entry }) => ({ ...entryShape(entry), fields })),
      merged: some(entries.merged).map(({ into, ...entry }) => ({ ...entryShape(entry), into: entryShape(into) })),
      split: some(entries.split).map(({ from, ...entry }) => ({ ...entryShape(entry), from: entryShape(from) })),
      moved: some(entries.moved).map(({ from, to, ...entry }) => ({ ...entryShape(entry), from, to })),
    },
    categories,
    feeds: some(feeds),
    sources: { ...sources, reread: rereadShape(sources.reread) },
  }
}

export function planCounts({ entries, feeds }: Pick<Plan, 'entries' | 'feeds'>) {
  const { new: fresh, lost, changed, merged, split, moved } = entries
  return {
    new: fresh.length,
    lost: lost.length,
    changed: changed.length,
    merged: merged.length,
    split: split.length,
    moved: moved.length,
    feeds: feeds.length,
  }
}

function entryShape({ id, title, url }: PlannedEntry) {
  return { id, title, url }
}
