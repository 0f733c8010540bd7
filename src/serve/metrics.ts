// What is counted in this process, for Prometheus. The only file that knows prom-client.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Labels, Meter } from '../base/meter.ts'
import { type MetricName, metricNames } from './metric-names.ts'

/** A number that is not counted but looked up. */
export interface Reading {
  /** Without `newsstand_`; its kind is `reading`. */
  readonly name: string
  readonly labels?: Labels
  readonly value: number
}

export interface Metrics extends Meter {
  /** In the text format of Prometheus 0.0.4, with its content type. A reading that is not among these is left out. */
  exposition(readings: readonly Reading[]): Promise<{ readonly type: string; readonly text: string }>
}

/** Counts names of the catalogue, and this process's own numbers; others count for nothing. */
export function prometheusMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const named = Object.entries(metricNames)
  const counters = new Map(named.filter(isKind('counter')).map(([name, row]) => [name, counterOf(name, row, registry)]))
  const histograms = new Map(named.filter(isKind('histogram')).map(([name, row]) => [name, histogramOf(name, row, registry)]))
  const readings = new Map(named.filter(isKind('reading')).map(([name, row]) => [name, readingOf(name, row, registry)]))
  return {
    add: (name, labels = {}, by = 1) => counters.get(name)?.(labels).inc(by),
    time: (name, seconds, labels = {}) => histograms.get(name)?.(labels).observe(seconds),
    exposition: async (looked) => {
      for (const { reset } of readings.values()) reset()
      for (const { name, labels = {}, value } of looked) readings.get(name)?.set({ ...labels }, value)
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}

type Row = readonly [name: string, row: MetricName]

function isKind(kind: MetricName['kind']): (row: Row) => boolean {
  return ([, row]) => row.kind === kind
}

function counterOf(name: string, { help, labels }: MetricName, registry: Registry) {
  const counter = new Counter({ name: full(name), help, labelNames: [...labels], registers: [registry] })
  return remembered(labels, (given) => counter.labels(given))
}

function histogramOf(name: string, { help, labels, buckets = [] }: MetricName, registry: Registry) {
  const histogram = new Histogram({ name: full(name), help, labelNames: [...labels], buckets: [...buckets], registers: [registry] })
  return remembered(labels, (given) => histogram.labels(given))
}

/** One that only grows, by the ending of its name, is a counter to Prometheus. */
function readingOf(name: string, { help, labels }: MetricName, registry: Registry) {
  const config = { name: full(name), help, labelNames: [...labels], registers: [registry] }
  if (!name.endsWith('_total')) {
    const gauge = new Gauge(config)
    return { reset: () => gauge.reset(), set: (given: Record<string, string>, value: number) => gauge.set(given, value) }
  }
  const counter = new Counter(config)
  return { reset: () => counter.reset(), set: (given: Record<string, string>, value: number) => counter.inc(given, value) }
}

/** Every answered request counts: what prom-client makes of labels each time is made once. */
function remembered<T>(names: readonly string[], make: (labels: Record<string, string>) => T): (labels: Labels) => T {
  const known = new Map<string, T>()
  return (labels) => {
    const key = names.length === 0 ? '' : names.map((name) => labels[name] ?? '').join('\n')
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(Object.fromEntries(names.map((name) => [name, labels[name] ?? ''])))
    known.set(key, made)
    return made
  }
}

function full(name: string): string {
  return `newsstand_${name}`
}
