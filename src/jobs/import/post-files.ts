// What an import is given of the world.

/** Where posts are: a folder, or what stands for one. */
export interface PostFiles {
  /** Paths in an order that stays. */
  readonly files: readonly string[]
  readonly permalink: string | null
  readonly timezone: string | null
  readonly title: string | null
  read(path: string): Promise<Uint8Array>
}
