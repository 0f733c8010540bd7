// Figures that hold on a busy machine: CPU time, sides by turns, medians.

export type Work = () => Promise<void>

/** CPU seconds of each side: the median of so many rounds after one to warm up. In every round another side begins. */
export async function cpuSeconds(sides: Readonly<Record<string, Work>>, rounds: number): Promise<Readonly<Record<string, number>>> {
  const names = Object.keys(sides)
  const spent = new Map<string, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      const seconds = await cpuOf(sides[name] ?? nothing)
      if (round > 0) spent.get(name)?.push(seconds)
    }
  }
  return Object.fromEntries([...spent].map(([name, seconds]) => [name, median(seconds)]))
}

export async function cpuOf(work: Work): Promise<number> {
  globalThis.gc?.()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [below = Number.NaN, above = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}

async function nothing(): Promise<void> {}
