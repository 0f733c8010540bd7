// PORT: where published bytes go.
import type { RegistryLine } from '../model/registry-line.ts'

export interface Outlet {
  /** What stands at a path, whole; null: nothing. */
  read(path: string): Promise<Uint8Array | null>
  /** Puts bytes at a path (relative, `/`-separated), whole or not at all; equal bytes are left untouched. */
  write(path: string, bytes: string | Uint8Array): Promise<'written' | 'unchanged'>
  /** As `write`, with compressed variants beside: for what many readers fetch again and again. A variant never stays behind its file. */
  writeWithVariants(path: string, bytes: string | Uint8Array): Promise<'written' | 'unchanged'>
  /** Removes what was written, variants too; a missing file is no error. */
  remove(path: string): Promise<void>
  /** When it resolves, all that was written and removed before outlasts a loss of power. */
  sync(): Promise<void>
}

/** The registry file beside the output folder, as text. */
export interface RegistryFile {
  /** For messages. */
  readonly path: string
  /** Bytes; null: it is not there. */
  size(): Promise<number | null>
  /** Adds lines; its size afterwards. When it resolves, they outlast a loss of power. @throws AppError `cannot-write` */
  append(text: string): Promise<number>
  /** Takes its place whole or not at all; its size afterwards. @throws AppError `cannot-write` */
  replace(parts: AsyncIterable<string>): Promise<number>
  /** What it says, in its order; a last line that is cut off is passed over. @throws AppError `registry-damaged` at the end, naming lines */
  lines(): AsyncIterable<RegistryLine>
}
