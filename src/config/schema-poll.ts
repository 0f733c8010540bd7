import { z } from 'zod'
import { deletionPolicies } from '../model/deletion.ts'
import { proxyAddress } from './proxy.ts'
import { anyText, both, duration, headerValue, hostAndPort, size, text } from './values.ts'

/** Of one visit (design §11). Timers hold no more than 24 days. */
const limit = (span: string, help: string) => duration({ least: '1ms', most: '1d' }).prefault(span).describe(help)

const limitsSchema = z
  .strictObject({
    connect: limit('10s', 'Longest time until a connection stands.'),
    headers: limit('15s', 'Longest time until the headers of the answer are there.'),
    idle: limit('15s', 'Longest silence within an answer.'),
    visit: limit('30s', 'Longest time of a visit from beginning to end.'),
    redirects: z.int().min(0).max(20).default(5).describe('How many redirects are followed; each hop is checked.'),
    headerBytes: size().prefault('32KB').describe('Largest headers of an answer.'),
    wireBytes: size().prefault('10MB').describe('Largest body as it comes over the wire.'),
    bodyBytes: size().prefault('15MB').describe('Largest body after decoding.'),
    entries: z.int().min(1).max(10_000).default(1000).describe('How many entries of a document are read.'),
  })
  .prefault({})
  .describe('What an answer may cost; more is a failed visit.')

export const deletions = z.enum(deletionPolicies)
export const saysOfDeletions =
  'What becomes of an entry that its origin deletes (its feed says so, or its page is gone): ignore, flag (shown on, and told to you), follow (it leaves everything public).'

export const pollSchema = z
  .strictObject({
    every: duration({ least: '10s' })
      .prefault('15m')
      .describe('How often a source is visited that says nothing else; adapted within 1m and 24h.'),
    perHost: z.int().min(1).max(64).default(1).describe('How many requests to one host may run at a time.'),
    delay: duration({ most: '1h' }).prefault('1s').describe('Shortest time between two requests to one host.'),
    connections: z
      .int()
      .min(1)
      .max(4096)
      .default(512)
      .describe('How many connections are open at a time over all hosts, those included that are kept for the next request.'),
    allow: z
      .array(text(hostAndPort, '127.0.0.1:8081'))
      .default([])
      .describe('Private addresses and unusual ports that may be reached, as host:port; all others are refused.'),
    proxy: text(proxyAddress, 'http://proxy.example:3128')
      .optional()
      .describe(
        'HTTP proxy for all requests but those to addresses in allow; it looks names up itself, so it must keep us from private addresses.',
      ),
    robots: z
      .boolean()
      .default(true)
      .describe('Whether robots.txt is obeyed when pages are fetched; feeds and APIs are fetched in any case.'),
    push: z
      .boolean()
      .default(true)
      .describe('Whether sources that announce a WebSub hub are asked to push what is new; it takes serve.url.'),
    userAgent: text(both(anyText, headerValue), 'ExampleNews/1.0 (+https://news.example/)')
      .optional()
      .describe('How requests name us. Default: Newsstand, with the address of the site.'),
    settle: duration({ most: '1d' })
      .prefault('2m')
      .describe('How long a running service waits for other sources to name a new entry too before it is published.'),
    deletions: deletions.default('flag').describe(saysOfDeletions),
    limits: limitsSchema,
  })
  .prefault({})
  .describe('How sources are visited.')
