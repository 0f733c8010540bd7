// What `prune` tells people: which categories let how many go, and why others stay.
import type { PruneReport } from '../app.ts'
import { keepWords, type Stay, stays } from '../model/pruning.ts'
import { count, size } from './amounts.ts'
import type { Screen } from './context.ts'
import { table } from './print.ts'

/** Of categories that let something go; `--json` has all. */
const mostShown = 40

export function describePruning(report: PruneReport, screen: Screen): string {
  const { categories, isDryRun } = report
  if (categories.length === 0) return 'Everything is kept: config says keep of no category.\n'
  const losing = categories.filter(({ gone }) => gone > 0).sort((a, b) => b.gone - a.gone)
  const rows = losing
    .slice(0, mostShown)
    .map(({ slug, keep, entries, gone, stay }) => [slug, keepWords(keep), count(entries), count(gone), stayWords(stay)])
  const lines = [
    ...(rows.length === 0 ? [] : [table(['category', 'keeps', 'entries', isDryRun ? 'would go' : 'gone', 'stay'], rows, screen)]),
    ...(losing.length > mostShown ? [`… and ${count(losing.length - mostShown)} more categories`] : []),
    ...(rows.length === 0 ? [] : ['']),
    ...sums(report),
  ]
  return `${lines.join('\n')}\n`
}

function sums({ isDryRun, categories, entries, bytes, isShrunk, published }: PruneReport): readonly string[] {
  const others = categories.filter(({ gone }) => gone === 0).length
  const kept = others === 0 ? '' : `; ${count(others)} of ${count(categories.length)} categories with keep lose nothing`
  if (isDryRun) return [`${count(entries)} entries would go, ${size(bytes)} of texts${kept}. Nothing was changed.`]
  return [
    `${count(entries)} entries went, ${size(bytes)} of texts${kept}.`,
    ...(isShrunk === null ? [] : [shrunkWords[String(isShrunk)] ?? '']),
    ...(published === null ? [] : [`Published ${count(published.files)} files in ${count(published.categories)} categories.`]),
  ]
}

const shrunkWords: Readonly<Record<string, string>> = {
  true: 'The file of the store is as small as what it holds.',
  false:
    'The file of the store could not be made small: another process is at it, or the disk has no room for a copy. Say "newsstand prune --vacuum" again.',
}

const words: Readonly<Record<Stay, string>> = {
  newest: 'newest',
  recent: 'recent',
  window: 'in a feed',
  elsewhere: 'kept elsewhere',
  unsettled: 'not settled',
  withdrawn: 'withdrawn',
}

function stayWords(stay: Readonly<Record<Stay, number>>): string {
  return stays.flatMap((reason) => (stay[reason] === 0 ? [] : [`${count(stay[reason])} ${words[reason]}`])).join(', ')
}
