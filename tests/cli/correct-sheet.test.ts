// What people read after `merge` and `split`.
import { expect, test } from 'vitest'
import type { CorrectionReport } from '../../src/app.ts'
import { describeCorrection } from '../../src/cli/correct-sheet.ts'

const screen = { isTerminal: false, columns: 100 }
const one = { row: 1, id: 'tag:x,2026:1', path: 'a/1.html', title: 'Quay', page: 'https://x.example/a/1.html' }
const other = { row: 2, id: 'tag:x,2026:2', path: 'a/2.html', title: 'Harbour', page: 'https://x.example/a/2.html' }
const published = { files: 12, categories: 3 }
const told = (report: Partial<CorrectionReport>) =>
  describeCorrection({ kind: 'merged', entry: one, other, isRetracted: false, published, ...report }, screen)

test('a merge says which one stays and why, and where the other one leads', () => {
  expect(told({})).toBe(`Quay  merged
  why it     it was published first; for ever, whatever later polls bring
  id         tag:x,2026:1
  page       https://x.example/a/1.html
  gone       tag:x,2026:2: nothing else is ever given it
  leads      https://x.example/a/2.html leads to the page above (301 from the server)
  published  12 files in 3 categories
`)
})

test('of what was never published no address goes', () => {
  expect(told({ other: { ...other, id: null, path: null, page: null } })).not.toContain('gone')
})

test('what became retracted is said to be so', () => {
  const text = told({ isRetracted: true })
  expect(text).toContain('it is retracted, and so is what became it')
  expect(text).not.toContain('published first')
})

test('what was one already is said to be so, and nothing else', () => {
  expect(told({ kind: 'one', other: null })).toBe(`Quay  one entry already
  id         tag:x,2026:1
  page       https://x.example/a/1.html
  done       nothing was to be done; "newsstand explain" says why they are one
`)
})

test('a split names both, also where the new one is not published yet', () => {
  expect(told({ kind: 'split' })).toContain(`  taken      Harbour
  its id     tag:x,2026:2
  its page   https://x.example/a/2.html
`)
  expect(told({ kind: 'split', other: { ...other, id: null, path: null, page: null, title: '' } })).toContain(`  taken      (without title)
  its id     given when it is published
  its page   none yet: "newsstand explain" says what it waits for
`)
})
