// What `explain` tells of imported posts: as which source they are kept, and where they were read before.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { describeExplanation } from '../../../src/cli/explain-sheet.ts'
import { explain } from '../../../src/jobs/explain/explain.ts'
import { importPosts } from '../../../src/jobs/import/import-posts.ts'
import { explanationShape } from '../../../src/model/explanation-shape.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { originalPost, postPath, postsIn, type WrittenPost } from '../../support/posts.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../../support/site.ts'

const post: WrittenPost = { code: 'C100', title: '港口', date: '2022-01-23 20:41:04', slug: 'guojishangbao', publisher: '国际商报' }

test('an imported post says so, and where it was read before', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-imported-'))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])), { file })
  const text = originalPost(post).replace('infoCode=', 'code=')
  await importPosts({ folder: postsIn({ [postPath(post)]: text }), source: 'old-site', onProgress: () => {} }, site.deps)
  const view = await viewSqlite({ file, siteId: site.settings.site.id, identityNames: ['code', 'doi'] })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  const told = await explain('C100', { archive: view, settings: site.settings, now: firstRunAt })
  const path = 'guojishangbao/2022/01/23/C100.html'
  expect(explanationShape(told)).toMatchObject({ path, imported: { source: 'old-site', path, at: '2026-01-10T12:00:00Z' } })
  const sheet = describeExplanation(told, { zone: 'UTC', now: firstRunAt }, { isTerminal: false, columns: 200 })
  expect(sheet.replace(/\s+/g, ' ')).toContain(
    'as a post, kept as source old-site, 2026-01-10 12:00; it was read before under the same path',
  )
})
