import { expect, test } from 'vitest'
import { printLine, type RegisteredEntry, type RegistryLine } from '../../src/model/registry-line.ts'
import { readLine } from '../../src/model/registry-reading.ts'
import type { Store } from '../../src/store/store.ts'
import type { Stores } from './store.ts'
import { category, idOf, now, pathOf, planOf, publish, publishEntries, record, seen, source } from './store-samples.ts'

async function* these(...lines: readonly RegistryLine[]): AsyncGenerator<RegistryLine> {
  yield* lines
}

function entry(n: number, changes: Partial<RegisteredEntry> = {}): RegisteredEntry {
  const dates = { listed: now, firstPublished: now, published: now, origin: 'published', modified: null, firstSeen: now }
  return {
    kind: 'entry',
    id: idOf(n),
    path: pathOf(n),
    places: {},
    ...dates,
    title: '00',
    keys: [`guid:a:${n}`],
    retraction: null,
    pruning: null,
    said: [],
    ...changes,
  }
}

async function behind(store: Store) {
  return (await store.register.linesBehind(100)).map(({ text }) => readLine(text))
}

export function registerContract({ open }: Stores): void {
  test('what is published is behind until it is written, and again when its page changes', async () => {
    const store = await open()
    await publishEntries(store, 2, (n) => ({ row: { listed: now - n } }))
    const lines = await store.register.linesBehind(1)
    expect(lines.map(({ text, isWritten }) => [readLine(text), isWritten])).toMatchObject([
      [{ kind: 'entry', id: idOf(1), path: pathOf(1), listed: now - 1, firstPublished: now, keys: ['guid:a:1'] }, false],
    ])
    await store.register.linesWritten(lines)
    expect(await behind(store)).toMatchObject([{ id: idOf(2) }])
    await store.markAllStale()
    expect((await store.register.linesBehind(100)).map(({ isWritten }) => isWritten)).toEqual([true, false])
  })

  test('a line that changed while it was written is behind still', async () => {
    const store = await open()
    await publishEntries(store, 1)
    const lines = await store.register.linesBehind(1)
    await store.markAllStale()
    await store.register.linesWritten(lines)
    expect(await behind(store)).toHaveLength(1)
  })

  test('keys that come without a change of the page are behind', async () => {
    const store = await open()
    await publishEntries(store, 1)
    await store.register.linesWritten(await store.register.linesBehind(1))
    await record(store, planOf([seen(1, { id: 1, entry: 1, keys: ['guid:a:new'] })]), now + 1)
    await store.settle({ now: now + 1, settleMs: 0 }, async (settling) => {
      for (const { id } of await settling.due()) await settling.wait(id, 'touched')
    })
    expect(await behind(store)).toMatchObject([{ keys: ['guid:a:1', 'guid:a:new'] }])
  })

  test('all lines come in order of id, claims between them', async () => {
    const store = await open()
    await store.register.adopt(these(entry(7), { kind: 'moved', id: idOf(2), path: pathOf(2), to: idOf(7) }))
    await store.syncSources([source('a')])
    await record(store, planOf([seen(1), seen(3)]))
    await publish(store)
    const found: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page = await store.register.linesAfter(after, 2)
      found.push(...page.texts)
      after = page.last
    }
    expect(found.map((text) => JSON.parse(text).entry)).toEqual([1, 2, 3, 7].map(idOf))
    expect(found[3]).toBe(printLine(entry(7)))
  })

  test('what the store does not know is adopted, the last line of an id; what it knows is not', async () => {
    const store = await open()
    await publishEntries(store, 1)
    expect(await store.register.adopt(these(entry(1), entry(2), entry(2, { keys: ['guid:a:other'] }), entry(3)))).toBe(2)
    await store.settle({ now, settleMs: 0 }, async (settling) => {
      expect(await settling.lost(['guid:a:1', 'guid:a:2'], [])).toEqual([])
      expect(await settling.lost(['guid:a:other'], [])).toMatchObject([{ line: { id: idOf(2) }, entry: null, sources: [] }])
      expect([await settling.isMinted('id', idOf(3)), await settling.isMinted('name', '2026/01/10/3.html')]).toEqual([true, true])
    })
  })

  test('who takes a claim is led to by what led to it', async () => {
    const store = await open()
    const moved = { kind: 'moved', id: idOf(8), path: pathOf(8), to: idOf(7) } as const
    await store.register.adopt(these(entry(7, { firstPublished: 5 }), moved, { ...moved, id: idOf(9), path: pathOf(9), to: idOf(8) }))
    expect([await store.movedFrom(pathOf(8)), await store.movedFrom(pathOf(9)), await store.movedFrom(pathOf(7))]).toEqual([
      pathOf(7),
      pathOf(7),
      null,
    ])
    await store.syncSources([source('a')])
    await record(store, planOf([seen(7)]))
    await publish(store)
    await store.settle({ now, settleMs: 0 }, (settling) => settling.take(entry(7, { firstPublished: 5 }), 1))
    expect([await store.movedFrom(pathOf(8)), await store.movedFrom(pathOf(9))]).toEqual([pathOf(7), pathOf(7)])
    expect(await behind(store)).toMatchObject([{ firstPublished: 5 }, { kind: 'moved', to: idOf(7) }, { kind: 'moved', to: idOf(7) }])
  })

  test('what is hidden says nothing but its id and the mark of its name', async () => {
    const store = await open()
    await publishEntries(store, 1)
    await store.settle({ now, settleMs: 0 }, (settling) => settling.hide(1))
    expect(await behind(store)).toEqual([{ kind: 'hidden', id: idOf(1), name: expect.stringMatching(/^sha256-[0-9a-f]{32}$/) }])
  })

  test('categories that are public, or were, have lines; those that became private are to have none', async () => {
    const store = await open()
    await store.syncCategories(() => [
      category('a'),
      category('b'),
      category('c', { isPrivate: true }),
      category('d', { state: 'waiting' }),
    ])
    const lines = await store.register.categoryLines()
    expect(lines.map(({ slug, line, written }) => [slug, line !== null, written])).toEqual([
      ['a', true, null],
      ['b', true, null],
    ])
    await store.register.categoriesWritten(lines)
    await store.syncCategories(() => [category('b', { isPrivate: true })])
    const after = await store.register.categoryLines()
    expect(after.map(({ line, written }) => [line === written, line])).toEqual([
      [true, lines[0]?.line],
      [false, null],
    ])
  })

  test('categories are adopted with their names and where they went', async () => {
    const store = await open()
    const common = { kind: 'category', is: 'category', isAutomatic: false, renamedFrom: null } as const
    await store.register.adopt(
      these(
        { ...common, slug: 'old', name: 'Ⅰ', names: [], state: 'moved', movedTo: 'new' },
        { ...common, slug: 'new', name: 'Ⅰ', names: ['Ⅰ', 'One'], state: 'active', movedTo: null },
      ),
    )
    expect((await store.registry()).map(({ slug, folded, state, movedTo }) => [slug, folded, state, movedTo])).toEqual([
      ['old', null, 'moved', 'new'],
      ['new', 'i', 'active', null],
      ['new', 'one', 'active', null],
    ])
    expect(await store.fateOf('old')).toEqual({ kind: 'moved', to: 'new' })
  })
}
