// `explain`: finds the entry that is meant and tells its life. Reads only.
import { AppError } from '../base/errors.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import type { EntryReference, NamedEntry } from '../model/dossier.ts'
import type { Settings } from '../model/settings.ts'
import type { EntryArchive } from '../store/store.ts'
import { type Meant, namesMeant, sourceOfKey } from './entry-names.ts'
import { explained } from './explained.ts'
import type { Explanation, Found } from './explanation.ts'
import { heldFeeds } from './held-feeds.ts'

/** A guid such as `1` may stand in every source. */
const mostOthers = 50

export interface ExplainDeps {
  readonly archive: EntryArchive
  readonly settings: Settings
  readonly now: number
}

/** @throws AppError `unknown-entry` with what may have been meant, `usage`, `unknown-source` */
export async function explain(words: string, { archive, settings, now }: ExplainDeps): Promise<Explanation> {
  const meant = namesMeant(words, { settings, authority: await archive.authority() })
  const named = await archive.named(meant)
  const [first] = named
  if (first === undefined) throw await notFound(words, meant, archive)
  if (first.by === 'id-start' && named.length > 1) throw ambiguous(words, named)
  const dossier = await archive.dossier(first.row, { now, settleMs: settings.poll.settleMs })
  if (dossier === null) throw new AppError('unknown-entry', `The entry ${first.value} has just gone`, 'Ask again.')
  const others = named.filter((one) => one.by !== 'id-start' && one.row !== first.row).slice(0, mostOthers)
  const found: Found = {
    by: first.by,
    value: first.value,
    merged: dossier.merged.find(({ row }) => row === first.row) ?? null,
    others: (await archive.references(others.map(({ row }) => row))).filter(
      ({ row }) => row !== dossier.row && !dossier.merged.some((one) => one.row === row),
    ),
  }
  const explanation = explained(dossier, { found, settings, now })
  return { ...explanation, feeds: await heldFeeds(explanation, { archive, settings }) }
}

async function notFound(words: string, meant: Meant, archive: EntryArchive): Promise<AppError> {
  const source = sourceOfKey(words)
  if (source !== null && !(await archive.standings()).some(({ id }) => id === source))
    return new AppError(
      'unknown-source',
      `"${shown(words)}" is a key of the source "${source}", and there is none of that name`,
      '"newsstand list sources" names them all.',
    )
  const alike = await archive.alike({ keyStarts: meant.keys, title: words.trim() })
  const near = [...alike.keys.map(withoutSecrets), ...alike.entries.map(titled)]
  const advice =
    near.length === 0
      ? 'Ask by a key (infoCode:NW1, or NW1 alone), an address, or an id; "newsstand list entries --search TEXT" finds titles.'
      : `Did you mean ${near.slice(0, 5).join(', or ')}?`
  return new AppError(
    'unknown-entry',
    `No entry is known by "${shown(words)}"; looked for ${meant.lookedFor.slice(0, 6).join(', ')}`,
    advice,
  )
}

function ambiguous(words: string, named: readonly NamedEntry[]): AppError {
  return new AppError(
    'usage',
    `"${shown(words)}" is the beginning of ${named.length} ids or more`,
    `Write more of one: ${named.map(({ value }) => value).join(', ')}.`,
  )
}

function titled({ id, title }: EntryReference): string {
  return `"${title}" (${id})`
}

function shown(words: string): string {
  return withoutSecrets(words.trim().slice(0, 300))
}
