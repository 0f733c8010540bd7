// A real Jekyll, where one is installed.
import { spawnSync } from 'node:child_process'
import { start } from './program.ts'

const program = 'jekyll'

/** Jekyll's version; null: it is not installed. */
export const jekyllVersion = versionOf()

function versionOf(): string | null {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}

export interface Built {
  readonly code: number | null
  /** What it said. */
  readonly log: string
}

/** Builds the site of a folder into its `_site`. */
export async function jekyllBuild(dir: string, ...args: readonly string[]): Promise<Built> {
  // Ruby takes files for ASCII where the environment names no other encoding; its home keeps no cache of an earlier run.
  const env = { LANG: 'C.UTF-8', HOME: dir }
  const { code, stdout, stderr } = await start(program, ['build', '--trace', '--disable-disk-cache', ...args], { cwd: dir, env }).ended
  return { code, log: stdout + stderr }
}
