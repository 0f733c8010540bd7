import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Registered, registerConfigured, registerNames } from '../../src/classify/registry.ts'
import { foldName, isReservedSlug } from '../../src/model/category.ts'
import type { CategorySettings } from '../../src/model/settings.ts'

const lines = (rows: readonly Registered[]) => rows.map(({ slug, name }) => `${slug} ${name}`)

function configured(name: string, slug: string | null): CategorySettings {
  return {
    name,
    slug,
    title: null,
    description: null,
    group: null,
    order: null,
    icon: null,
    isPrivate: false,
    fold: null,
    digests: [],
    keep: null,
    aliases: [],
  }
}

test('names take slugs in code-point order, whatever order they came in', () => {
  const want = ['ac-dc AC DC', 'ac-dc-3af7a9a2 AC-DC', 'ac-dc-5a5abe39 AC/DC']
  expect(lines(registerNames(['AC/DC', 'AC-DC', 'AC DC'], new Set(), {}))).toEqual(want)
  expect(lines(registerNames(['AC-DC', 'AC DC', 'AC/DC'], new Set(), {}))).toEqual(want)
})

test('of several spellings of one name the smallest stands', () => {
  expect(registerNames(['ac/dc', 'AC/dc', 'AC/DC', 'ＡＣ/DC'], new Set(), {})).toEqual([{ slug: 'ac-dc', name: 'AC/DC', folded: 'ac/dc' }])
})

test('a taken slug, a route, a device and digits alone get 8 hex of the name', () => {
  const rows = registerNames(['Taken', 'Search', 'CON', '2026'], new Set(['taken']), {})
  expect(rows.map(({ slug }) => slug.replace(/[0-9a-f]{8}$/, '#'))).toEqual(['2026-#', 'con-#', 'search-#', 'taken-#'])
})

test('a name that spells out another one’s suffixed slug takes yet another', () => {
  const [first] = registerNames(['AC/DC'], new Set(['ac-dc']), {})
  const rows = registerNames(['AC/DC'], new Set(['ac-dc', first?.slug ?? '']), {})
  expect(rows[0]?.slug).toMatch(/^ac-dc-[0-9a-f]{8}$/)
  expect(rows[0]?.slug).not.toBe(first?.slug)
})

test('slugs that config names come first, whatever the order of its list', () => {
  const rows = registerConfigured([configured('AC/DC', null), configured('Rock', 'ac-dc')], new Set(), {})
  expect(new Map(rows.map(({ name, slug }) => [name, slug]))).toEqual(
    new Map([
      ['Rock', 'ac-dc'],
      ['AC/DC', 'ac-dc-5a5abe39'],
    ]),
  )
})

test('names never share a slug, and no slug is reserved', () => {
  const name = fc.oneof(
    fc.constantFrom('AC/DC', 'ac dc', 'AC-DC', '!', '?', 'con', 'feed', '1', '国际', '國際'),
    fc.string({ unit: 'grapheme' }),
  )
  fc.assert(
    fc.property(fc.array(name, { maxLength: 30 }), fc.array(name, { maxLength: 30 }), (before, names) => {
      const known = registerNames(before, new Set(), {})
      const folded = new Set(known.map((row) => row.folded))
      const fresh = names.filter((one) => !folded.has(foldName(one)))
      const all = [...known, ...registerNames(fresh, new Set(known.map((row) => row.slug)), {})]
      expect(new Set(all.map((row) => row.slug)).size).toBe(all.length)
      expect(new Set(all.map((row) => row.folded)).size).toBe(all.length)
      expect(all.filter((row) => isReservedSlug(row.slug))).toEqual([])
    }),
  )
})
