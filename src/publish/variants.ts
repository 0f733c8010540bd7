// Compressed variants of a file, ready to be served (`nginx` calls it gzip_static and brotli_static).
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export interface Variant {
  /** Behind the file's own name. */
  readonly extension: string
  readonly bytes: Uint8Array
}

export const variantExtensions: readonly string[] = ['.br', '.gz']

/**
 * Each is made once and fetched often, but again with each new entry. Of feeds of 129 KB, CPU and size: gzip 4 1.2 ms and 33.4 %, 6 1.6 ms and
 * 32.6 %; Brotli 4 1.0 ms and 30.5 %, 5 1.6 ms and 28.8 %, 6 1.7 ms and 28.7 %, 11 103 ms.
 */
const gzipLevel = 4
const brotliQuality = 5

/** The same bytes give the same variants: gzip's header carries no time. Compressing runs beside, in threads of its own. */
export async function variantsOf(data: Uint8Array): Promise<readonly Variant[]> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: data.byteLength }
  const [br, gz] = await Promise.all([promisify(brotliCompress)(data, { params }), promisify(gzip)(data, { level: gzipLevel })])
  return [
    { extension: '.br', bytes: br },
    { extension: '.gz', bytes: gz },
  ]
}
