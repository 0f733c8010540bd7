// A source that stands in no config: an address as the operator gives it to `try`.
import { AppError } from '../base/errors.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import { resolveAddress, sourceAddress } from './addresses.ts'
import { resolveSource } from './resolve-source.ts'
import { publishSchema } from './schema.ts'
import { pollSchema } from './schema-poll.ts'
import { sourceSchema } from './schema-source.ts'

/**
 * A feed source with default settings; `file:` addresses are relative to the working folder.
 * @throws AppError `usage` for what no source may have as its url
 */
export function sourceAt(address: string, settings: Settings): Source {
  const trouble = sourceAddress(address)
  if (trouble !== null) throw new AppError('usage', trouble.message, trouble.advice)
  const written = sourceSchema.parse({ id: idFor(address, settings), url: address })
  return resolveSource(
    { ...written, url: resolveAddress(address, '.') },
    {
      position: settings.sources.length,
      folder: '.',
      timezone: settings.site.timezone,
      categories: new Map(),
      // The same for all sources.
      maxEntries: settings.sources[0]?.recipe.maxEntries ?? pollSchema.parse({}).limits.entries,
      terms: publishSchema.parse({}),
    },
  )
}

/** The lines of config that watch an address. */
export function configLines({ url, title }: { readonly url: string; readonly title: string | null }, settings: Settings): string {
  const id = idFor(url, settings)
  // Braces would be taken for a template.
  const category = title === null || title.trim() === '' || /[{}]/.test(title) ? new URL(url).hostname || id : title
  return `sources:\n  - id: ${id}\n    url: ${scalar(url)}\n    category: ${scalar(category)}\n`
}

/** Made of the host, and of no source's. */
function idFor(address: string, { sources }: Settings): string {
  const { hostname, pathname } = new URL(address)
  const name = (hostname || pathname.split('/').at(-1) || 'source').replace(/^www\./, '').toLowerCase()
  const id =
    name
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'source'
  const taken = new Set(sources.map((source) => source.id))
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? id : `${id}-${number}`
    if (!taken.has(numbered)) return numbered
  }
}

/** Plain where YAML reads it back as the same text, else in quotes. */
function scalar(text: string): string {
  const isPlain = /^[\p{L}][\p{L}\p{N} _./:?=&%+~-]*$/u.test(text) && !/: |:$| $|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain ? text : JSON.stringify(text).replaceAll('${', '$${')
}
