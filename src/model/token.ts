// Tokens: who may read private categories and private output feeds.

/** What is shown of one: never its secret. */
export interface TokenRecord {
  /** Stands in the open in front of the secret. */
  readonly id: string
  /** The category or output feed that it opens, by its newest slug; null: everything private. */
  readonly slug: string | null
  readonly label: string | null
  readonly createdAt: number
  readonly expiresAt: number | null
  /** Days since 1970; null: it never was. */
  readonly usedDay: number | null
}

/** `nst_<id>_<secret>`: told apart from other passwords at sight, and found by its id. */
export interface TokenParts {
  readonly id: string
  readonly secret: string
}

const shape = /^nst_([A-Za-z0-9]{8,16})_([A-Za-z0-9_-]{22,64})$/

/** Null: the text is no token of ours. */
export function tokenParts(text: string): TokenParts | null {
  const [, id, secret] = shape.exec(text) ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}

/** What follows an address that a token opens. */
export function tokenQuery(text: string): string {
  return `?token=${text}`
}

export function tokenText({ id, secret }: TokenParts): string {
  return `nst_${id}_${secret}`
}
