// The operator's words for an entry → the entries that they name.
import { AppError } from '../../base/errors.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { EntryReference, NamedEntry } from '../../model/dossier.ts'
import type { Settings } from '../../model/settings.ts'
import type { EntryArchive } from '../../store/port/views.ts'
import { type Meant, namesMeant, sourceOfKey } from './entry-names.ts'

/** Named in one message. */
const mostListed = 10

export interface Lookup {
  readonly archive: EntryArchive
  readonly settings: Settings
}

export type Named = readonly [NamedEntry, ...NamedEntry[]]

/**
 * The likeliest first; several where one key is several entries', or a value is a key of several kinds.
 * @throws AppError `unknown-entry` with what may have been meant, `usage`, `unknown-source`
 */
export async function entriesMeant(words: string, { archive, settings }: Lookup): Promise<Named> {
  const meant = namesMeant(words, { settings, authority: await archive.authority() })
  const [first, ...others] = await archive.named(meant)
  if (first === undefined) throw await notFound(words, meant, archive)
  if (first.by === 'id-start' && others.length > 0) throw ambiguousStart(words, [first, ...others])
  return [first, ...others]
}

/**
 * The one entry that is meant, where it is to be changed.
 * @throws AppError as `entriesMeant`, and `usage` with a list where the words name several entries
 */
export async function entryMeant(words: string, lookup: Lookup): Promise<EntryReference> {
  const named = exactly(words.trim(), await entriesMeant(words, lookup))
  const finals = await lookup.archive.finals(named.map(({ row }) => row))
  const [only, ...others] = finals
  if (only === undefined) throw new AppError('unknown-entry', `The entry ${shown(words)} has just gone`, 'Ask again.')
  if (others.length > 0) throw ambiguous(words, finals)
  return only
}

/** Who writes a whole id, the address of a page or a whole key means no more than that. */
function exactly(wanted: string, named: Named): readonly NamedEntry[] {
  const [first] = named
  if (first.by === 'id' || first.by === 'path') return [first]
  const exact = named.filter(({ value }) => value === wanted)
  return exact.length > 0 ? exact : named
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

function ambiguous(words: string, entries: readonly EntryReference[]): AppError {
  return new AppError(
    'usage',
    `"${shown(words)}" names ${entries.length} entries`,
    `Name one by its id: ${entries.slice(0, mostListed).map(titled).join(', or ')}${entries.length > mostListed ? ', …' : ''}.`,
  )
}

function ambiguousStart(words: string, named: readonly NamedEntry[]): AppError {
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
