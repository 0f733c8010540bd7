// Pictures that a script would load when they come into view: no script runs where feeds are read, so their real addresses are taken now.

/** Where scripts and plugins keep a picture's address, the most telling first. */
const realAddress = ['data-src', 'data-original', 'data-lazy-src', 'data-lazy', 'data-actualsrc', 'data-echo']
const realCandidates = ['data-srcset', 'data-lazy-srcset', 'data-original-set']

/** The attributes of an `img` or `source` with its real address in place of the placeholder; those of others as they are. */
export function withRealAddress(tag: string, attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (tag !== 'img' && tag !== 'source') return attributes
  const src = found(realAddress, attributes)
  const srcset = found(realCandidates, attributes)
  if (src === undefined && srcset === undefined) return attributes
  // A placeholder's own candidates would win over the real address.
  const { srcset: _, ...others } = attributes
  return { ...others, ...(src !== undefined && { src }), ...(srcset !== undefined && { srcset }) }
}

/** Some keep numbers or settings under such names: an address has a dot or a slash, and is no markup. */
function found(names: readonly string[], attributes: Readonly<Record<string, string>>): string | undefined {
  const name = names.find((one) => /^[^<>{}]*[./][^<>{}]*$/.test(attributes[one] ?? '') && !/^\s*data:/i.test(attributes[one] ?? ''))
  return name === undefined ? undefined : attributes[name]
}
