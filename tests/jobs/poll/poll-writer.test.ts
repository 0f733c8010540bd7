import { expect, test } from 'vitest'
import { pollWriter } from '../../../src/jobs/poll/poll-writer.ts'
import { type DayTraffic, dayOf } from '../../../src/model/poll.ts'
import type { PollRecord, Recorded } from '../../../src/store/port/polls.ts'
import { now, type Polled, pollOf } from '../../contract/store-samples.ts'

interface Batch {
  readonly ids: readonly string[]
  readonly traffic: readonly DayTraffic[]
}

/** A writer on a store that keeps what it is told; `answer` says what becomes of each record. */
function opened(answer: (record: PollRecord) => Recorded | Promise<Recorded> = recorded) {
  const batches: Batch[] = []
  const traffic: { host: string; requests: number; bytes: number }[] = []
  const polls = pollWriter({
    store: {
      recordPolls: async (records, traffic = []) => {
        batches.push({ ids: records.map(({ source }) => source), traffic })
        return Promise.all(records.map(answer))
      },
      addTraffic: async (rows) => void batches.push({ ids: [], traffic: rows }),
    },
    fetcher: { takeTraffic: () => traffic.splice(0) },
    clock: { now: () => now },
  })
  return { batches, traffic, polls }
}

function recorded({ source, report }: PollRecord): Recorded {
  const counts = { new: report.read, updated: 0, merged: 0 }
  return { kind: 'recorded', counts, state: pollOf(source).decision.state }
}

/** Visits that end when the test says so. */
function visits(polls: ReturnType<typeof opened>['polls'], ids: readonly string[], polled: Polled = {}) {
  const ends = new Map<string, () => void>()
  const results = ids.map((id) => polls.record(() => new Promise<PollRecord>((resolve) => ends.set(id, () => resolve(pollOf(id, polled))))))
  const end = (...some: string[]) => {
    for (const id of some) ends.get(id)?.()
  }
  return { results, end }
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `s${n}`)
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a visit that is alone is written at once', async () => {
  const { polls, batches } = opened()
  const { written, record } = await polls.record(async () => pollOf('a'))
  expect(batches).toEqual([{ ids: ['a'], traffic: [] }])
  expect(record.source).toBe('a')
  expect(written).toMatchObject({ kind: 'recorded', counts: { new: 1 } })
})

test('visits that end together are written together', async () => {
  const { polls, batches } = opened()
  const { results, end } = visits(polls, names(20))
  end(...names(20))
  await Promise.all(results)
  expect(batches).toHaveLength(1)
})

test('a record waits for the visits that are under way, but not for long', async () => {
  const { polls, batches } = opened()
  const { results, end } = visits(polls, ['quick', 'slow'])
  end('quick')
  await turn()
  expect(batches).toEqual([])
  await results[0]
  expect(batches.map(({ ids }) => ids)).toEqual([['quick']])
  end('slow')
  await results[1]
  expect(batches).toHaveLength(2)
})

test('nobody waits for a visit that broke', async () => {
  const { polls, batches } = opened()
  const fault = new Error('a fault of ours')
  let fail: (error: unknown) => void = () => {}
  const broken = polls.record(() => new Promise<PollRecord>((_, reject) => (fail = reject)))
  const fine = polls.record(async () => pollOf('a'))
  await turn()
  expect(batches).toEqual([])
  fail(fault)
  await expect(broken).rejects.toBe(fault)
  await turn()
  expect(batches).toHaveLength(1)
  await fine
})

test('no more than 256 at once, and no more than 1,000 drafts', async () => {
  const small = opened()
  const many = visits(small.polls, names(600))
  many.end(...names(600))
  await Promise.all(many.results)
  expect(small.batches.map(({ ids }) => ids.length)).toEqual([256, 256, 88])

  const large = opened()
  const documents = visits(large.polls, names(5), { report: { read: 400 } })
  documents.end(...names(5))
  await Promise.all(documents.results)
  expect(large.batches.map(({ ids }) => ids.length)).toEqual([2, 2, 1])
})

test('there is room until more wait than are written at once, and again when they are taken', async () => {
  const { polls } = opened()
  const { results, end } = visits(polls, names(4), { report: { read: 400 } })
  const isThere = async () => Promise.race([polls.room().then(() => true), turn().then(() => false)])
  end('s0', 's1')
  await turn()
  expect(await isThere()).toBe(true)
  end('s2')
  await turn()
  expect(await isThere()).toBe(false)
  const room = polls.room()
  end('s3')
  await room
  await Promise.all(results)
})

test('what is gathered while others are written comes next', async () => {
  let write = () => {}
  const isWritten = new Promise<void>((resolve) => {
    write = resolve
  })
  const { polls, batches } = opened(async (record) => {
    await isWritten
    return recorded(record)
  })
  const first = polls.record(async () => pollOf('a'))
  await turn()
  const later = [polls.record(async () => pollOf('b')), polls.record(async () => pollOf('c'))]
  await turn()
  expect(batches.map(({ ids }) => ids)).toEqual([['a']])
  write()
  await Promise.all([first, ...later])
  expect(batches.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']])
})

test('each record has its own end', async () => {
  const fault = new Error('the planner broke')
  const { polls } = opened((record) =>
    record.source === 'b' ? { kind: 'failed', error: fault } : record.source === 'c' ? { kind: 'lost' } : recorded(record),
  )
  const { results, end } = visits(polls, ['a', 'b', 'c'])
  end('a', 'b', 'c')
  expect(await Promise.allSettled(results)).toMatchObject([
    { status: 'fulfilled', value: { written: { kind: 'recorded' } } },
    { status: 'rejected', reason: fault },
    { status: 'fulfilled', value: { written: { kind: 'lost' } } },
  ])
})

test('when the store fails, all that was to be written fails, and what comes after is written', async () => {
  let fault: Error | null = new Error('the disk is full')
  const { polls, batches, traffic } = opened((record) => (fault === null ? recorded(record) : Promise.reject(fault)))
  traffic.push({ host: 'a', requests: 1, bytes: 10 })
  const { results, end } = visits(polls, ['a', 'b'])
  end('a', 'b')
  for (const one of await Promise.allSettled(results)) expect(one).toMatchObject({ status: 'rejected', reason: fault })
  fault = null
  traffic.push({ host: 'b', requests: 2, bytes: 20 })
  await polls.record(async () => pollOf('c'))
  expect(batches.at(-1)).toEqual({
    ids: ['c'],
    traffic: [
      { host: 'a', requests: 1, bytes: 10, day: dayOf(now) },
      { host: 'b', requests: 2, bytes: 20, day: dayOf(now) },
    ],
  })
})

test('traffic is written with polls, or when it is asked for, once', async () => {
  const { polls, batches, traffic } = opened()
  await polls.flush()
  expect(batches).toEqual([])
  traffic.push({ host: 'a', requests: 1, bytes: 10 })
  await polls.flush()
  await polls.flush()
  expect(batches).toEqual([{ ids: [], traffic: [{ host: 'a', requests: 1, bytes: 10, day: dayOf(now) }] }])
})
