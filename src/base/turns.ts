// Work on many things, some at once.

/**
 * Begins the work in the order of the items, at most `atOnce` under way. When one fails no other is begun, and its error is thrown when those
 * under way have ended: nothing goes on behind the caller's back.
 */
export async function inTurns<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]()
  let failure: { readonly error: unknown } | null = null
  const workOn = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      if (failure !== null) return
      try {
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workOn))
  throwIf(failure)
}

function throwIf(failure: { readonly error: unknown } | null): void {
  if (failure !== null) throw failure.error
}
