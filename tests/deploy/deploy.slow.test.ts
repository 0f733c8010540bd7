// What lies in config/deploy, in the hands of the programs that use it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closedSite, listen } from '../fetch/web.ts'

/** Programs of the system, from Debian's packages systemd and nginx. */
const programs = { analyzer: 'systemd-analyze', proxy: 'nginx' } as const
const root = fileURLToPath(new URL('../../', import.meta.url))
let dir = ''
let proxy: ChildProcess | null = null

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-deploy-'))
})
afterEach(async () => {
  const ended = new Promise((resolve) => (proxy === null ? resolve(null) : proxy.once('exit', resolve)))
  proxy?.kill('SIGTERM')
  await ended
  proxy = null
  rmSync(dir, { recursive: true })
})

function isInstalled(program: string, option: string): boolean {
  return spawnSync(program, [option]).error === undefined
}

/** A file of config/deploy, with other words in the place of some. */
function copied(name: string, replaced: Readonly<Record<string, string>>): string {
  let text = readFileSync(`${root}config/deploy/${name}`, 'utf8')
  for (const [from, to] of Object.entries(replaced)) text = text.replaceAll(from, to)
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

test.skipIf(!isInstalled(programs.analyzer, '--version'))(
  'systemd understands the unit, and finds it closed (skipped without systemd-analyze)',
  () => {
    const unit = copied('newsstand.service', { '/usr/bin/node': process.execPath, '/opt/newsstand/': root })
    const verified = spawnSync(programs.analyzer, ['verify', '--man=no', unit], { encoding: 'utf8' })
    expect([verified.status, verified.stderr]).toEqual([0, ''])
    // 10 is open, 0 closed: the threshold is a tenth of it.
    const closed = spawnSync(programs.analyzer, ['security', '--offline=true', '--threshold=20', unit], { encoding: 'utf8' })
    expect(closed.status, closed.stdout.slice(-200)).toBe(0)
  },
)

const hasNginx = isInstalled(programs.proxy, '-v')

/** nginx with our file, before a server at `upstream`; its own address. */
async function nginxBefore(upstream: string): Promise<string> {
  const { url, host } = await closedSite()
  copied('nginx.conf', {
    '127.0.0.1:8080': upstream,
    'listen 80;': `listen ${host};`,
    'listen [::]:80;': '',
    '/var/log/nginx/': `${dir}/`,
  })
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')
  const main = `pid ${dir}/nginx.pid; error_log stderr; daemon off; events {} http { ${temp} include ${dir}/nginx.conf; }`
  writeFileSync(join(dir, 'main.conf'), main)
  const tried = spawnSync(programs.proxy, ['-t', '-q', '-p', dir, '-c', join(dir, 'main.conf')], { encoding: 'utf8' })
  expect([tried.status, tried.stderr]).toEqual([0, ''])
  proxy = spawn(programs.proxy, ['-p', dir, '-c', join(dir, 'main.conf')], { stdio: 'ignore' })
  for (;;) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isThere) return url
  }
}

test.skipIf(!hasNginx)('nginx takes our file: says who asks, holds no events back, logs no tokens (skipped without nginx)', async () => {
  const seen: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers)
    response.writeHead(200, { 'Content-Type': 'text/event-stream', ETag: '"ours"' })
    response.write('event: one\n\n')
    if (request.url !== '/status/events') response.end()
  })
  const upstream = await listen(server, [], () => server.closeAllConnections())
  const url = await nginxBefore(upstream.host)
  const feed = await fetch(`${url}/category/a.rss?token=s3cret`, { headers: { 'X-Forwarded-For': '203.0.113.7' } })
  expect(await feed.text()).toBe('event: one\n\n')
  expect(feed.headers.get('etag')).toBe('"ours"')
  expect(seen.at(-1)?.['x-forwarded-for']).toBe('127.0.0.1')
  const aborting = new AbortController()
  const events = await fetch(`${url}/status/events`, { signal: aborting.signal })
  // The answer goes on: that its beginning comes at all shows that it is not held back.
  const first = await events.body?.getReader().read()
  expect(new TextDecoder().decode(first?.value)).toBe('event: one\n\n')
  aborting.abort()
  const log = readFileSync(join(dir, 'newsstand.log'), 'utf8')
  expect(log).toContain('GET /category/a.rss ')
  expect(log).not.toContain('s3cret')
})
