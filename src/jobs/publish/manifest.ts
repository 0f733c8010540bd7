// An outlet that knows what it wrote, in this publishing and in earlier ones, and removes nothing else.
import type { Folder } from '../../model/output.ts'
import type { Outlet } from '../../publish/outlet.ts'
import type { Store } from '../../store/store.ts'

export interface KeptOutlet extends Outlet {
  /** Notes what is about to be written: for many files at once quicker than for each by itself. */
  expect(paths: readonly string[]): Promise<void>
  /** Removes what it wrote that begins so. */
  removeUnder(start: string): Promise<void>
}

export function keptOutlet(outlet: Outlet, folder: Folder, { manifest }: Pick<Store, 'manifest'>): KeptOutlet {
  /** What the manifest is known to hold. */
  const expected = new Set<string>()
  const removed = new Set<string>()

  const expect = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) removed.delete(path)
    const fresh = paths.filter((path) => !expected.has(path))
    if (fresh.length === 0) return
    const known = await manifest.known(folder, fresh)
    const unknown = fresh.filter((path) => !known.has(path))
    if (unknown.length > 0) await manifest.expect(folder, unknown)
    for (const path of fresh) expected.add(path)
  }

  const removeKnown = async (paths: Iterable<string>): Promise<void> => {
    for (const path of paths) {
      await outlet.remove(path)
      expected.delete(path)
      removed.add(path)
    }
  }

  return {
    expect,
    read: outlet.read,
    write: async (path, bytes) => {
      await expect([path])
      return outlet.write(path, bytes)
    },
    writeWithVariants: async (path, bytes) => {
      await expect([path])
      return outlet.writeWithVariants(path, bytes)
    },
    remove: async (path) => removeKnown(await manifest.known(folder, [path])),
    removeUnder: async (start) => removeKnown(await manifest.under(folder, start)),
    sync: async () => {
      await outlet.sync()
      if (removed.size > 0) await manifest.forget(folder, [...removed])
      removed.clear()
      expected.clear()
    },
  }
}
