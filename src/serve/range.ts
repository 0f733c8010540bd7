// RFC 9110 §14: a part of an answer.

/** In bytes, both included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * What a Range header asks for of so many bytes. One range is answered, several are not: they would let one request cost many. What is no
 * range of bytes counts as if it were not there.
 */
export function rangeOf(header: string, length: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole'
  if (first === '') return tailOf(Number(last), length)
  const [from, to] = [Number(first), last === '' ? length - 1 : Number(last)]
  if (last !== '' && to < from) return 'whole'
  return from < length ? { from, to: Math.min(to, length - 1) } : 'unsatisfiable'
}

function tailOf(wanted: number, length: number): ByteRange | 'unsatisfiable' {
  return wanted === 0 || length === 0 ? 'unsatisfiable' : { from: Math.max(0, length - wanted), to: length - 1 }
}
