// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation under test
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { folderOf, load, problemsIn, site } from './folder.ts'

const root = (text: string) => ({ 'root.yaml': `${site}${text}\n` })

test('nobody is told unless config says so', () => {
  expect(load(root(''))).toMatchObject({ alerts: null, notify: [] })
})

test('an address alone is told of everything, after three failures in a row', () => {
  expect(load(root('alerts: { url: "https://hooks.example/${KEY}" }'), { KEY: 's3cret' }).alerts).toEqual({
    url: 'https://hooks.example/s3cret',
    headers: {},
    command: null,
    on: ['failing', 'drifting', 'gap', 'deleted'],
    after: 3,
  })
})

test('everything may be said, of alerts and of each category', () => {
  const text = `alerts:
  url: https://hooks.example/x
  headers: { Authorization: "Bearer \${TOKEN}" }
  command: [notify, --urgent]
  on: [gap]
  after: 5
notify:
  - { category: 科技, url: "http://127.0.0.1:9000/" }
  - { category: keji, command: [/usr/bin/mail, me] }`
  expect(load(root(text), { TOKEN: 't' })).toMatchObject({
    alerts: { headers: { Authorization: 'Bearer t' }, command: ['notify', '--urgent'], on: ['gap'], after: 5 },
    notify: [
      { category: '科技', url: 'http://127.0.0.1:9000/', headers: {}, command: null },
      { category: 'keji', url: null, headers: {}, command: ['/usr/bin/mail', 'me'] },
    ],
  })
})

test('a program named by a path stands relative to the root file', () => {
  const folder = folderOf(root('alerts: { command: [./bin/tell, ./x] }'))
  expect(loadConfig(join(folder, 'root.yaml'), {}).alerts?.command).toEqual([join(folder, 'bin/tell'), './x'])
})

const rows: readonly { name: string; text: string; want: string }[] = [
  { name: 'alerts that nobody gets', text: 'alerts: { after: 2 }', want: '2:9 alerts: nobody is told; write url, command, or both' },
  {
    name: 'a category that nobody is told of',
    text: 'notify: [{ category: a }]',
    want: '2:10 notify[0]: nobody is told; write url, command, or both',
  },
  {
    name: 'new entries of no category',
    text: 'notify: [{ url: "https://hooks.example/" }]',
    want: '2:10 notify[0].category: is missing; write for example category: 科技',
  },
  {
    name: 'headers without an address',
    text: 'alerts: { command: [a], headers: { A: b } }',
    want: '2:34 alerts.headers: headers go with url only; take them out, or write a url',
  },
  { name: 'an unknown key', text: 'alerts: { urls: [] }', want: '2:11 alerts.urls: "urls" is an unknown key; did you mean "url"?' },
  {
    name: 'an unknown condition',
    text: 'alerts: { url: "https://a.example/", on: [failed] }',
    want: '2:43 alerts.on[0]: "failed" is not known here; write one of failing, drifting, gap, deleted',
  },
  {
    name: 'no condition at all',
    text: 'alerts: { url: "https://a.example/", on: [] }',
    want: '2:42 alerts.on: the list is empty; write at least one item',
  },
  {
    name: 'a number of failures out of range',
    text: 'alerts: { url: "https://a.example/", after: 0 }',
    want: '2:45 alerts.after: 0 is out of range; write a number from 1 to 1000',
  },
  { name: 'an empty command', text: 'alerts: { command: [] }', want: '2:20 alerts.command: the list is empty; write at least one item' },
  {
    name: 'a command line instead of a list',
    text: 'alerts: { command: notify --x }',
    want: '2:20 alerts.command: "notify --x" is not a list; write a list',
  },
  {
    name: 'a wrong address, without telling it',
    text: 'alerts: { url: "htps://hooks.example/s3cret" }',
    want: '2:16 alerts.url: the value is no address that can be posted to; write one such as https://hooks.example/x',
  },
  {
    name: 'an address that is no text, without telling it',
    text: 'notify: [{ category: a, url: 12345 }]',
    want: '2:30 notify[0].url: the value is not a text; put it in quotes',
  },
  {
    name: 'a file as an address',
    text: 'alerts: { url: "file:///tmp/x" }',
    want: '2:16 alerts.url: the value is no address that can be posted to; write one such as https://hooks.example/x',
  },
  {
    name: 'a user name in an address',
    text: 'alerts: { url: "https://me:pass@hooks.example/" }',
    want: '2:16 alerts.url: the address holds a user name; take it out and write an Authorization header',
  },
]
for (const { name, text, want } of rows) test(`tells ${name}`, () => expect(problemsIn(root(text))).toContain(`root.yaml:${want}`))

test('included files tell nobody', () => {
  expect(problemsIn({ ...root('include: [a.yaml]'), 'a.yaml': 'alerts: { command: [a] }' })).toEqual([
    'a.yaml:1:1 alerts: "alerts" is an unknown key; write one of categories, identity, sources',
  ])
})
