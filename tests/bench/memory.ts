// Peak memory of reading one document, each side in a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './measure.ts'

const child = fileURLToPath(new URL('memory-child.ts', import.meta.url))

/**
 * Megabytes that reading the document takes at its peak: the process's resident set, less that of one which holds the same reader and
 * document and reads nothing. Median of so many rounds.
 */
export async function peakMegabytes(
  sides: readonly string[],
  document: Uint8Array,
  rounds: number,
): Promise<Readonly<Record<string, number>>> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-bench-'))
  const file = join(dir, 'feed.xml')
  try {
    await writeFile(file, document)
    const taken = new Map<string, number[]>(sides.map((side) => [side, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const side of sides) taken.get(side)?.push((await peakOf(side, file, 'read')) - (await peakOf(side, file, 'hold')))
    return Object.fromEntries([...taken].map(([side, megabytes]) => [side, median(megabytes)]))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function peakOf(side: string, file: string, task: 'read' | 'hold'): Promise<number> {
  const running = spawn(process.execPath, [...process.execArgv, child, side, file, task], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(running, 'close')
  if (code !== 0) throw new Error(`${side} could not ${task} the document`)
  return Number(said)
}
