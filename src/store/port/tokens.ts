// Tokens that open private categories and private output feeds.
import type { TokenRecord } from '../../model/token.ts'

/** A living token as whoever shows it is checked by. */
export interface KeptToken extends TokenRecord {
  /** SHA-256 of its secret. */
  readonly hash: string
}

export interface Tokens {
  add(token: KeptToken): Promise<void>
  /** Those of one slug, or all; the oldest first. Of categories that are retired there are none. */
  list(slug: string | null): Promise<readonly TokenRecord[]>
  /** From now on it opens nothing; what it was. Null: there is none. */
  revoke(id: string): Promise<TokenRecord | null>
  /** Null: there is none, or its time is over, or its category is retired. */
  find(id: string, now: number): Promise<KeptToken | null>
  used(id: string, day: number): Promise<void>
}

export interface TokenStore {
  readonly tokens: Tokens
}
