// A Jekyll site on this disk: which files are posts, and what its config says of their addresses.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { cannotRead } from '../base/cannot-read.ts'
import { AppError, systemCodeOf } from '../base/errors.ts'
import { byCodePoint } from '../base/text.ts'
import { isZone } from '../base/zone.ts'
import type { PostFiles } from '../model/post-files.ts'
import { readFrontMatter } from '../parse/front-matter.ts'
import { postName } from '../parse/jekyll-post.ts'

const configName = '_config.yml'
/** What Jekyll makes, drafts, and what belongs to programs. */
const notPosts = new Set(['_site', '_drafts', '_layouts', '_includes', '_sass', '_data', 'node_modules', 'vendor'])
const postEnding = /\.(?:md|markdown|mkdn|mkd|html?)$/i

/** A site's folder, or a folder of posts. @throws AppError `cannot-read` when it is not there, or holds no post */
export async function openPostFolder(path: string): Promise<PostFiles> {
  const given = resolve(path)
  const root = (await siteAround(given)) ?? given
  const config = await siteConfig(join(root, configName))
  const files: string[] = []
  await walk(given, root, files)
  if (files.length === 0)
    throw new AppError(
      'cannot-read',
      `No file in ${path} is a post`,
      'Name the folder of a Jekyll site, or one of files named YYYY-MM-DD-name.md.',
      { path },
    )
  return { files: files.sort(byCodePoint), ...config, read: (file) => reading(join(root, file), (full) => readFile(full)) }
}

/** The folder itself, or the one above `_posts`: paths stay the same, whichever of them is named. */
async function siteAround(folder: string): Promise<string | null> {
  for (const candidate of [folder, dirname(folder)]) {
    const isSite = candidate === folder || basename(folder).startsWith('_') || basename(folder) === 'old_post'
    if (isSite && (await exists(join(candidate, configName)))) return candidate
  }
  return basename(folder) === '_posts' ? dirname(folder) : null
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

async function walk(folder: string, root: string, files: string[]): Promise<void> {
  const isOfPosts = relative(root, folder).split(sep).includes('_posts')
  for (const entry of await reading(folder, (full) => readdir(full, { withFileTypes: true }))) {
    const full = join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory() && !notPosts.has(entry.name)) await walk(full, root, files)
    else if (entry.isFile() && (isOfPosts ? postEnding : postName).test(entry.name)) files.push(relative(root, full).split(sep).join('/'))
  }
}

async function siteConfig(file: string): Promise<Pick<PostFiles, 'permalink' | 'timezone' | 'title'>> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const read = readFrontMatter(`---\n${text}\n---\n`)
  const values = 'values' in read ? read.values : {}
  const textOf = (name: string) => (typeof values[name] === 'string' && values[name] !== '' ? values[name] : null)
  const timezone = textOf('timezone')
  return { permalink: textOf('permalink'), timezone: timezone !== null && isZone(timezone) ? timezone : null, title: textOf('title') }
}

async function reading<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(path)
  } catch (error) {
    if (systemCodeOf(error) === null) throw error
    throw cannotRead(path, error)
  }
}
