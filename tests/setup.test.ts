// `.setup.mjs` against a small project of its own, with stand-ins for npm and the compiler that note their calls.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const compiler = `
const fs = require('node:fs')
fs.appendFileSync('calls', 'tsc ')
if (fs.readFileSync('src/main.ts', 'utf8').includes('WRONG')) { console.log('src/main.ts(1,1): error TS2322: wrong'); process.exit(2) }
fs.mkdirSync('dist', { recursive: true })
for (const name of fs.readdirSync('src')) fs.copyFileSync('src/' + name, 'dist/' + name.replace('.ts', '.js'))
fs.writeFileSync('dist/.tsbuildinfo', '{}')
`
const npm = `
const fs = require('node:fs')
const { spawnSync } = require('node:child_process')
fs.appendFileSync('calls', 'npm[' + process.argv.slice(2).join(' ') + '] ')
fs.rmSync('node_modules', { recursive: true, force: true })
if (process.env.FAKE_FAILURE) { console.error(process.env.FAKE_FAILURE); process.exit(1) }
fs.mkdirSync('node_modules/typescript/bin', { recursive: true })
fs.writeFileSync('node_modules/typescript/bin/tsc', ${JSON.stringify(compiler)})
const run = (...args) => { const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' }); if (status) process.exit(status) }
run('node_modules/typescript/bin/tsc')
run('.setup.mjs', '--stamp')
`

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'newsstand-setup-'))
  await mkdir(join(dir, 'src'))
  await cp(new URL('../.setup.mjs', import.meta.url).pathname, join(dir, '.setup.mjs'))
  const files = {
    'npm.js': npm,
    'package.json': '{"engines":{"node":">=20.19 <21 || >=22.14"}}',
    'package-lock.json': '{}',
    'tsconfig.json': '{}',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  for (const name of ['main.ts', 'other.ts']) await writeFile(join(dir, 'src', name), name)
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function setUp(env: Readonly<Record<string, string>> = {}): { status: number | null; said: string; calls: string } {
  rmSync(join(dir, 'calls'), { force: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dir, '.setup.mjs')], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(dir, 'npm.js'), ...env },
  })
  const calls = existsSync(join(dir, 'calls')) ? readFileSync(join(dir, 'calls'), 'utf8').trim() : ''
  return { status, said: stdout + stderr, calls }
}

test('a fresh clone is installed and built once, with one line said; the second run does nothing', () => {
  const first = setUp({ NODE_ENV: 'production' })
  expect(first).toMatchObject({ status: 0, calls: 'npm[ci --include=dev] tsc' })
  expect(first.said.trim().split('\n')).toEqual([expect.stringContaining('First start')])
  expect(statSync(join(dir, 'dist/main.js')).mode & 0o111).toBe(0o111)
  expect(setUp()).toEqual({ status: 0, said: '', calls: '' })
})

const changes: readonly { name: string; change: () => void; calls: string }[] = [
  {
    name: 'a changed lock file installs again',
    change: () => writeFileSync(join(dir, 'package-lock.json'), '{"a":1}'),
    calls: 'npm[ci --include=dev] tsc',
  },
  {
    name: 'an install that was interrupted is done again',
    change: () => rmSync(join(dir, 'node_modules/.newsstand-setup.json')),
    calls: 'npm[ci --include=dev] tsc',
  },
  { name: 'a changed source builds', change: () => writeFileSync(join(dir, 'src/main.ts'), 'changed'), calls: 'tsc' },
  { name: 'a new source builds', change: () => writeFileSync(join(dir, 'src/new.ts'), ''), calls: 'tsc' },
  { name: 'a changed compiler setting builds', change: () => writeFileSync(join(dir, 'tsconfig.build.json'), '{}'), calls: 'tsc' },
  { name: 'a lost output builds', change: () => rmSync(join(dir, 'dist/other.js')), calls: 'tsc' },
  { name: 'a missing dist builds', change: () => rmSync(join(dir, 'dist'), { recursive: true }), calls: 'tsc' },
  { name: 'a dist built by other means builds', change: () => utimesSync(join(dir, 'dist/.tsbuildinfo'), 1, 1), calls: 'tsc' },
  { name: 'a touched source does not', change: () => utimesSync(join(dir, 'src/main.ts'), 2_000_000_000, 2_000_000_000), calls: '' },
]
for (const { name, change, calls } of changes) {
  test(name, () => {
    setUp()
    change()
    expect(setUp()).toMatchObject({ status: 0, calls })
    expect(setUp()).toMatchObject({ status: 0, calls: '' })
  })
}

test('what a removed source left in dist goes', () => {
  setUp()
  rmSync(join(dir, 'src/other.ts'))
  expect(setUp().calls).toBe('tsc')
  expect(existsSync(join(dir, 'dist/other.js'))).toBe(false)
})

test('a source that does not compile is said without a stack, and does not cost another install', () => {
  writeFileSync(join(dir, 'src/main.ts'), 'WRONG')
  const first = setUp()
  expect(first.status).toBe(1)
  expect(first.said).toContain('src/main.ts(1,1): error TS2322')
  expect(setUp()).toMatchObject({ status: 1, calls: 'tsc' })
  writeFileSync(join(dir, 'src/main.ts'), 'right')
  expect(setUp()).toMatchObject({ status: 0, calls: 'tsc' })
})

test('a missing compiler for native code is named, without the installer’s stacks', async () => {
  await mkdir(join(dir, 'bin'))
  symlinkSync('/bin/true', join(dir, 'bin/python3'))
  const noise = 'npm error gyp ERR! stack Error: not found: make\nnpm error gyp ERR! stack     at getNotFoundError'
  const { status, said } = setUp({ PATH: join(dir, 'bin'), FAKE_FAILURE: noise })
  expect(status).toBe(1)
  expect(said).toContain('needs: make, a C++ compiler.')
  expect(said).not.toMatch(/stack|\bat /)
})

test('a failed install says what npm said and what to do', () => {
  const { status, said } = setUp({ FAKE_FAILURE: 'npm error code ENOTFOUND\nnpm error network request failed' })
  expect(status).toBe(1)
  expect(said).toContain('npm error code ENOTFOUND')
  expect(said).toContain('Is the package registry reachable?')
})

const engines: readonly { name: string; wanted: string; status: number }[] = [
  { name: 'a Node that is too old is refused', wanted: '>=999.1', status: 1 },
  { name: 'a Node between two ranges is refused', wanted: `>=1 <${process.versions.node.split('.')[0]} || >=999`, status: 1 },
  { name: 'a Node in the second range is accepted', wanted: '>=1 <2 || >=3.4', status: 0 },
]
for (const { name, wanted, status } of engines) {
  test(name, () => {
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ engines: { node: wanted } }))
    const outcome = setUp()
    expect(outcome.status).toBe(status)
    if (status === 1)
      expect(outcome.said).toBe(
        `Newsstand needs Node ${wanted}; this is ${process.versions.node}. Install a newer Node from nodejs.org and try again.\n`,
      )
  })
}
