// A disk of its own in memory, which can be filled to the last byte and made read-only. Only root may mount one.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  fill(): void
  /** Takes away what filled it. */
  empty(): void
  readOnly(): void
  writable(): void
  unmount(): void
}

const mount = (...args: readonly string[]) => execFileSync('/bin/mount', [...args], { stdio: 'pipe' })

export function mountSmall(dir: string, bytes: number): SmallDisk {
  mkdirSync(dir, { recursive: true })
  mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'newsstand-tests', dir)
  const ballast = join(dir, 'ballast')
  return {
    fill: () => {
      const file = openSync(ballast, 'a')
      try {
        for (let left = room(dir); left > 0; left = room(dir)) writeSync(file, Buffer.alloc(Math.min(left, 65_536)))
      } finally {
        closeSync(file)
      }
    },
    empty: () => rmSync(ballast),
    readOnly: () => mount('-o', 'remount,ro', dir),
    writable: () => mount('-o', 'remount,rw', dir),
    unmount: () => execFileSync('/bin/umount', ['-l', dir], { stdio: 'pipe' }),
  }
}

function room(dir: string): number {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}

/** Where not, tests of full and read-only disks are skipped. */
export function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-mount-'))
  try {
    mountSmall(dir, 65_536).unmount()
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
