// The registry file in memory, and sites made again from it.
import { AppError } from '../../src/base/errors.ts'
import type { RegistryLine } from '../../src/model/registry-line.ts'
import { readLine } from '../../src/model/registry-reading.ts'
import type { RegistryFile } from '../../src/publish/outlet.ts'

export interface MemoryRegistry extends RegistryFile {
  /** What it holds; written by tests, too. */
  text: string
  /** How often it was written anew. */
  renewals: number
  lines(): AsyncGenerator<RegistryLine>
}

export function memoryRegistry(): MemoryRegistry {
  const registry: MemoryRegistry = {
    path: 'registry.jsonl',
    text: '',
    renewals: 0,
    size: async () => (registry.text === '' ? null : Buffer.byteLength(registry.text)),
    append: async (text) => {
      registry.text += text
      return Buffer.byteLength(registry.text)
    },
    replace: async (parts) => {
      let text = ''
      for await (const part of parts) text += part
      registry.text = text
      registry.renewals++
      return Buffer.byteLength(text)
    },
    lines: async function* () {
      for (const text of registry.text.split('\n').slice(0, -1)) {
        const line = readLine(text)
        if (typeof line === 'string') throw new AppError('registry-damaged', `${line}: ${text}`, 'mend it')
        yield line
      }
    },
  }
  return registry
}
