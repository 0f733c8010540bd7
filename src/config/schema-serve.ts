import { z } from 'zod'
import { siteAddress } from './addresses.ts'
import { addressRange, anyText, operatorToken, size, text } from './values.ts'

export const serveSchema = z
  .strictObject({
    host: text(anyText, '127.0.0.1').default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every network of the machine.'),
    port: z.int().min(0).max(65_535).default(8080).describe('Port to listen on; 0 takes any free one.'),
    url: text(siteAddress, 'https://push.example/')
      .nullish()
      .describe('Where the outside reaches this server. Where it is set, sources that announce a hub are asked to push to it.'),
    token: text(operatorToken, `\${NEWSSTAND_TOKEN:-}`)
      .nullish()
      .describe("Password of the operator's pages and of calls that change something. Without it these are closed to everybody."),
    hub: z
      .boolean()
      .default(true)
      .describe(
        'Whether feeds name a WebSub hub at /hub, through which readers learn of new entries at once. False where only files are served.',
      ),
    search: z.boolean().default(true).describe('Whether pages have a search box. False where only files are served.'),
    feedType: z
      .enum(['registered', 'xml'])
      .default('registered')
      .describe(
        'Content type of RSS and Atom: that which is registered for them (browsers get XML all the same), or application/xml for all.',
      ),
    trustedProxies: z
      .array(text(addressRange, '127.0.0.1'))
      .default([])
      .describe('Addresses or ranges of proxies before this server whose X-Forwarded-For says who asks.'),
    connections: z.int().min(1).max(100_000).default(4096).describe('How many connections are open at a time; more are turned away.'),
    memory: size().prefault('64MB').describe('How much of the compressed feeds and pages is kept in memory.'),
  })
  .prefault({})
  .describe('The HTTP server.')
