// What is not to be shown.
import { type Hide, hiding } from '../base/secrets.ts'
import type { Settings } from '../model/settings.ts'

/** What is told of sources, here and in the log, holds nothing that the environment gave them to ask with. */
export function hidingFor({ poll }: Settings): Hide {
  return hiding(poll.secrets)
}
