// PORT: where published bytes go.

export interface Outlet {
  /** Puts bytes at a path (relative, `/`-separated), whole or not at all; equal bytes are left untouched. */
  write(path: string, bytes: string | Uint8Array): Promise<'written' | 'unchanged'>
  /** As `write`, with compressed variants beside: for what many readers fetch again and again. A variant never stays behind its file. */
  writeWithVariants(path: string, bytes: string | Uint8Array): Promise<'written' | 'unchanged'>
  /** Removes what was written, variants too; a missing file is no error. */
  remove(path: string): Promise<void>
  /** When it resolves, all that was written and removed before outlasts a loss of power. */
  sync(): Promise<void>
}
