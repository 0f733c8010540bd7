// Who serves, and how each is started and ended.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { answerOf, isInstalled } from './poll-sides.ts'

export interface ServingSide {
  readonly name: string
  readonly port: number
  readonly servesBrotli: boolean
  /** CPU microseconds so far, of all its threads. */
  cpuUs(): number
  close(): Promise<void>
}

export const nodeSides = ['newsstand', 'memory', 'fastify', 'hono'] as const

/** One of the servers of serve-side.mjs. `dir` holds `category/` with feeds and their variants. */
export async function startNodeSide(name: (typeof nodeSides)[number], dir: string): Promise<ServingSide> {
  const child = fork(beside('serve-side.mjs'), { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const asked = { side: name, dir, fastify: import.meta.resolve('fastify') }
  const port = await answerOf<number>(child, asked, `${name} could not be started`)
  return { name, port, servesBrotli: true, ...running(child) }
}

const nginx = 'nginx'

export function hasNginx(): boolean {
  return isInstalled(nginx)
}

const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'

/** One process over the same folder, as its manual sets it up for files that lie ready compressed. */
export async function startNginx(dir: string, scratch: string): Promise<ServingSide> {
  const port = await freePort()
  const servesBrotli = existsSync(brotliModule)
  mkdirSync(scratch, { recursive: true })
  writeFileSync(join(scratch, 'nginx.conf'), configOf({ dir, scratch, port, servesBrotli }))
  const child = spawn(nginx, ['-p', scratch, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' })
  for (let tries = 0; tries < 100 && !(await isOpen(port)); tries += 1) await wait(50)
  return { name: nginx, port, servesBrotli, ...running(child) }
}

function configOf({ dir, scratch, port, servesBrotli }: { dir: string; scratch: string; port: number; servesBrotli: boolean }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(scratch, name)};`)
  return `${servesBrotli ? `load_module ${brotliModule};` : ''}
daemon off; master_process off; pid ${join(scratch, 'nginx.pid')};
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(' ')}
  types { application/atom+xml atom; }
  sendfile on; tcp_nopush on; keepalive_requests 100000000;
  server {
    listen 127.0.0.1:${port}; root ${dir};
    gzip_static on; ${servesBrotli ? 'brotli_static on;' : ''} gzip_vary on;
    add_header X-Content-Type-Options nosniff;
    add_header Content-Security-Policy "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    add_header Referrer-Policy no-referrer;
    add_header Cache-Control "public, max-age=60, stale-while-revalidate=600";
    add_header Access-Control-Allow-Origin "*";
    add_header Access-Control-Expose-Headers "ETag, Link";
    add_header Link '<https://bench.example/hub>; rel="hub", <https://bench.example$uri>; rel="self"';
  }
}
`
}

/** A process that ends with this one. */
export function running(child: ChildProcess): Pick<ServingSide, 'cpuUs' | 'close'> {
  process.once('exit', () => child.kill())
  return {
    cpuUs: () => cpuUsOf(child.pid ?? 0),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

/** Nanoseconds on a core are the first number of each thread's schedstat. */
function cpuUsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1_000,
    0,
  )
}

export interface Load {
  readonly port: number
  readonly paths: readonly string[]
  readonly lines: readonly string[]
  readonly readers: number
  readonly requests: number
  /** Between two requests of a reader. */
  readonly restMs?: number
}

export interface Loaded {
  readonly statuses: Readonly<Record<string, number>>
  readonly bytes: number
  readonly wallMs: number
  /** Of the times until an answer was there. */
  readonly p99Ms: number
  readonly mostMs: number
}

export interface LoadProcess {
  run(load: Load): Promise<Loaded>
  close(): void
}

export function startLoad(): LoadProcess {
  const child = fork(beside('serve-load.mjs'), { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    run: (load) => answerOf(child, load, 'the readers have gone'),
    close: () => child.disconnect(),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )
}

function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
