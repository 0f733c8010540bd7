// Any course of polls, renames, merges, splits, retractions, prunes, restarts and changes of config keeps what readers were promised.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Life } from '../support/life.ts'
import { course, reordered, type Step } from '../support/life-steps.ts'

const runs = Number(process.env.PROPERTY_RUNS ?? 60)
/** The same courses each time: what other ones find is not to stop whoever changes something else. PROPERTY_SEED=$RANDOM looks for more. */
const seed = Number(process.env.PROPERTY_SEED ?? 2)
/** SHRINK: where somebody looks at what was found, seconds that finding a short course may take. */
const shrinking =
  process.env.SHRINK === undefined ? { endOnFailure: true } : { interruptAfterTimeLimit: Number(process.env.SHRINK) * 1_000 }
/** A hang guard. */
const timeout = 20 * 60_000

/** What is left of a life at its end. */
async function lived(steps: readonly Step[]): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-life-'))
  const life = new Life(dir)
  try {
    for (const step of steps) {
      await life.take(step)
      await life.check()
    }
    return await life.end()
  } finally {
    await life.close()
    await rm(dir, { recursive: true })
  }
}

test('ids, paths and addresses keep their meaning, feeds show what is there and nothing twice, whatever happens', { timeout }, () =>
  fc.assert(
    fc.asyncProperty(course, async (steps) => void (await lived(steps))),
    { seed, numRuns: runs, ...shrinking },
  ),
)

test('of polls in one run the order among sources plays no part in any of it', { timeout }, () =>
  fc.assert(
    fc.asyncProperty(course, async (steps) => {
      const left = await lived(steps)
      expect(await lived(steps.map(reordered))).toEqual(left)
    }),
    { seed, numRuns: Math.ceil(runs / 5), ...shrinking },
  ),
)
