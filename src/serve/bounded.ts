// Memory with a bound: what was used the longest ago goes first.

export interface Bounded<T> {
  get(key: string): T | undefined
  /** What is larger than all there is room for is not kept. */
  set(key: string, value: T, bytes: number): void
  /** It has grown, if it is still the one that is kept. */
  grow(key: string, value: T, bytes: number): void
  delete(key: string): void
  /** Of all that is kept. */
  readonly bytes: number
}

interface Place<T> {
  readonly value: T
  readonly bytes: number
}

export function bounded<T>(maxBytes: number): Bounded<T> {
  /** In the order of their last use. */
  const places = new Map<string, Place<T>>()
  let newest = ''
  let bytes = 0

  const remove = (key: string): void => {
    bytes -= places.get(key)?.bytes ?? 0
    places.delete(key)
  }
  const put = (key: string, place: Place<T>): void => {
    remove(key)
    if (place.bytes > maxBytes) return
    bytes += place.bytes
    places.set(key, place)
    newest = key
    for (const oldest of places.keys()) {
      if (bytes <= maxBytes) return
      remove(oldest)
    }
  }

  return {
    get: (key) => {
      const place = places.get(key)
      if (place === undefined || key === newest) return place?.value
      places.delete(key)
      places.set(key, place)
      newest = key
      return place.value
    },
    set: (key, value, own) => put(key, { value, bytes: own }),
    grow: (key, value, by) => {
      const place = places.get(key)
      if (place?.value === value) put(key, { value, bytes: place.bytes + by })
    },
    delete: remove,
    get bytes() {
      return bytes
    },
  }
}
