// The house rules of the tree as code: who may import whom, and who may touch the world.
import { builtinModules } from 'node:module'
import { type Import, type Module, readModule } from './modules.ts'

const pure = ['schedule', 'parse', 'normalize', 'identify', 'classify', 'render', 'extract']
const edges = ['config', 'fetch', 'read', 'store', 'queue', 'publish', 'serve']

/** Room → rooms it may import besides itself. `src/app.ts` and `src/main.ts` are rooms of one file. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  ...Object.fromEntries(pure.map((room) => [room, ['base', 'model']])),
  extract: ['base', 'model', 'parse'],
  config: ['base', 'model', 'schedule'],
  ...Object.fromEntries(['fetch', 'store', 'queue', 'publish'].map((room) => [room, ['base', 'model']])),
  read: ['base', 'model', 'parse', 'extract', 'normalize'],
  serve: ['base', 'model', 'render'],
  jobs: ['base', 'model', ...pure],
  app: ['base', 'model', 'jobs', ...pure, ...edges],
  cli: ['base', 'model', 'config', 'app'],
  main: ['base', 'cli'],
}

const ports = ['src/fetch/fetcher.ts', 'src/read/reader.ts', 'src/store/store.ts', 'src/queue/queue.ts', 'src/publish/outlet.ts']
/** The store's port is large: its parts stand in a folder of their own. */
const portFolder = 'src/store/port/'
const seesPorts = [...edges, 'jobs', 'app']

/** Packages that more than one room may import, and the folders that may. Every other package has one room. */
const sharedPackages: Readonly<Record<string, readonly string[]>> = {
  zod: ['src/config/', 'src/serve/'],
  hono: ['src/render/pages/', 'src/serve/'],
  'ipaddr.js': ['src/base/', 'src/fetch/'],
  yaml: ['src/config/', 'src/parse/'],
  htmlparser2: ['src/parse/', 'src/extract/', 'src/normalize/'],
}

const network = [
  ...['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram', 'node:dns', 'node:dns/promises', 'undici'],
  ...['axios', 'cross-fetch', 'eventsource', 'follow-redirects', 'got', 'https-proxy-agent', 'ky', 'needle', 'node-fetch', 'ofetch'],
  ...['request', 'socks', 'superagent', 'ws'],
]
const world = [
  ...network,
  'better-sqlite3',
  'pg',
  'pg-boss',
  'kysely',
  'pino',
  'pino-pretty',
  'node-cron',
  'p-queue',
  'ora',
  'commander',
  'send',
]
/** All that serving needs of node:http, whose other values are clients. */
const serving = ['createServer', 'STATUS_CODES']

interface UseRule {
  readonly uses: RegExp
  readonly where: (path: string) => boolean
  readonly why: string
}

const useRules: readonly UseRule[] = [
  {
    uses: /^process\.(exit|exitCode|abort|on|once|addListener)$/,
    where: (path) => path === 'src/main.ts',
    why: 'only main.ts ends the process or listens to signals',
  },
  {
    uses: /^process\.env$/,
    where: (path) => path === 'src/main.ts' || path === 'src/base/log.ts' || roomOf(path) === 'cli',
    why: 'config is read once and passed down',
  },
  { uses: /^console$/, where: (path) => path === 'src/base/log.ts', why: 'base/log.ts is the only console' },
  {
    // The last two get round the imports: built-in modules without one, and rss-parser's own way to the web.
    uses: /^(fetch|WebSocket|EventSource|XMLHttpRequest|process\.getBuiltinModule)$|\.parseURL$/,
    where: (path) => roomOf(path) === 'fetch',
    why: 'only fetch/ reaches out to the network',
  },
  {
    uses: /^URL\.canParse$/,
    where: () => false,
    why: 'Node 20 answers wrongly once it is busy: parseUrl of base/parse-url.ts',
  },
  {
    uses: /^(process|performance|setTimeout|setInterval|setImmediate|Date\.now|new Date\(\)|Math\.random|crypto\..*)$/,
    where: (path) => !isPure(path),
    why: 'a pure room has no clock, chance or process: the moment is an argument called now',
  },
]

/** Every breach of the rules as `path:line what, why`; the keys of `files` are paths such as `src/base/errors.ts`. */
export function violations(files: ReadonlyMap<string, string>): readonly string[] {
  const modules = [...files].map(([path, source]) => readModule(path, source))
  return [
    ...[...files.keys()].flatMap(nameViolations),
    ...modules.flatMap((module) =>
      module.imports.flatMap((one) => importViolations(module.path, one).map((why) => `${module.path}:${one.line} ${why}`)),
    ),
    ...modules.flatMap(useViolations),
    ...packageViolations(modules),
    ...cycles(modules),
  ]
}

function nameViolations(path: string): readonly string[] {
  const found: string[] = []
  if (/\/index\.tsx?$/.test(path) && path !== 'src/cli/index.ts') found.push(`${path} is a barrel; import the file that defines the thing`)
  const empty = /(?:^|[/.-])(utils?|helpers?|common|managers?|handlers?)(?=[/.-])/i.exec(path)
  if (empty !== null) found.push(`${path} is named "${empty[1]}", which says nothing; name what it holds`)
  if (!(roomOf(path) in mayImport)) found.push(`${path} is in no room of the house`)
  return found
}

function importViolations(path: string, one: Import): readonly string[] {
  if (one.target === null) return ['imports something computed, which nobody can follow']
  return one.isOurs ? ownImport(path, one, one.target) : foreignImport(path, one, one.target)
}

function ownImport(path: string, one: Import, target: string): readonly string[] {
  if (!target.startsWith('src/')) return [`imports ${target}, outside src/`]
  if (!/\.tsx?$/.test(target)) return [`imports ${one.specifier}; write its ending, .ts or .tsx`]
  if (ports.includes(target) || target.startsWith(portFolder)) return portImport(path, one, target)
  const [from, to] = [roomOf(path), roomOf(target)]
  const allowed = mayImport[from] ?? []
  return from === to || allowed.includes(to) ? [] : [`imports ${target}; ${from} may import ${allowed.join(', ') || 'no other room'}`]
}

function portImport(path: string, one: Import, target: string): readonly string[] {
  if (!seesPorts.includes(roomOf(path))) return [`imports the port ${target}; ports are for edges, jobs and app`]
  return one.isType ? [] : [`imports the port ${target} as a value; write "import type"`]
}

function foreignImport(path: string, one: Import, target: string): readonly string[] {
  const name = builtinModules.includes(target) ? `node:${target}` : target
  const shared = sharedPackages[packageOf(name)]
  const found: string[] = []
  if (isPure(path) && name.startsWith('node:') && name !== 'node:crypto')
    found.push(`imports ${name}; a pure room does not touch the world`)
  if (isPure(path) && world.includes(packageOf(name))) found.push(`imports ${name}; a pure room does not touch the world`)
  if (network.includes(packageOf(name)) && !mayReachNetwork(path, one, name))
    found.push(`imports ${name}; only fetch/ reaches out to the network`)
  if (name === 'node:module' || name === 'node:process')
    found.push(`imports ${name}, which hides what is used; use import, and the global process`)
  if (shared !== undefined && !shared.some((folder) => path.startsWith(folder)))
    found.push(`imports ${name}; only ${shared.join(', ')} may`)
  return found
}

function mayReachNetwork(path: string, one: Import, name: string): boolean {
  if (roomOf(path) === 'fetch') return true
  if (roomOf(path) === 'serve' && one.isType) return true
  return roomOf(path) === 'serve' && name === 'node:http' && one.values.every((value) => serving.includes(value))
}

function useViolations(module: Module): readonly string[] {
  const ours = useRules.flatMap(({ uses, where, why }) =>
    module.uses
      .filter(({ what }) => uses.test(what) && !where(module.path))
      .map(({ what, line }) => `${module.path}:${line} uses ${what}; ${why}`),
  )
  const outside = module.imports.filter(
    ({ target }) => isPure(module.path) && (target === 'src/base/log.ts' || target === 'src/base/clock.ts'),
  )
  return [...ours, ...outside.map(({ target, line }) => `${module.path}:${line} imports ${target}; a pure room has no logger and no clock`)]
}

/** A package that two rooms import needs one file around it, in base. */
function packageViolations(modules: readonly Module[]): readonly string[] {
  const rooms = new Map<string, Map<string, string>>()
  for (const { path, imports } of modules) {
    for (const { isOurs, target } of imports) {
      if (isOurs || target === null || target.startsWith('node:') || builtinModules.includes(target)) continue
      const name = packageOf(target)
      if (!(name in sharedPackages)) rooms.set(name, (rooms.get(name) ?? new Map()).set(roomOf(path), path))
    }
  }
  return [...rooms]
    .filter(([, users]) => users.size > 1)
    .map(([name, users]) => `${[...users.values()].join(' and ')} import ${name}; wrap it in one file, in base/`)
}

/** Each cycle once, type-only ones included, from its first file in order of names. */
function cycles(modules: readonly Module[]): readonly string[] {
  const edgesOf = new Map(
    modules.map(({ path, imports }) => [path, imports.flatMap(({ isOurs, target }) => (isOurs && target !== null ? [target] : []))]),
  )
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.add(asCycle(trail.slice(at)))
    if (at >= 0 || done.has(path)) return
    for (const next of edgesOf.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of [...edgesOf.keys()].sort()) visit(path, [])
  return [...found]
}

function asCycle(paths: readonly string[]): string {
  const first = paths.indexOf([...paths].sort()[0] ?? '')
  const turned = [...paths.slice(first), ...paths.slice(0, first)]
  return `${[...turned, turned[0]].join(' → ')} is a cycle`
}

function roomOf(path: string): string {
  return /^src\/([^/.]+)/.exec(path)?.[1] ?? ''
}

function isPure(path: string): boolean {
  return pure.includes(roomOf(path)) || roomOf(path) === 'model'
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
