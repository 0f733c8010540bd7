// What `newsstand explain` tells, for whoever asks the server.
import { AppError } from '../base/errors.ts'
import { hiddenIn, hiding } from '../base/secrets.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Explanation } from '../model/explanation.ts'
import { viewSqlite } from '../store/sqlite-view.ts'

/** Without secrets. @throws AppError `unknown-entry`, `usage`, `unknown-source` */
export async function explanationOf(words: string, { settings, clock }: Deps): Promise<Explanation> {
  const { explain } = await import('../jobs/explain/explain.ts')
  const { site, identity, store } = settings
  const archive = await viewSqlite({ file: store.sqlite, siteId: site.id, identityNames: identity.map((rule) => rule.name) })
  if (archive === null) throw new AppError('unknown-entry', 'nothing is stored yet', 'Run "newsstand poll" first.')
  try {
    return hiddenIn(await explain(words, { archive, settings, now: clock.now() }), hiding(settings.poll.secrets))
  } finally {
    await archive.close()
  }
}
