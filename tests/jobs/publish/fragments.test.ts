import { expect, test } from 'vitest'
import { keptFragments, versionOf } from '../../../src/jobs/publish/fragments.ts'
import type { PublicationItem } from '../../../src/render/feed-item.ts'
import { sampleEntry } from '../../render/samples.ts'

const item = (version?: string): PublicationItem => ({ title: 'T', link: '', date: new Date(0), ...(version !== undefined && { version }) })

/** What is asked for, and how often it had to be made. */
function counting(most?: number) {
  const fragments = keptFragments(most)
  let made = 0
  const ask = (version: string | undefined, text = 'x', format: 'atom' | 'rss' = 'atom') =>
    fragments.of(item(version), format, () => {
      made++
      return text
    })
  return { ask, made: () => made }
}

test('makes an item once in each format, and one without a version each time', () => {
  const { ask, made } = counting()
  for (const version of ['a 1', 'a 1', 'a 2', undefined, undefined]) ask(version)
  expect(made()).toBe(4)
  expect(ask('a 1', 'y', 'rss')).toBe('y')
  expect(ask('a 1', 'never')).toBe('x')
})

test('forgets what was not asked for the longest', () => {
  const { ask, made } = counting(10)
  ask('a', '12345')
  ask('b', '12345')
  ask('a')
  ask('c', '12345')
  expect(made()).toBe(3)
  ask('a')
  expect(made()).toBe(3)
  ask('b')
  expect(made()).toBe(4)
})

test('what is longer than all that may be kept is made, and not kept', () => {
  const { ask, made } = counting(4)
  expect([ask('a', '12345'), ask('a', '12345')]).toEqual(['12345', '12345'])
  expect(made()).toBe(2)
})

const entry = sampleEntry()
const otherwise: readonly { name: string; other: typeof entry }[] = [
  { name: 'another entry', other: { ...entry, id: `${entry.id}0` } },
  { name: 'another revision', other: { ...entry, revision: entry.revision + 1 } },
  { name: 'another date of change', other: { ...entry, dateModified: 5 } },
  { name: 'another owner', other: { ...entry, source: 'other' } },
  { name: 'it is withdrawn', other: { ...entry, retraction: { at: 1, why: 'x', isSilent: false } } },
  { name: 'its text is gone', other: { ...entry, contentHtml: null, summary: null } },
]
for (const { name, other } of otherwise) {
  test(`${name} is another version`, () => {
    expect(versionOf(other)).not.toBe(versionOf(entry))
  })
}
