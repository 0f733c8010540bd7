// So many at a time, and no more: who comes then is turned away at once instead of waiting.

export interface Turnstile {
  /** What is to be called at the end; null: there is no room. */
  enter(client: string): (() => void) | null
}

export function turnstile({ inAll, ofOne }: { readonly inAll: number; readonly ofOne: number }): Turnstile {
  const inside = new Map<string, number>()
  let all = 0
  return {
    enter: (client) => {
      const own = inside.get(client) ?? 0
      if (all >= inAll || own >= ofOne) return null
      inside.set(client, own + 1)
      all++
      return () => {
        const left = (inside.get(client) ?? 1) - 1
        if (left === 0) inside.delete(client)
        else inside.set(client, left)
        all--
      }
    },
  }
}
