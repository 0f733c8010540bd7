// The scripts in real shells, asking the real program.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mainFile } from '../support/program.ts'

const config = `site: { title: T, url: "https://news.example/" }
sources:
  - { id: gazette, url: "https://gazette.example/feed", category: A }
  - { id: gallery, url: "https://gallery.example/feed", category: B }
  - { id: herald, url: "https://herald.example/feed", category: C }
`
let dir = ''

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-shells-'))
  for (const folder of ['bin', 'config']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'config/newsstand.yaml'), config)
  writeFileSync(join(dir, 'bin/newsstand'), `#!/bin/sh\nexec '${process.execPath}' '${mainFile}' "$@"\n`)
  chmodSync(join(dir, 'bin/newsstand'), 0o755)
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(dir, shell), run('newsstand', 'completion', shell))
})
afterAll(() => rmSync(dir, { recursive: true }))

function run(command: string, ...args: readonly string[]): string {
  const PATH = `${join(dir, 'bin')}:${process.env.PATH}`
  const { stdout, stderr, error } = spawnSync(command, args, { cwd: dir, env: { PATH, HOME: dir, TERM: 'dumb' }, encoding: 'utf8' })
  if (error) throw error
  return stderr === '' ? stdout : `${stdout}${stderr}`
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version']).error === undefined
}

/** Words of a line, the last one being written → what the shell offers. */
const asking: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) => {
    const line = ['newsstand', ...words].map((word) => `'${word}'`).join(' ')
    const script = `source ./bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _newsstand; printf '%s\\n' "\${COMPREPLY[@]}"`
    return run('bash', '--norc', '-c', script)
  },
  zsh: (words) => {
    const line = ['newsstand', ...words].map((word) => `'${word}'`).join(' ')
    const stubs = `compdef() {}; _describe() { print -rl -- "\${(@P)2%%:*}" }; _files() { print -l -- *(N) }`
    return run('zsh', '-f', '-c', `${stubs}; source ./zsh; words=(${line}); CURRENT=${words.length + 1}; _newsstand`)
  },
  fish: (words) => run('fish', '--no-config', '-c', `source ./fish; complete -C 'newsstand ${words.join(' ')}'`).replaceAll(/\t.*/g, ''),
}

const offers: readonly { words: readonly string[]; want: readonly string[] }[] = [
  { words: ['pu'], want: ['publish'] },
  { words: ['list', ''], want: ['categories', 'entries', 'sources'] },
  { words: ['poll', 'ga'], want: ['gallery', 'gazette'] },
  { words: ['list', 'entries', '--source', 'h'], want: ['herald'] },
  { words: ['category', 'rename', '--s'], want: ['--slug'] },
  { words: ['poll', '--config', 'conf'], want: ['config'] },
  { words: ['status', ''], want: [] },
]

for (const [shell, ask] of Object.entries(asking))
  test.skipIf(!isInstalled(shell))(`${shell} completes our command lines (skipped where it is not installed)`, () => {
    for (const { words, want } of offers) {
      const found = ask(words)
        .split('\n')
        .map((word) => word.trim().replace(/\/$/, ''))
        .filter((word) => word !== '')
      // zsh offers every file here; it filters by itself.
      const near = found.filter((word) => word.startsWith(words.at(-1) ?? ''))
      expect(near.sort(), `${shell}: ${words.join(' ')}`).toEqual(want)
    }
  })

test('whatever is wrong, nothing is said', () => {
  writeFileSync(join(dir, 'broken.yaml'), 'site: [')
  expect(run('newsstand', 'complete', '--', 'poll', '--config', 'broken.yaml', '')).toBe('')
  expect(run('newsstand', 'complete', '--', 'poll', '--config', 'none.yaml', '')).toBe('')
})
