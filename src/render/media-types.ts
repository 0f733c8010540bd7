// Every format wants a media type for attached media; when none was given, the address's ending tells, or nothing does.

const typeOf: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/opus',
  flac: 'audio/flac',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  epub: 'application/epub+zip',
  zip: 'application/zip',
}

/** A well-formed media type (RFC 9110 §8.3.1): the given one, else by the address's ending, else `<family>/*` cannot be said and it is plain bytes. */
export function mediaTypeOf(given: string | null | undefined, url: string): string {
  const type = (given ?? '').trim().toLowerCase()
  if (/^[a-z0-9][\w.+-]*\/[\w.+-]+$/.test(type)) return type
  const ending = /\.([a-z0-9]+)$/i.exec(url.replace(/[?#].*$/s, ''))?.[1]?.toLowerCase()
  return (ending === undefined ? undefined : typeOf[ending]) ?? 'application/octet-stream'
}
