import { expect, test } from 'vitest'
import { checkUrl, hostAndPort, isAllowed, isPublicAddress } from '../../src/fetch/guard.ts'

const privateAddresses = [
  ...[
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
  ],
  ...['192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::10.0.0.1'],
  ...[
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
  ],
  ...['fec0::1', 'ff02::1', '100::1', '4000::1'],
  ...['192.0.0.1', '192.88.99.1', '192.31.196.1', '198.19.255.255', '233.252.0.1', '239.255.255.250', '255.255.255.254'],
  ...['64:ff9b::127.0.0.1', '64:ff9b:1:ffff::8.8.8.8', '2002::1', '2002:808:808::', '2001:0:808:808::1', '2001:2::1', '2001:10::1'],
  ...['2001:20::1', '2001:100::1', '::8.8.8.8', '::ffff:0:8.8.8.8', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '64:ff9b::6440:1'],
  ...['', 'abc', '1.2.3', '127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', '[::1]', '8.8.8.8 ', '8.8.8.8:80'],
]

const publicAddresses = [
  ...['93.184.216.34', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '11.0.0.1', '223.255.255.255'],
  ...['2606:4700::1111', '::ffff:8.8.8.8', '::ffff:808:808', '64:ff9b::8.8.8.8'],
]

for (const ip of privateAddresses) test(`"${ip}" is not a public address`, () => expect(isPublicAddress(ip)).toBe(false))
for (const ip of publicAddresses) test(`"${ip}" is a public address`, () => expect(isPublicAddress(ip)).toBe(true))

const blockedUrls = [
  ...[
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://①②⑦.0.0.1/',
    'http://１２７.0.0.1/',
  ],
  ...['http://127.0.0.1./', 'http://0/', 'http://0.0.0.0/', 'http://169.254.169.254/latest', 'http://[::]/', 'http://[::1]:8080/'],
  ...['http://[::ffff:127.0.0.1]/', 'http://[0:0:0:0:0:ffff:7f00:1]/', 'http://[fd00:ec2::254]/', 'http://[64:ff9b::10.0.0.1]/'],
  ...['http://localhost/', 'http://foo.localhost/', 'http://LOCALHOST./', 'http://printer.local/', 'http://metadata.google.internal/'],
  ...['http://u:p@example.com/', 'http://u@example.com/', 'http://example.com@127.0.0.1/'],
  ...['file:///etc/passwd', 'gopher://x/', 'ftp://x/', 'data:text/xml,<rss/>', 'javascript:alert(1)', 'blob:http://x/1'],
  ...['http://intranet/', 'http://redis/', 'https://kubernetes./', 'http://127.0.0.1.:8081/', 'http://[::ffff:7f00:2]/'],
  ...['http://example.com:22/', 'http://example.com:25/', 'https://example.com:6379/', 'http://8.8.8.8:3306/', 'http://example.com:6000/'],
  ...[
    'http://127.2/',
    'http://0x7f000002/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://255.255.255.255/',
  ],
  ...['', 'feed.xml', '//example.com/', 'http://', 'http://[::1', `http://example.com/${'a'.repeat(4100)}`],
]

for (const url of blockedUrls) test(`refuses ${url.slice(0, 60)}`, () => expect(checkUrl(url, []).ok).toBe(false))

for (const url of [
  'https://example.com/feed?a=1',
  'http://example.com:8081/',
  'http://8.8.8.8/',
  'http://localhost.example.com/',
  'https://新闻.example/',
  'https://example.com.:8443/',
  'http://example.com:7001/',
])
  test(`accepts ${url}`, () => expect(checkUrl(url, []).ok).toBe(true))

const exceptions = [
  { name: 'the very pair', url: 'http://127.0.0.1:8081/list', allow: ['127.0.0.1:8081'], want: true },
  { name: 'another port', url: 'http://127.0.0.1:8082/', allow: ['127.0.0.1:8081'], want: false },
  { name: 'another spelling of the same address', url: 'http://2130706433:8081/', allow: ['127.0.0.1:8081'], want: true },
  { name: 'another private address on that port', url: 'http://127.0.0.2:8081/', allow: ['127.0.0.1:8081'], want: false },
  { name: 'a name, whatever its case', url: 'http://INTRA.local:8081/', allow: ['Intra.local:8081'], want: true },
  { name: 'an IPv6 pair', url: 'http://[::1]:8081/', allow: ['[::1]:8081'], want: true },
  { name: 'port 80 written out', url: 'http://localhost/', allow: ['localhost:80'], want: true },
  { name: 'port 80, but https is asked for', url: 'https://localhost/', allow: ['localhost:80'], want: false },
  { name: 'no port: the default ports', url: 'https://localhost/', allow: ['localhost'], want: true },
  { name: 'no port: no other port', url: 'http://localhost:8081/', allow: ['localhost'], want: false },
  { name: 'a port of another protocol', url: 'http://example.com:25/', allow: ['example.com:25'], want: true },
  { name: 'a name without a dot', url: 'http://intranet/', allow: ['intranet:80'], want: true },
  { name: 'userinfo is refused even so', url: 'http://u:p@127.0.0.1:8081/', allow: ['127.0.0.1:8081'], want: false },
]

for (const { name, url, allow, want } of exceptions) test(`exception in config: ${name}`, () => expect(checkUrl(url, allow).ok).toBe(want))

test('a refusal shows the address without its credentials', () => {
  const checked = checkUrl('http://me:hunter2@example.com/?token=abc', [])
  expect(checked).toEqual({ ok: false, message: 'http://***@example.com/?token=*** carries a user name; send it as a header instead' })
})

test('a refusal says which exception would lift it', () => {
  const advice = (url: string) => checkUrl(url, [])
  expect(advice('http://[::1]/')).toMatchObject({ message: expect.stringContaining('add "[::1]:80" to poll.allow') })
  expect(advice('https://example.com:25/')).toMatchObject({ message: expect.stringContaining('add "example.com:25" to poll.allow') })
})

test('sees the same place in a URL and in what the connector is given', () => {
  expect(hostAndPort(new URL('https://Example.com/'))).toBe('example.com:443')
  expect(hostAndPort({ protocol: 'http:', hostname: '::1', port: '8081' })).toBe('[::1]:8081')
  expect(isAllowed({ protocol: 'http:', hostname: '::1', port: '' }, ['[::1]'])).toBe(true)
})
