// Files of the operator's own that the site publishes: read with the config, so that what is wrong with them is told with it.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, systemCodeOf } from '../base/errors.ts'
import { assetPath, iconPath } from '../model/paths.ts'
import type { Asset } from '../model/settings.ts'
import type { ConfigFile } from './file.ts'
import { valueAt } from './plain.ts'
import type { Problem } from './problem.ts'
import { stylesheetTrouble } from './stylesheet-checks.ts'
import type { Trouble } from './variables.ts'

export interface SiteFiles {
  readonly stylesheet: Asset | null
  readonly icon: Asset | null
}

/** Everyone who visits the site loads both. */
const mostBytes = 256 * 1024

const keys = ['stylesheet', 'icon'] as const
type Key = (typeof keys)[number]

export function readSiteFiles(root: ConfigFile): SiteFiles & { readonly problems: readonly Problem[] } {
  const read = { stylesheet: readNamed(root, 'stylesheet'), icon: readNamed(root, 'icon') }
  return {
    stylesheet: assetOf(read.stylesheet),
    icon: assetOf(read.icon),
    problems: keys.flatMap((key) => {
      const found = read[key]
      return found === null || 'bytes' in found ? [] : [root.problem(['site', key], found)]
    }),
  }
}

/** Paths of the files that a config names, whatever they hold. */
export function siteFilesOf(root: ConfigFile): readonly string[] {
  return keys.flatMap((key) => pathOf(root, key) ?? [])
}

function readNamed(root: ConfigFile, key: Key): Asset | Trouble | null {
  const path = pathOf(root, key)
  if (path === null) return null
  const bytes = readBytes(path)
  if (!(bytes instanceof Uint8Array)) return bytes
  return key === 'icon' ? readIcon(bytes, path) : readStylesheet(bytes, path)
}

function pathOf(root: ConfigFile, key: Key): string | null {
  const written = valueAt(root.value, ['site', key])
  if (typeof written !== 'string' || written.trim() === '' || root.isBroken || root.isReported(['site', key])) return null
  return resolve(dirname(root.file), written)
}

function readBytes(path: string): Uint8Array | Trouble {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= mostBytes) return bytes
    return {
      message: `${JSON.stringify(path)} has ${bytes.length} bytes`,
      advice: `make it smaller than ${mostBytes}: every page loads it`,
    }
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')
    return isMissing
      ? { message: `there is no file ${JSON.stringify(path)}`, advice: 'write its path relative to this file, or take the setting out' }
      : { message: `${JSON.stringify(path)} cannot be read: ${messageOf(error)}`, advice: 'make it a readable file' }
  }
}

function readStylesheet(bytes: Uint8Array, path: string): Asset | Trouble {
  const text = decode(bytes)
  if (text === null) return { message: `${JSON.stringify(path)} is not UTF-8`, advice: 'save it as UTF-8' }
  const trouble = stylesheetTrouble(text)
  if (trouble === null) return { path: assetPath.customStylesheet, bytes }
  return { ...trouble, message: `${JSON.stringify(path)} ${trouble.message}` }
}

/** By what it holds: names may lie, and browsers are told not to guess. */
function readIcon(bytes: Uint8Array, path: string): Asset | Trouble {
  const kind = pictureKinds.find(({ starts }) => starts.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1')))
  if (kind !== undefined) return { path: iconPath(kind.extension), bytes }
  const text = decode(bytes)
  if (text === null || !/<svg[\s>]/.test(text))
    return { message: `${JSON.stringify(path)} is no picture of a known kind`, advice: 'give an SVG, PNG, ICO, WebP or JPEG file' }
  return /<script[\s>/]/i.test(text)
    ? { message: `${JSON.stringify(path)} holds a script`, advice: 'take it out: pages run none' }
    : { path: iconPath('svg'), bytes }
}

const pictureKinds = [
  { extension: 'png', starts: /^\x89PNG\r\n\x1a\n/ },
  { extension: 'ico', starts: /^\0\0\x01\0/ },
  { extension: 'jpg', starts: /^\xff\xd8\xff/ },
  { extension: 'webp', starts: /^RIFF[\s\S]{4}WEBP/ },
] as const

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function assetOf(read: Asset | Trouble | null): Asset | null {
  return read !== null && 'bytes' in read ? read : null
}
