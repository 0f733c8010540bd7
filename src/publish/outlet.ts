// PORT: where published bytes go.

export interface Outlet {
  /** Puts bytes at a path (relative, `/`-separated), whole or not at all; equal bytes are left untouched. */
  write(path: string, bytes: string | Uint8Array): Promise<'written' | 'unchanged'>
  /** Removes what was written; a missing file is no error. */
  remove(path: string): Promise<void>
}
