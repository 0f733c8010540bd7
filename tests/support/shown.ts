// What `--json` answers (design §4), as tests read it.

export interface ShownEntry {
  readonly id: string
  readonly keys: readonly string[]
  readonly source: string
  readonly sources: readonly string[]
  readonly title: string
  readonly url: string | null
  readonly content_html: string | null
  readonly summary: string | null
  readonly publisher: string | null
  readonly tags: readonly string[]
  readonly categories: readonly string[]
  readonly date_published: string
  readonly date_modified: string | null
  readonly listed: string
  readonly revision: number
  readonly path: string
}

export interface ShownCategory {
  readonly slug: string
  readonly name: string
  readonly entries: number
}

export interface ShownPoll {
  readonly sources: readonly {
    readonly id: string
    readonly outcome: string
    readonly code: string | null
    readonly message: string | null
    readonly read: number
    readonly new: number
    readonly updated: number
    readonly merged: number
  }[]
  readonly published: { readonly categories: number; readonly files: number }
}
