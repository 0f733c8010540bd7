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
  /** By the count of all uses. */
  movedAt: number
}

/** As long as no more is taken nothing will have to go for a while. */
const roomyShare = 0.75

export function bounded<T>(maxBytes: number): Bounded<T> {
  /** In the order of their last use, nearly: moving costs, so nothing is moved where there is room, or twice in a moment. */
  const places = new Map<string, Place<T>>()
  let uses = 0
  let bytes = 0

  const remove = (key: string): void => {
    bytes -= places.get(key)?.bytes ?? 0
    places.delete(key)
  }
  const put = (key: string, value: T, own: number): void => {
    remove(key)
    if (own > maxBytes) return
    bytes += own
    places.set(key, { value, bytes: own, movedAt: ++uses })
    for (const oldest of places.keys()) {
      if (bytes <= maxBytes) return
      remove(oldest)
    }
  }

  return {
    get: (key) => {
      const place = places.get(key)
      if (place === undefined) return undefined
      uses += 1
      const hasRoom = bytes < maxBytes * roomyShare
      if (hasRoom || uses - place.movedAt < places.size / 4) return place.value
      places.delete(key)
      places.set(key, Object.assign(place, { movedAt: uses }))
      return place.value
    },
    set: put,
    grow: (key, value, by) => {
      const place = places.get(key)
      if (place?.value === value) put(key, value, place.bytes + by)
    },
    delete: remove,
    get bytes() {
      return bytes
    },
  }
}
