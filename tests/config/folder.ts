// Config files in a folder of their own, and what loading them says.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/model/settings.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>
export type Environment = Readonly<Record<string, string | undefined>>

/** The one line that every config needs. */
export const site = 'site: { title: 金融消息, url: "https://news.example" }\n'

/** A folder that is gone after the test. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'newsstand-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Settings of `root.yaml`. */
export function load(files: Files, env: Environment = {}): Settings {
  return loadConfig(join(folderOf(files), 'root.yaml'), env)
}

/** The error of `root.yaml`. */
export function errorOf(files: Files, env: Environment = {}): AppError {
  try {
    load(files, env)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the config is right')
}

/** Lines of the message, with file names relative to the folder. */
export function problemsIn(files: Files, env: Environment = {}): readonly string[] {
  const error = errorOf(files, env)
  const folder = dirname(String(error.facts.file))
  return error.message.split('\n').map((line) => line.replaceAll(`${folder}/`, '').replaceAll(folder, '.'))
}
