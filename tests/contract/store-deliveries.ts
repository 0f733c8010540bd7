import { expect, test } from 'vitest'
import type { NewDelivery } from '../../src/model/delivery.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { hour, idOf, minute, now, publishEntries } from './store-samples.ts'

const entries = (...rows: readonly number[]): NewDelivery['message'] => ({ kind: 'entries', slug: 'tech', name: 'Tech', entries: rows })
const alert = (source: string, failures: number): NewDelivery['message'] => ({
  kind: 'alert',
  alert: { event: 'failing', source, since: now, at: now, code: 'timeout', message: null, failures },
})

async function add(store: Store, recipient: string, ...messages: readonly NewDelivery['message'][]): Promise<readonly number[]> {
  const deliveries = messages.map((message) => ({ recipient, message }))
  return store.settle({ now, settleMs: 0 }, (settling) => settling.tell(deliveries, { at: now, dueAt: now }))
}

const term = { now, until: now + minute }

export function deliveriesContract({ open, opening }: Stores): void {
  test('a message is taken once, until its time is up or it is put off', async () => {
    const store = await open()
    const [id = -1] = await add(store, 'hook', entries(1, 2))
    const delivery = { id, recipient: 'hook', message: entries(1, 2), createdAt: now }
    expect(await store.claimDelivery('hook', term)).toEqual({ ...delivery, attempts: 1 })
    expect(await store.claimDelivery('hook', term)).toBeNull()
    expect(await store.claimDelivery('hook', { now: now + minute, until: now + hour })).toEqual({ ...delivery, attempts: 2 })
    await store.postponeDeliveries([id], now + 2 * minute)
    expect(await store.claimDelivery('hook', { now: now + 2 * minute - 1, until: now + hour })).toBeNull()
    expect(await store.claimDelivery('hook', { now: now + 2 * minute, until: now + hour })).toMatchObject({ attempts: 3 })
  })

  test('what is handed over is gone', async () => {
    const store = await open()
    const [id = -1] = await add(store, 'hook', entries(1))
    await store.endDelivery(id)
    expect(await store.claimDelivery('hook', term)).toBeNull()
    expect(await store.dueRecipients(now)).toEqual([])
  })

  test('says who is to be told something now', async () => {
    const store = await open()
    await add(store, 'two', entries(1), entries(2))
    const [later = -1] = await add(store, 'later', entries(1))
    await add(store, 'one', entries(1))
    await store.postponeDeliveries([later], now + 1)
    expect(await store.dueRecipients(now)).toEqual(['one', 'two'])
    expect(await store.dueRecipients(now + 1)).toEqual(['later', 'one', 'two'])
  })

  test('alerts of one source keep their order, whatever becomes of the first', async () => {
    const store = await open()
    const [first = -1] = await add(store, 'hook', alert('a', 1), alert('a', 2), alert('b', 3))
    await store.postponeDeliveries([first], now + hour)
    expect(await store.claimDelivery('hook', term)).toMatchObject({ message: alert('b', 3) })
    expect(await store.claimDelivery('hook', term)).toBeNull()
    await store.endDelivery(first)
    expect(await store.claimDelivery('hook', term)).toMatchObject({ message: alert('a', 2) })
  })

  test('what was tried least comes first: one that is always refused does not hold up the others', async () => {
    const store = await open()
    await add(store, 'hook', entries(1), entries(2))
    expect(await store.claimDelivery('hook', term)).toMatchObject({ message: entries(1) })
    const later = { now: now + minute, until: now + hour }
    expect(await store.claimDelivery('hook', later)).toMatchObject({ message: entries(2) })
    expect(await store.claimDelivery('hook', later)).toMatchObject({ message: entries(1), attempts: 2 })
  })

  test('a recipient’s old messages can be dropped', async () => {
    const store = await open()
    await add(store, 'hook', entries(1), entries(2))
    await add(store, 'other', entries(3))
    expect(await store.dropDeliveries('hook', now)).toBe(0)
    expect(await store.dropDeliveries('hook', now + 1)).toBe(2)
    expect(await store.dueRecipients(now)).toEqual(['other'])
  })

  test('messages are kept when the store is opened again, and go with the settling that made them', async () => {
    const place = opening()
    const store = await open(place)
    await add(store, 'hook', entries(1))
    const breaking = store.settle({ now, settleMs: 0 }, async (settling) => {
      await settling.tell([{ recipient: 'other', message: entries(2) }], { at: now, dueAt: now })
      throw new Error('the settling broke')
    })
    await expect(breaking).rejects.toThrow('the settling broke')
    expect(await (await open(place)).dueRecipients(now)).toEqual(['hook'])
  })

  test('entries are found by their rows while they are published, the newest first', async () => {
    const store = await open()
    await publishEntries(store, 3, (n) => ({ row: { listed: now + n } }))
    expect((await store.entriesOf([1, 2, 3, 99])).map(({ id }) => id)).toEqual([idOf(3), idOf(2), idOf(1)])
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(2))
    expect((await store.entriesOf([2, 1])).map(({ id }) => id)).toEqual([idOf(1)])
    expect(await store.entriesOf([])).toEqual([])
  })
}
