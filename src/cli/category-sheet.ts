// What a command did to the registry, for people.
import type { CategoryCommand, ChangedCategories } from '../app.ts'
import { foldName } from '../model/category.ts'
import type { Settings } from '../model/settings.ts'
import type { Shelved } from './category-shape.ts'
import { harmless } from './print.ts'

export interface Done {
  readonly changed: ChangedCategories
  /** The categories that it concerned, as they are now. */
  readonly after: readonly Shelved[]
  readonly settings: Pick<Settings, 'categories'>
}

export function describeChange(command: CategoryCommand, done: Done): string {
  const { changes, published } = done.changed
  const lines = [
    ...(changes.length === 0 ? ['All is so already.'] : changes.map((change) => sentenceOf(change, done))),
    ...(command.kind === 'rename' || command.kind === 'merge' ? configHints(done) : []),
    `Published ${published.files} files in ${published.categories} categories.`,
  ]
  return `${lines.map(harmless).join('\n')}\n`
}

function sentenceOf(change: ChangedCategories['changes'][number], { after }: Done): string {
  switch (change.kind) {
    case 'named':
      return `${change.slug} is called "${change.name}" now; its old name stays one of its names.`
    case 'aliased':
      return `"${change.name}" is a name of ${change.slug} from now on.`
    case 'moved':
      return `${change.from} is ${change.to} now. Its page leads there; feeds at its old address go on until "newsstand category retire ${change.from}".`
    case 'retired':
      return `${change.slug} is retired: its addresses answer 410. Its entries keep their pages; "newsstand category approve ${change.slug}" takes it back.`
    case 'approved':
      return `${change.slug} is let in: ${after.find(({ slug }) => slug === change.slug)?.entries ?? 0} entries.`
  }
}

/** Config need not say the same at once; the next who reads it should not be misled. */
function configHints({ after, settings }: Done): readonly string[] {
  return after.flatMap(({ slug, name, names, state }) => {
    if (state !== 'active') return []
    const listed = settings.categories.filter((category) => names.includes(foldName(category.name)))
    const other = listed.find((category) => category.name !== name || (category.slug !== null && category.slug !== slug))
    if (other === undefined) return []
    const spelt = `${other.name}${other.slug === null ? '' : `, slug: ${other.slug}`}`
    return [`Config still says name: ${spelt}. What was done holds all the same; at your leisure write name: ${name}, slug: ${slug}.`]
  })
}
