// Where what happens is counted. Names are those of Prometheus, without its `newsstand_`.

export type Labels = Readonly<Record<string, string>>

export interface Meter {
  /** Adds to a counter; by 1 unless told. */
  add(name: string, labels?: Labels, by?: number): void
  /** Notes how long something took, in seconds. */
  time(name: string, seconds: number, labels?: Labels): void
}

/** Counts nothing: for commands that end soon. */
export const silentMeter: Meter = { add: () => {}, time: () => {} }
