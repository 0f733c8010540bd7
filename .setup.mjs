// Makes `npm start` and `npm test` work on a fresh clone: installs and builds when needed, else does nothing, fast.
// `--stamp` (run by "prepare", after the build) notes what was installed and built.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(dirname(fileURLToPath(import.meta.url)))
const stampFile = join('node_modules', '.newsstand-setup.json')
const buildInfo = join('dist', '.tsbuildinfo')

if (process.argv.includes('--stamp')) finish(sourcesNow())
else ensure()

function ensure() {
  requireNode()
  const stamp = readStamp()
  if (stamp.installed !== installWanted()) return install(stamp)
  if (stamp.sources !== sourcesNow() || stamp.builtAt !== modifiedAt(buildInfo) || !hasEveryOutput()) build()
}

function install(stamp) {
  say(
    stamp.installed === undefined
      ? 'First start: installing packages and compiling better-sqlite3, about a minute …'
      : 'The packages or Node changed: installing again, about a minute …',
  )
  // The stamp goes first: an install that is interrupted must not look finished. So does dist: the compiler leaves stale files there.
  rmSync(stampFile, { force: true })
  rmSync('dist', { recursive: true, force: true })
  // "prepare" builds and stamps. NODE_ENV=production would leave the compiler out.
  const { status, output } = npm(['ci', '--include=dev'])
  // Installed but not built: the next try need only build.
  if (/error TS\d/.test(output)) finish(null)
  if (status !== 0) fail(whyInstallFailed(output))
  if (readStamp().installed !== installWanted()) {
    fail('npm did not run the install scripts. Is ignore-scripts set in .npmrc? Run: npm ci --include=dev --ignore-scripts=false')
  }
}

function build() {
  say('The source changed: building …')
  const sources = sourcesNow()
  rmSync('dist', { recursive: true, force: true })
  const compiler = join('node_modules', 'typescript', 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) fail('The build failed: correct the errors above and run the command again.')
  finish(sources)
}

function finish(sources) {
  const main = join('dist', 'main.js')
  if (existsSync(main)) chmodSync(main, 0o755)
  mkdirSync('node_modules', { recursive: true })
  const unfinished = `${stampFile}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify({ installed: installWanted(), sources, builtAt: modifiedAt(buildInfo) })}\n`)
  renameSync(unfinished, stampFile)
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return {}
  }
}

/** What node_modules depends on: the locked packages, and the Node that native code was compiled for. */
function installWanted() {
  return `${sha256(readFileSync('package-lock.json'))} node-abi-${process.versions.modules}`
}

/** What dist depends on, by content: a checkout or a copy may set any time on a file. */
function sourcesNow() {
  const configs = readdirSync('.').filter((name) => /^tsconfig.*\.json$/.test(name))
  return sha256([...configs.sort(), ...sourceFiles()].map((file) => `${file} ${sha256(readFileSync(file))}\n`).join(''))
}

function hasEveryOutput() {
  const code = sourceFiles().filter((file) => /(?<!\.d)\.tsx?$/.test(file))
  return code.every((file) => existsSync(file.replace(/^src/, 'dist').replace(/\.tsx?$/, '.js')))
}

function sourceFiles(folder = 'src') {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : join(folder, entry.name))).sort()
}

function modifiedAt(file) {
  return existsSync(file) ? statSync(file).mtimeMs : null
}

function npm(args) {
  const self = process.env.npm_execpath ?? ''
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 }
  const { status, stdout, stderr, error } = self.endsWith('.js')
    ? spawnSync(process.execPath, [self, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  return { status, output: error === undefined ? `${stdout}${stderr}` : error.message }
}

function whyInstallFailed(output) {
  const missing = missingTools()
  if (missing.length > 0 && /gyp|prebuild-install/.test(output)) {
    return `better-sqlite3 must be compiled here, and that needs: ${missing.join(', ')}. On Debian or Ubuntu: apt-get install python3 make g++`
  }
  const lines = output.split('\n').filter((line) => /^npm (error|ERR!)|error TS\d/.test(line) && !/stack|^npm \S+\s+at /.test(line))
  return `${lines.slice(0, 12).join('\n')}\nnpm ci failed. Is the package registry reachable? Run "npm ci --include=dev" to see everything it says.`
}

function missingTools() {
  if (process.platform === 'win32') return []
  const wanted = {
    python3: ['python3', 'python', process.env.PYTHON],
    make: ['make', 'gmake'],
    'a C++ compiler': ['c++', 'g++', 'clang++', process.env.CXX],
  }
  return Object.keys(wanted).filter((tool) => !wanted[tool].some(isOnPath))
}

function isOnPath(name) {
  if (name === undefined || name === '') return false
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(name.includes('/') ? name : join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Reads "engines" of package.json, whose ranges are all of the form `>=20.19 <21 || >=22.14`. */
function requireNode() {
  const wanted = JSON.parse(readFileSync('package.json', 'utf8')).engines.node
  const fits = (comparator) => {
    const [, sign, major, minor = '0'] = /^(>=|<)(\d+)(?:\.(\d+))?/.exec(comparator)
    const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number)
    const isAtLeast = ourMajor > Number(major) || (ourMajor === Number(major) && ourMinor >= Number(minor))
    return sign === '>=' ? isAtLeast : !isAtLeast
  }
  if (wanted.split('||').some((range) => range.trim().split(/\s+/).every(fits))) return
  fail(`Newsstand needs Node ${wanted}; this is ${process.versions.node}. Install a newer Node from nodejs.org and try again.`)
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex')
}

/** On stderr: stdout belongs to the command that is about to run. */
function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(message) {
  say(message)
  process.exit(1)
}
