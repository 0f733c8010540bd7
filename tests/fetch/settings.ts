// Settings under which tests fetch: generous in time, small in size; a test shortens the one limit it is about.
import type { Limits, PollSettings } from '../../src/model/settings.ts'

export const limits: Limits = {
  connectMs: 20_000,
  headersMs: 20_000,
  idleMs: 20_000,
  visitMs: 25_000,
  redirects: 5,
  headerBytes: 32_768,
  wireBytes: 20_000,
  bodyBytes: 50_000,
}

type Changes = Partial<Omit<PollSettings, 'limits'>> & { readonly limits?: Partial<Limits> }

export function pollWith(allow: readonly string[], { limits: changed = {}, ...changes }: Changes = {}): PollSettings {
  return {
    everyMs: 900_000,
    perHost: 4,
    delayMs: 0,
    allow,
    userAgent: 'newsstand-test/1.0 (+https://news.example/)',
    connections: 512,
    proxy: null,
    robots: true,
    push: false,
    settleMs: 0,
    secrets: [],
    ...changes,
    limits: { ...limits, ...changed },
  }
}
