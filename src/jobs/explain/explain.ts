// `explain`: finds the entry that is meant and tells its life. Reads only.
import { AppError } from '../../base/errors.ts'
import type { Explanation, Found } from '../../model/explanation.ts'
import type { Settings } from '../../model/settings.ts'
import type { EntryArchive } from '../../store/port/views.ts'
import { heldFeeds } from '../publish/held-feeds.ts'
import { entriesMeant } from './entries-meant.ts'
import { explained } from './explained.ts'
import { explainedCoverage } from './explained-coverage.ts'

/** A guid such as `1` may stand in every source. */
const mostOthers = 50

export interface ExplainDeps {
  readonly archive: EntryArchive
  readonly settings: Settings
  readonly now: number
}

/** @throws AppError `unknown-entry` with what may have been meant, `usage`, `unknown-source` */
export async function explain(words: string, { archive, settings, now }: ExplainDeps): Promise<Explanation> {
  const named = await entriesMeant(words, { archive, settings })
  const [first] = named
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
  const explanation = explained(dossier, { found, settings, now, registry: await archive.registry() })
  const covered = await archive.coverage(dossier.row)
  const coverage = covered === null ? null : explainedCoverage(covered)
  const answers = await archive.answers(dossier.row)
  return { ...explanation, coverage, answers, feeds: await heldFeeds(explanation, { archive, settings }) }
}
