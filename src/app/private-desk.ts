// Private categories and private output feeds, for those who hold a token.
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { type PrivateReader, privateDocument } from '../jobs/private/private-documents.ts'
import { openedBy } from '../jobs/private/tokens.ts'
import type { PrivateDesk } from '../serve/private.ts'

export function privateDesk(lent: Lending<Deps>): PrivateDesk<Pick<PrivateReader, 'slug'>> {
  return {
    open: (credential) => openedBy(credential, lent.current),
    find: (path, { opened, query }) => privateDocument(path, { ...opened, query }, lent.current),
    modifiedAt: (path, signature) => lent.current.store.hidden.modifiedAt(path, signature, lent.current.clock.now()),
  }
}
