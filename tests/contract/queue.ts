// What every Queue keeps to. An adapter's test says how it is opened.
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Logger, silentLogger } from '../../src/base/log.ts'
import type { Job, Queue, Ticket } from '../../src/queue/queue.ts'

export interface QueueOpening {
  readonly concurrency: number
  readonly perLane: number
  readonly log: Logger
}

/** A worker whose jobs end when the test says so. */
interface Worker {
  readonly queue: Queue
  /** Entries of the jobs that have begun, in order. */
  readonly begun: number[]
  readonly finish: (entry: number) => void
  /** Resolves when so many have begun. */
  readonly until: (count: number) => Promise<void>
}

const ticket = (entry: number, { key = `key ${entry}`, lane = 'lane' } = {}): Ticket => ({ job: { kind: 'article', entry }, key, lane })
const entryOf = (job: Job) => (job.kind === 'article' ? job.entry : -1)

/** Lets everything run that is ready. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export function queueContract(name: string, open: (opening: QueueOpening) => Promise<Queue>): void {
  const opened = async (opening: Partial<QueueOpening> = {}) => {
    const queue = await open({ concurrency: 10, perLane: 10, log: silentLogger, ...opening })
    onTestFinished(() => queue.close())
    return queue
  }

  const worker = async (opening?: Partial<QueueOpening>): Promise<Worker> => {
    const queue = await opened(opening)
    const begun: number[] = []
    const ends = new Map<number, () => void>()
    let isOver = false
    onTestFinished(() => {
      isOver = true
      for (const end of ends.values()) end()
    })
    queue.work(async (job) => {
      begun.push(entryOf(job))
      if (!isOver) await new Promise<void>((resolve) => ends.set(entryOf(job), resolve))
    })
    const until = async (count: number) => {
      while (begun.length < count) await settle()
    }
    return { queue, begun, until, finish: (entry) => ends.get(entry)?.() }
  }

  describe(`${name} keeps the contract of a queue:`, () => {
    test('hands every job over, as it was when it was pushed', async () => {
      const queue = await opened()
      const handled: Job[] = []
      queue.work(async (job) => void handled.push(job))
      const job = { kind: 'poll' as const, source: '国际', lease: 'one', runAt: 1 }
      const pushed = queue.push([{ job, key: 'a', lane: 'x' }])
      job.lease = 'two'
      await pushed
      await queue.push([{ job: { kind: 'publish' }, key: 'b', lane: 'x' }])
      await queue.drain()
      expect(handled).toEqual([{ kind: 'poll', source: '国际', lease: 'one', runAt: 1 }, { kind: 'publish' }])
    })

    test('runs one job per key at a time', async () => {
      const { queue, begun, until, finish } = await worker()
      await queue.push([ticket(1, { key: 'same' })])
      await until(1)
      await queue.push([ticket(2, { key: 'same', lane: 'other' }), ticket(3)])
      await until(2)
      await settle()
      expect(begun).toEqual([1, 3])
      finish(1)
      await until(3)
      expect(begun).toEqual([1, 3, 2])
    })

    test('drops a job whose key waits already', async () => {
      const { queue, begun, until, finish } = await worker()
      await queue.push([ticket(1, { key: 'same' })])
      await until(1)
      await queue.push([ticket(2, { key: 'same' }), ticket(3, { key: 'same' }), ticket(4, { key: 'same' })])
      finish(1)
      await until(2)
      finish(2)
      await queue.drain()
      expect(begun).toEqual([1, 2])
    })

    test('runs a key again that was pushed while it ran, and after it ended', async () => {
      const queue = await opened()
      const handled: number[] = []
      queue.work(async (job) => {
        handled.push(entryOf(job))
        if (handled.length === 1) await queue.push([ticket(2, { key: 'same' })])
      })
      await queue.push([ticket(1, { key: 'same' })])
      await queue.drain()
      await queue.push([ticket(3, { key: 'same' })])
      await queue.drain()
      expect(handled).toEqual([1, 2, 3])
    })

    test('keeps the width of each lane, and no lane holds up another', async () => {
      const { queue, begun, until, finish } = await worker({ perLane: 2 })
      await queue.push([1, 2, 3, 4].map((entry) => ticket(entry, { lane: 'slow' })))
      await queue.push([5, 6].map((entry) => ticket(entry, { lane: 'other' })))
      await until(4)
      await settle()
      expect([...begun].sort()).toEqual([1, 2, 5, 6])
      finish(2)
      await until(5)
      await settle()
      expect(begun.slice(4)).toEqual([3])
    })

    test('runs no more at once than it may in all', async () => {
      const { queue, begun, until, finish } = await worker({ concurrency: 3 })
      await queue.push([1, 2, 3, 4, 5].map((entry) => ticket(entry, { lane: `lane ${entry}` })))
      await until(3)
      await settle()
      expect(begun).toHaveLength(3)
      finish(begun[0] ?? 0)
      await until(4)
      await settle()
      expect(begun).toHaveLength(4)
    })

    test('runs the jobs of a lane in the order they were pushed', async () => {
      const queue = await opened({ perLane: 1 })
      const handled: number[] = []
      queue.work(async (job) => void handled.push(entryOf(job)))
      await queue.push(Array.from({ length: 100 }, (_, entry) => ticket(entry)))
      await queue.drain()
      expect(handled).toEqual(Array.from({ length: 100 }, (_, entry) => entry))
    })

    test('logs a handler that throws, and goes on', async () => {
      const errors: object[] = []
      const queue = await opened({ perLane: 1, log: { ...silentLogger, error: (facts) => void errors.push(facts) } })
      const handled: number[] = []
      queue.work(async (job) => {
        handled.push(entryOf(job))
        if (entryOf(job) === 1) throw new Error('the disk is full')
      })
      await queue.push([ticket(1, { key: 'same' }), ticket(2)])
      await queue.drain()
      await queue.push([ticket(3, { key: 'same' })])
      await queue.drain()
      expect(handled).toEqual([1, 2, 3])
      expect(errors).toMatchObject([{ error: 'the disk is full' }])
    })

    test('drains at once when there is nothing to do', async () => {
      const queue = await opened()
      await queue.drain()
      await queue.push([])
      await queue.drain()
    })

    test('drains when everything has ended that jobs have pushed in turn', async () => {
      const queue = await opened({ perLane: 1 })
      let ended = 0
      queue.work(async (job) => {
        const entry = entryOf(job)
        await settle()
        if (entry < 10) await queue.push([entry + 1, entry + 100].map((next) => ticket(next, { lane: `lane ${next}` })))
        ended++
      })
      await queue.push([ticket(0)])
      await queue.drain()
      expect(ended).toBe(21)
    })

    test('closes when what runs has ended, and drops what waits', async () => {
      const { queue, begun, until, finish } = await worker({ concurrency: 2, perLane: 1 })
      await queue.push([ticket(1), ticket(2), ticket(3, { lane: 'b' }), ticket(4, { lane: 'c' }), ticket(5, { key: 'key 1' })])
      await until(2)
      let isClosed = false
      const closing = queue.close().then(() => {
        isClosed = true
      })
      finish(1)
      await settle()
      expect(isClosed).toBe(false)
      finish(3)
      await closing
      await settle()
      expect(begun).toEqual([1, 3])
    })

    test('takes nothing more once it is closing, not even from what still runs', async () => {
      const queue = await opened()
      const handled: number[] = []
      let end = () => {}
      queue.work(async (job) => {
        handled.push(entryOf(job))
        await new Promise<void>((resolve) => {
          end = resolve
        })
        await queue.push([ticket(2)])
      })
      await queue.push([ticket(1)])
      while (handled.length === 0) await settle()
      const closing = queue.close()
      end()
      await closing
      await queue.push([ticket(3)])
      await settle()
      expect(handled).toEqual([1])
    })

    test('a drain does not outlive a close', async () => {
      const { queue, until, finish } = await worker({ concurrency: 1, perLane: 1 })
      await queue.push([ticket(1), ticket(2), ticket(3, { lane: 'b' })])
      await until(1)
      const draining = queue.drain()
      const closing = queue.close()
      finish(1)
      await Promise.all([draining, closing])
    })
  })
}
