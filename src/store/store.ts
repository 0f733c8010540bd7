// PORT: what is kept. Every method is one transaction or one read; instants are milliseconds.

import type { AnswerStore } from './port/answers.ts'
import type { ArticleStore } from './port/articles.ts'
import type { CareStore } from './port/care.ts'
import type { CategoryStore } from './port/categories.ts'
import type { CensusStore } from './port/census.ts'
import type { CopyStore } from './port/copies.ts'
import type { CorrectionStore } from './port/corrections.ts'
import type { DigestStore } from './port/digests.ts'
import type { EntryStore } from './port/entries.ts'
import type { HubStore } from './port/hub.ts'
import type { ImportStore } from './port/imports.ts'
import type { OperatingStore } from './port/operating.ts'
import type { OutputStore } from './port/outputs.ts'
import type { PollStore } from './port/polls.ts'
import type { PrivateStore } from './port/private.ts'
import type { PruningStore } from './port/pruning.ts'
import type { PushStore } from './port/push.ts'
import type { RegisterStore } from './port/register.ts'
import type { RelatedStore } from './port/related.ts'
import type { SearchStore } from './port/search.ts'
import type { SettlingStore } from './port/settling.ts'
import type { SourceStore } from './port/sources.ts'
import type { TakedownStore } from './port/takedown.ts'
import type { TellingStore } from './port/telling.ts'
import type { TokenStore } from './port/tokens.ts'

export interface Store
  extends SourceStore,
    OperatingStore,
    PollStore,
    ArticleStore,
    AnswerStore,
    SettlingStore,
    TellingStore,
    CategoryStore,
    EntryStore,
    OutputStore,
    DigestStore,
    HubStore,
    RegisterStore,
    SearchStore,
    PushStore,
    CensusStore,
    PrivateStore,
    PruningStore,
    CorrectionStore,
    CareStore,
    TokenStore,
    ImportStore,
    CopyStore {
  readonly related: RelatedStore
  /** The site's host and the year when the store was made: the authority of ids (RFC 4151). */
  readonly authority: { readonly host: string; readonly year: number }
  /** What config takes down by address. */
  readonly takedown: TakedownStore
  fact(key: string): Promise<string | null>
  setFact(key: string, value: string): Promise<void>
  /** For a service, whose commits are not to keep readers waiting: what else there is to do is done beside it from now on. */
  commitQuickly(): void
  close(): Promise<void>
}
