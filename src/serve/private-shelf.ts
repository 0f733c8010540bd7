// Private documents in memory: each is made once, for all who wait for it, and is what it was until its signature is another.
import { sha256Hex } from '../base/digest.ts'
import { bounded } from './bounded.ts'
import type { Coding } from './coding.ts'
import { packed } from './published-file.ts'

export interface PrivateDocument {
  /** Names all that it is made of, but the query in its addresses. */
  readonly signature: string
  readonly make: () => Promise<Uint8Array | string>
}

export interface ShelvedDocument {
  readonly signature: string
  readonly digest: string
  /** Milliseconds since 1970, to the second. */
  readonly modifiedAt: number
  readonly bodyIn: (coding: Coding) => Promise<Uint8Array>
}

export interface PrivateShelf {
  /** `query` ends its addresses. */
  madeOf(path: string, query: string, document: PrivateDocument): Promise<ShelvedDocument>
}

export interface PrivateShelfOptions {
  readonly memoryBytes: number
  /** Since when the document at a path is what the signature names. */
  readonly modifiedAt: (path: string, signature: string) => Promise<number>
}

/** Of a document besides its bodies. */
const ownBytes = 1_024

export function privateShelf({ memoryBytes, modifiedAt }: PrivateShelfOptions): PrivateShelf {
  const kept = bounded<ShelvedDocument>(memoryBytes)
  const making = new Map<string, Promise<ShelvedDocument>>()

  const make = async (path: string, key: string, document: PrivateDocument): Promise<ShelvedDocument> => {
    const text = await document.make()
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const bodies = new Map<Coding, Promise<Uint8Array>>([['identity', Promise.resolve(bytes)]])
    const compress = async (coding: 'br' | 'gzip') => {
      const body = await packed(bytes, coding)
      kept.grow(key, made, body.byteLength)
      return body
    }
    const made: ShelvedDocument = {
      signature: document.signature,
      digest: sha256Hex(bytes).slice(0, 32),
      modifiedAt: await modifiedAt(path, document.signature),
      bodyIn: (coding) => {
        const body = bodies.get(coding) ?? (coding === 'identity' ? Promise.resolve(bytes) : compress(coding))
        bodies.set(coding, body)
        return body
      },
    }
    kept.set(key, made, bytes.byteLength + ownBytes)
    return made
  }

  return {
    madeOf: (path, query, document) => {
      const key = path + query
      const known = kept.get(key)
      if (known?.signature === document.signature) return Promise.resolve(known)
      const flight = `${document.signature} ${key}`
      const running = making.get(flight) ?? make(path, key, document).finally(() => making.delete(flight))
      making.set(flight, running)
      return running
    },
  }
}
