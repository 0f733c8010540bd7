import { expect, test } from 'vitest'
import { registrableDomain } from '../../../src/jobs/poll/registrable-domain.ts'

const rows: readonly { host: string; want: string }[] = [
  { host: 'example.com', want: 'example.com' },
  { host: 'feeds.example.com', want: 'example.com' },
  { host: 'a.b.c.example.org', want: 'example.org' },
  { host: 'WWW.Example.COM.', want: 'example.com' },
  { host: 'news.bbc.co.uk', want: 'bbc.co.uk' },
  { host: 'rss.people.com.cn', want: 'people.com.cn' },
  { host: 'www.gov.cn', want: 'www.gov.cn' },
  { host: 'www.sz.de', want: 'sz.de' },
  { host: 'me.github.io', want: 'me.github.io' },
  { host: 'a.me.github.io', want: 'me.github.io' },
  { host: 'co.uk', want: 'co.uk' },
  { host: 'localhost', want: 'localhost' },
  { host: '192.0.2.1', want: '192.0.2.1' },
  { host: '[2001:db8::1]', want: '[2001:db8::1]' },
]
for (const { host, want } of rows) test(`${host} belongs to ${want}`, () => expect(registrableDomain(host)).toBe(want))
