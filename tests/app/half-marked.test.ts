// Everything was to be written again, and the program ended before all of it was marked.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { silentLogger } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'

const config = `site: { title: T, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
sources: []
`

test('what was being marked when the program ended is marked when it is opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'newsstand-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [file, index] = [join(folder, 'newsstand.yaml'), join(folder, 'public/index.html')]
  writeFileSync(file, config)
  const publish = async () => {
    const app = await openApp(loadConfig(file, {}), { log: silentLogger })
    await app.publish({ isAll: false })
    await app.close()
  }
  await publish()
  const page = readFileSync(index, 'utf8')
  writeFileSync(index, 'something else')
  await publish()
  expect(readFileSync(index, 'utf8')).toBe('something else')

  const store = new Database(join(folder, 'store.sqlite'))
  store.prepare("insert into meta (key, value) values ('marking-all', 'begun')").run()
  store.close()
  await publish()
  expect(readFileSync(index, 'utf8')).toBe(page)
})
