// What an import of posts is given of the world.

/** Where posts are: a folder, or what stands for one. */
export interface PostFiles {
  /** Paths from the site's folder, `/` as separator, in an order that stays. */
  readonly files: readonly string[]
  readonly permalink: string | null
  readonly timezone: string | null
  readonly title: string | null
  /** @throws AppError `cannot-read` */
  read(path: string): Promise<Uint8Array>
}
