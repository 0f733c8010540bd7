// What `plan` tells people: how many of each kind first, then examples.
import type { Plan, PlannedCategory, PlannedEntry, PlannedFeed } from '../model/plan.ts'
import { planCounts } from '../model/plan-shape.ts'
import { count } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours, shorten, shortTime } from './print.ts'
import { openSheet, type Sheet } from './sheet.ts'

interface Telling {
  /** The site's. */
  readonly zone: string
  /** Examples of each kind of change. */
  readonly most: number
}

const mostTitle = 60

export function describePlan(plan: Plan, { zone, most }: Telling, screen: Screen): string {
  const paint = colours(screen.isTerminal)
  const sheet = openSheet(screen)
  const counts = planCounts(plan)
  const said = Object.entries(counts).map(([kind, amount]) => `${count(amount)} ${kind}`)
  sheet.heading('Plan', isNothing(plan) ? paint.green('nothing would change') : said.join(', '))
  for (const { label, lines } of entryLines(plan)) tellSome(label, lines, { sheet, most })
  for (const { label, lines } of categoryLines(plan)) tellSome(label, lines, { sheet, most })
  tellSome('feed', plan.feeds.map(feedLine), { sheet, most })
  tellSources(plan, { sheet, most, zone })
  sheet.copy('Nothing was stored. "newsstand reread --all" applies it, once the config is in force.')
  return sheet.text
}

function isNothing({ entries, categories, feeds, sources }: Plan): boolean {
  const lists = [...Object.values(entries), ...Object.values(categories), feeds, sources.added, sources.removed, sources.renamed]
  return lists.every((list) => list.length === 0)
}

interface Lines {
  readonly label: string
  readonly lines: readonly string[]
}

export function entryLines({ entries }: Plan): readonly Lines[] {
  return [
    { label: 'new', lines: entries.new.map(entryLine) },
    { label: 'lost', lines: entries.lost.map((entry) => `${entryLine(entry)}: ${whyLost[entry.why]}`) },
    { label: 'changed', lines: entries.changed.map((entry) => `${entryLine(entry)}: ${entry.fields.join(', ')}`) },
    { label: 'merged', lines: entries.merged.map((entry) => `${entryLine(entry)} becomes part of ${entryLine(entry.into)}`) },
    { label: 'split', lines: entries.split.map((entry) => `${entryLine(entry)} parts from ${entryLine(entry.from)}`) },
    { label: 'moved', lines: entries.moved.map((entry) => `${entryLine(entry)}: ${slugs(entry.from)} → ${slugs(entry.to)}`) },
  ]
}

const whyLost: Readonly<Record<Plan['entries']['lost'][number]['why'], string>> = {
  dropped: 'a rule drops it',
  hidden: 'nothing public shows it',
  expired: 'its time is over',
  waits: 'its categories wait',
}

export function categoryLines({ categories }: Plan): readonly Lines[] {
  const named = ({ slug, name }: PlannedCategory) => (slug === name ? name : `${name} (${slug})`)
  return [
    { label: 'category', lines: categories.new.map((one) => `new: ${named(one)}`) },
    { label: 'category', lines: categories.renamed.map((one) => `renamed: ${one.before} → ${named(one)}`) },
    { label: 'category', lines: categories.hidden.map((one) => `becomes private: ${named(one)}`) },
    { label: 'category', lines: categories.shown.map((one) => `becomes public: ${named(one)}`) },
    { label: 'category', lines: categories.emptied.map((one) => `has no entry any more: ${named(one)}`) },
  ]
}

function entryLine({ title, id, url }: PlannedEntry): string {
  const name = title === '' ? (id ?? url ?? '(without title)') : shorten(title, mostTitle)
  return `"${name}"`
}

function slugs(list: readonly string[]): string {
  return list.length === 0 ? 'none' : list.join(', ')
}

export function feedLine({ slug, came, left, changed }: PlannedFeed): string {
  const parts = Object.entries({ new: came, gone: left, changed }).filter(([, amount]) => amount > 0)
  return `${slug ?? 'everything'}: ${parts.map(([what, amount]) => `${count(amount)} ${what}`).join(', ')}`
}

interface Some {
  readonly sheet: Sheet
  readonly most: number
}

function tellSome(label: string, lines: readonly string[], { sheet, most }: Some): void {
  for (const line of lines.slice(0, most)) sheet.line(label, line)
  if (lines.length > most) sheet.line(label, `and ${count(lines.length - most)} more`)
}

function tellSources({ sources }: Plan, { sheet, most, zone }: Some & { readonly zone: string }): void {
  const { added, removed, renamed, reread } = sources
  sheet.heading('Sources', `${count(reread.length)} read anew from what is kept of them`)
  tellSome(
    'added',
    added.map((id) => `${id}: not read yet, what it gives is not known`),
    { sheet, most },
  )
  tellSome(
    'removed',
    removed.map((id) => `${id}: not visited any more, its entries stay`),
    { sheet, most },
  )
  tellSome(
    'renamed',
    renamed.map(({ from, to }) => `${from} → ${to}`),
    { sheet, most },
  )
  tellSome('limits', sourceLimits(reread, zone), { sheet, most })
}

/** What of sources could not be read anew, or only in part. */
export function sourceLimits(reread: Plan['sources']['reread'], zone: string): readonly string[] {
  return reread.flatMap(({ id, answers, unreadable, sightings }) => [
    ...(answers.read + unreadable.length === 0 && sightings.all > 0
      ? [`${id}: no answer of it is kept; its stored entries are judged`]
      : []),
    ...(answers.elsewhere > 0 ? [`${id}: ${count(answers.elsewhere)} kept answers are of another address`] : []),
    ...unreadable.map(({ at, message }) => `${id}: what it answered at ${shortTime(at, zone)} cannot be read: ${message}`),
    ...(sightings.partly > 0 ? [`${id}: some rule cannot be applied to ${count(sightings.partly)} entries that no kept answer shows`] : []),
  ])
}
