// An exact copy of a test site's store, taken to another site.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CopyReport, importCopy } from '../../src/jobs/copy/import-copy.ts'
import { checkCopy, readCopy, writeCopy } from '../../src/publish/copy-file.ts'
import type { TestSite } from './site.ts'

/** Runs work with the path of a file that holds a copy of the site's store. */
export async function withCopy<T>(site: TestSite, work: (file: string) => Promise<T>, name = 'copy.jsonl'): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-copy-'))
  try {
    const file = join(dir, name)
    const { copies } = site.deps.store
    await writeCopy(file, { ...(await copies.head()), made: '2026-01-10T12:00:00Z', by: 'test' }, copies.read())
    return await work(file)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

export async function takeCopyIn(file: string, site: TestSite): Promise<CopyReport> {
  const { head, lines, hash } = await checkCopy(file)
  return importCopy({ head, lines, hash, read: (from) => readCopy(file, from) }, { ...site.deps, onProgress: () => {} })
}
