// Feeds while they are sent: each is in memory once, for all who are sent it, and only so many at a time.
import { sha256Hex } from '../../base/digest.ts'
import type { Outlet } from '../../publish/outlet.ts'

export interface HubDocument {
  readonly bytes: Uint8Array
  /** SHA-256. */
  readonly version: string
}

export interface HubDocuments {
  /** Works with what is published at a path; null: nothing. Waits while too much is sent. */
  use<T>(path: string, outlet: Outlet, work: (document: HubDocument | null) => Promise<T>): Promise<T>
}

/** As many as the fetcher lets through. */
const atOnce = 64

export function hubDocuments(): HubDocuments {
  const open = new Map<string, { readonly document: Promise<HubDocument | null>; users: number }>()
  const line: (() => void)[] = []
  let places = atOnce
  const enter = async () => {
    if (places > 0) places--
    else await new Promise<void>((resolve) => line.push(resolve))
  }
  const leave = () => {
    const next = line.shift()
    if (next === undefined) places++
    else next()
  }
  return {
    use: async (path, outlet, work) => {
      await enter()
      const shared = open.get(path) ?? { document: read(path, outlet), users: 0 }
      open.set(path, shared)
      shared.users++
      try {
        return await work(await shared.document)
      } finally {
        if (--shared.users === 0) open.delete(path)
        leave()
      }
    },
  }
}

async function read(path: string, outlet: Outlet): Promise<HubDocument | null> {
  const bytes = await outlet.read(path)
  return bytes === null ? null : { bytes, version: sha256Hex(bytes) }
}
