import { expect, test } from 'vitest'
import { lending } from '../../src/jobs/lending.ts'
import { signalled } from '../fetch/web.ts'

test('what runs keeps what it began with; what begins later gets what is lent then', async () => {
  const lent = lending('old')
  const end = signalled()
  const running = lent.use(async (mine) => {
    await end.promise
    return mine
  })
  void lent.replace('new')
  expect(lent.current).toBe('new')
  expect(await lent.use(async (mine) => mine)).toBe('new')
  end.resolve()
  expect(await running).toBe('old')
})

test('what was lent is free when the last who works with it has ended, well or badly', async () => {
  const lent = lending('old')
  const ends = [signalled(), signalled()]
  const works = ends.map(({ promise }) => lent.use(() => promise))
  let isFree = false
  const freed = lent.replace('new').then(() => {
    isFree = true
  })
  ends[0]?.resolve()
  await works[0]
  await new Promise((resolve) => setImmediate(resolve))
  expect(isFree).toBe(false)
  const bad = lent.use(() => Promise.reject(new Error('broken')))
  await expect(bad).rejects.toThrow('broken')
  ends[1]?.resolve()
  await freed
  expect(isFree).toBe(true)
})

test('what nobody works with is free at once', async () => {
  const lent = lending('old')
  await lent.use(async () => {})
  await lent.replace('new')
  expect(lent.current).toBe('new')
})
