// The feeds that a list names, for people.
import { count } from './amounts.ts'
import type { Showing } from './sheet.ts'

const mostShown = 10

export function showFeeds({ trial: { feeds: tried }, sheet, paint }: Showing): void {
  if (tried === null) return
  const { feeds, gone } = tried
  const many = (change: (typeof feeds)[number]['change']) => count(feeds.filter((feed) => feed.change === change).length)
  const watched = many('watched') === '0' ? '' : `, ${many('watched')} watched already`
  sheet.heading(
    'Feeds',
    `${count(feeds.length)} on the list: ${many('new')} new, ${many('kept')} as before, ${count(gone.length)} gone${watched}`,
  )
  for (const { id, url, title, folder, change } of feeds.slice(0, mostShown)) {
    sheet.item(change === 'watched' ? `${title ?? url} ${paint.dim(`(source ${id} watches it)`)}` : id)
    if (change !== 'watched') sheet.detail('title', title)
    sheet.detail('folder', folder)
    sheet.detail('address', url)
  }
  if (feeds.length > mostShown) sheet.line('more', `${count(feeds.length - mostShown)} (--json shows all)`)
  for (const { id } of gone.slice(0, mostShown)) sheet.line('gone', paint.yellow(id))
  if (gone.length > mostShown) sheet.line('gone', `… and ${count(gone.length - mostShown)} more`)
}
