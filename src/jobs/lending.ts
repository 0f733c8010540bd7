/** Lends what jobs work with. When it is replaced, what runs goes on, and ends, with what it began with. */
export interface Lending<T> {
  /** What is lent now. */
  readonly current: T
  /** Runs work with what is lent now. */
  use<R>(work: (lent: T) => Promise<R>): Promise<R>
  /** Lends something else from now on; resolves when nobody works with the former any more. */
  replace(next: T): Promise<void>
}

export function lending<T>(first: T): Lending<T> {
  let loan = new Loan(first)
  return {
    get current() {
      return loan.lent
    },
    use: (work) => loan.use(work),
    replace: (next) => {
      const former = loan
      loan = new Loan(next)
      return former.end()
    },
  }
}

class Loan<T> {
  readonly lent: T
  #users = 0
  #ended: (() => void) | null = null

  constructor(lent: T) {
    this.lent = lent
  }

  async use<R>(work: (lent: T) => Promise<R>): Promise<R> {
    this.#users++
    try {
      return await work(this.lent)
    } finally {
      this.#users--
      if (this.#users === 0) this.#ended?.()
    }
  }

  async end(): Promise<void> {
    if (this.#users > 0)
      await new Promise<void>((resolve) => {
        this.#ended = resolve
      })
  }
}
