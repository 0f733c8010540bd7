// How much room a SQLite store takes.
import { stat } from 'node:fs/promises'

/** The file and its write-ahead log; 0 for a store in memory. */
export async function bytesOf(file: string): Promise<number> {
  const sizes = await Promise.all(
    [file, `${file}-wal`].map((name) =>
      stat(name).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
