// Addresses as documents write them → absolute ones.

/** What a reader may follow; `javascript:`, `data:` and `file:` from a feed never are. */
const followed = new Set(['http:', 'https:', 'ftp:', 'magnet:'])

/** The absolute address, or null when there is none or nothing that may be followed. */
export function webUrl(text: string | null | undefined, base: string | null): string | null {
  const written = text?.trim() ?? ''
  if (written === '') return null
  const url = parseUrl(written, base)
  return url !== null && followed.has(url.protocol) ? url.href : null
}

function parseUrl(written: string, base: string | null): URL | null {
  try {
    return new URL(written, base ?? undefined)
  } catch {
    return null
  }
}
