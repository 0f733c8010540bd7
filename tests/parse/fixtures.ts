// The documents that the reader is held to: tests/fixtures/<format>/<oddity>.<xml|json|html> beside <oddity>.expected.json.
import { readdir, readFile } from 'node:fs/promises'

export interface Fixture {
  /** `rss/guids.xml` */
  readonly name: string
  readonly bytes: Uint8Array
  /** What the document shows, as far as the file is about it: keys that it does not name are not compared. Instants are written in UTC. */
  readonly expected: object
}

const root = new URL('../fixtures/', import.meta.url)
const folders = ['atom', 'broken', 'charset', 'hostile', 'json-feed', 'modules', 'not-a-feed', 'rdf', 'rss']

export const fixtures: readonly Fixture[] = (await Promise.all(folders.map(readFolder))).flat()

async function readFolder(folder: string): Promise<readonly Fixture[]> {
  const files = (await readdir(new URL(`${folder}/`, root))).filter((file) => !file.endsWith('.expected.json')).sort()
  return Promise.all(files.map((file) => readFixture(`${folder}/${file}`)))
}

async function readFixture(name: string): Promise<Fixture> {
  const expected: object = JSON.parse(await readFile(new URL(name.replace(/\.\w+$/, '.expected.json'), root), 'utf8'))
  return { name, bytes: await readFile(new URL(name, root)), expected }
}
