import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerLinks } from '../../src/base/link-header.ts'

const base = 'https://site.example/feeds/all.xml'
const none = { hubs: [], self: null }

const headers: readonly { name: string; header: string | null; want: ReturnType<typeof headerLinks> }[] = [
  { name: 'no header', header: null, want: none },
  {
    name: 'a hub and the address of the topic',
    header: '<https://hub.example/>; rel="hub", <https://site.example/feed>; rel="self"',
    want: { hubs: ['https://hub.example/'], self: 'https://site.example/feed' },
  },
  { name: 'several relations of one link', header: '</x>; rel="alternate hub"', want: { hubs: ['https://site.example/x'], self: null } },
  { name: 'an unquoted relation in capitals', header: '<//hub.example>;REL=HUB', want: { hubs: ['https://hub.example/'], self: null } },
  {
    name: 'commas and semicolons in addresses and quotations',
    header: '<https://hub.example/a,b;c>; title="x, <y>; rel=self"; rel=hub',
    want: { hubs: ['https://hub.example/a,b;c'], self: null },
  },
  { name: 'an address relative to the document', header: '<hub>; rel=hub', want: { hubs: ['https://site.example/feeds/hub'], self: null } },
  { name: 'what is no address of the web', header: '<javascript:alert(1)>; rel=hub, <file:///etc/passwd>; rel=self', want: none },
  { name: 'the same link twice', header: '<a>; rel=self, <a>; rel=self', want: { hubs: [], self: 'https://site.example/feeds/a' } },
  { name: 'several topics: nobody knows which', header: '<a>; rel=self, <b>; rel=self', want: none },
  { name: 'no relation', header: '<https://hub.example/>; type="text/html"', want: none },
  { name: 'an address that is too long', header: `<https://hub.example/${'x'.repeat(4_096)}>; rel=hub`, want: none },
]
for (const { name, header, want } of headers)
  test(`WebSub §4, Link headers: ${name}`, () => expect(headerLinks(header, base)).toEqual(want))

test('no more than five hubs are taken', () => {
  const header = Array.from({ length: 9 }, (_, n) => `<https://hub${n}.example/>; rel=hub`).join()
  expect(headerLinks(header, base).hubs).toHaveLength(5)
})

test('what is no header gives only addresses of the web, and soon', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('<', '>', ';', '"', '\\', ',', ' ', 'rel', '=', 'hub', 'a:b', '/x')), (parts) => {
      for (const hub of headerLinks(parts.join(''), base).hubs) expect(hub).toMatch(/^https?:/)
    }),
  )
  const startedAt = performance.now()
  headerLinks(`<a>${'; a'.repeat(10_000)}${'="'.repeat(5_000)}`, base)
  headerLinks('<'.repeat(32_000), base)
  headerLinks(`<a>${' ;'.repeat(16_000)}`, base)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
