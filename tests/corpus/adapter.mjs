// What a scorer of feed readers calls: our reader as it is built, before sanitising, in the shape of JSON Feed 1.1.
import { readFeedFile } from '../../dist/read/feed-file.js'

/** @throws Error for a document that is no feed. */
export async function parse(bytes, { contentType = null, url }) {
  const shown = await readFeedFile(bytes, { url, contentType, texts: 'raw', now: Date.now() })
  if ('error' in shown) throw new Error(`${shown.error.code}: ${shown.error.message}`)
  return shown
}
