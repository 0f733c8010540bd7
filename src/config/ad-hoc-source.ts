// A source that stands in no config: an address as the operator gives it to `try`.
import { ZodError } from 'zod'
import { AppError } from '../base/errors.ts'
import type { Proposal } from '../model/proposal.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import { resolveAddress, sourceAddress } from './addresses.ts'
import { resolveSource } from './resolve-source.ts'
import { publishSchema } from './schema.ts'
import { pollSchema } from './schema-poll.ts'
import { sourceSchema } from './schema-source.ts'
import { yamlLine } from './yaml-lines.ts'

/**
 * A feed source with default settings; `file:` addresses are relative to the working folder.
 * @throws AppError `usage` for what no source may have as its url
 */
export function sourceAt(address: string, settings: Settings): Source {
  const trouble = sourceAddress(address)
  if (trouble !== null) throw new AppError('usage', trouble.message, trouble.advice)
  return resolved({ id: idFor(address, settings, 1), url: resolveAddress(address, '.') }, settings)
}

/** What a proposal would be in config; null: config refuses it. */
export function proposedSource({ title: _, ...written }: Proposal, settings: Settings): Source | null {
  try {
    const pages = written.next === undefined ? {} : { pages: 3 }
    return resolved({ id: idFor(written.url, settings, 1), ...written, ...pages }, settings)
  } catch (error) {
    if (error instanceof ZodError) return null
    throw error
  }
}

/** @throws ZodError */
function resolved(written: object, settings: Settings): Source {
  return resolveSource(sourceSchema.parse(written), {
    position: settings.sources.length,
    folder: '.',
    timezone: settings.site.timezone,
    categories: new Map(),
    // The same for all sources.
    maxEntries: settings.sources[0]?.recipe.maxEntries ?? pollSchema.parse({}).limits.entries,
    deletions: 'flag',
    terms: publishSchema.parse({}),
  })
}

/** The lines of config that a proposal stands for. `number`: which of the proposals for one address, from 1; their ids differ. */
export function configLines({ url, title, ...proposal }: Proposal, settings: Settings, number: number): string {
  const id = idFor(url, settings, number)
  // Braces would be taken for a template.
  const category = title === null || title.trim() === '' || /[{}]/.test(title) ? new URL(url).hostname || id : title
  const { kind, script, items, fields = {}, next } = proposal
  const indent = '    '
  return [
    `sources:\n  - id: ${id}\n`,
    kind === 'feed' ? '' : yamlLine('kind', kind, indent),
    yamlLine('url', url, indent),
    yamlLine('script', script, indent),
    yamlLine('items', items, indent),
    Object.keys(fields).length === 0 ? '' : `${indent}fields:\n`,
    ...Object.entries(fields).map(([name, field]) => yamlLine(name, field, `${indent}  `)),
    yamlLine('category', category, indent),
    // Most lists show all that is new on their first page: the others are the operator's choice.
    next === undefined ? '' : `${yamlLine('next', next, `${indent}# `)}${indent}# pages: 3\n`,
  ].join('')
}

/** Made of the host; the `number`-th that no source has. */
function idFor(address: string, { sources }: Settings, number: number): string {
  const { hostname, pathname } = new URL(address)
  const name = (hostname || pathname.split('/').at(-1) || 'source').replace(/^www\./, '').toLowerCase()
  const id =
    name
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'source'
  const taken = new Set(sources.map((source) => source.id))
  let free = 0
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? id : `${id}-${count}`
    if (!taken.has(numbered)) free += 1
    if (free === number) return numbered
  }
}
