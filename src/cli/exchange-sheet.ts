// What imports tell people, and programs.
import type { TakenCopy, TakenPosts } from '../app/exchange.ts'
import type { OpmlReport } from '../app/opml.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { count } from './amounts.ts'
import type { Screen } from './context.ts'
import { colours } from './print.ts'
import { openSheet, type Sheet } from './sheet.ts'

/** Of a kind that are named; `--json` names all. */
const mostNamed = 50

export function postsShape({ source, posts, new: fresh, known, unchanged, drafts, broken, odd, moved, published }: TakenPosts) {
  return { source, posts, new: fresh, known, unchanged, drafts, broken, odd, moved, published }
}

export function describePosts(report: TakenPosts, screen: Screen): string {
  const { source, posts, new: fresh, known, unchanged, drafts, broken, odd, moved, published } = report
  const { red } = colours(screen.isTerminal)
  const sheet = openSheet(screen)
  sheet.heading(`${count(posts)} posts`, broken.length === 0 ? 'imported' : red(`${count(broken.length)} are broken`))
  sheet.line('new', `${count(fresh)} entries, kept as source "${source}"`)
  if (known > 0) sheet.line('known', `${count(known)} were entries already`)
  if (unchanged > 0) sheet.line('unchanged', `${count(unchanged)} were imported before`)
  if (drafts > 0) sheet.line('drafts', `${count(drafts)} say published: false and were left out`)
  sheet.line('published', `${count(published.files)} files in ${count(published.categories)} categories`)
  list(
    sheet,
    'Broken, and not taken in',
    broken.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  )
  list(
    sheet,
    'Found at another address than before',
    moved.map(({ file, from, to }) => `${file} ${from ?? '(no address)'} → ${to === null ? 'not published' : `/${to}`}`),
  )
  list(
    sheet,
    'Odd',
    odd.map(({ file, note }) => `${file} ${note}`),
  )
  return sheet.text
}

function list(sheet: Sheet, heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  sheet.heading(heading)
  for (const line of lines.slice(0, mostNamed)) sheet.item(line)
  if (lines.length > mostNamed) sheet.item(`and ${count(lines.length - mostNamed)} more: --json names all`)
}

export function copyInShape({ kind, lines, before, entries, kept, conflicts, published }: TakenCopy) {
  return { kind, lines, before, entries, kept, conflicts, published }
}

export function describeCopyIn(report: TakenCopy, screen: Screen): string {
  const { kind, lines, before, entries, kept, conflicts, published } = report
  const { red } = colours(screen.isTerminal)
  const sheet = openSheet(screen)
  const said = kind === 'exact' ? 'the store is as it was' : 'taken into a store that has its own'
  sheet.heading(`${count(entries)} entries`, conflicts.length === 0 ? said : red(`${count(conflicts.length)} conflicts`))
  sheet.line('lines', before === 0 ? count(lines) : `${count(lines)}, of which ${count(before)} were in from an earlier call`)
  if (kept > 0) sheet.line('kept', `${count(kept)} entries were here, and stay as they are`)
  sheet.line('published', `${count(published.files)} files in ${count(published.categories)} categories`)
  list(
    sheet,
    'Left out: the store says otherwise',
    conflicts.map(({ what, why }) => `${what}: ${why}`),
  )
  return sheet.text
}

export function opmlShape({ file, isWritten, sources, categories, already, warnings, include }: OpmlReport) {
  return {
    file,
    written: isWritten,
    sources: sources.map(({ id, url, title, category }) => ({ id, url: withoutSecrets(url), title, category })),
    categories,
    already: already.map(({ url, ...one }) => ({ ...one, url: withoutSecrets(url) })),
    warnings,
    include,
  }
}

export function describeOpml(report: OpmlReport, screen: Screen): string {
  const { file, isWritten, sources, already, warnings, include, yaml } = report
  const sheet = openSheet(screen)
  const folders = new Set(sources.flatMap(({ category }) => category ?? [])).size
  sheet.heading(`${count(sources.length)} new sources`, `in ${count(folders)} categories`)
  sheet.line('file', isWritten ? file : `nothing was written; it would be ${file}`)
  if (isWritten && include === null)
    sheet.line('next', 'config is right; a service that runs takes them over by itself, else: newsstand poll')
  for (const warning of warnings) sheet.line('note', warning)
  list(
    sheet,
    'Already watched',
    already.map(({ title, url, source }) => `${source}: ${title ?? withoutSecrets(url)}`),
  )
  if (include !== null) {
    sheet.heading('One more step', 'config does not include this file yet: write into the root file')
    sheet.copy(`include:\n  - ${include}`)
  }
  if (!isWritten && sources.length > 0)
    sheet.copy(yaml.replace(/https?:\/\/[^\s"']+/g, withoutSecrets).replace(/(Authorization: ).*/g, '$1…'))
  return sheet.text
}
