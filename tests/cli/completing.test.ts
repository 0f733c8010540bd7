import { expect, test } from 'vitest'
import { completion } from '../../src/cli/completing.ts'
import { program } from '../../src/cli/index.ts'

const unused = () => {
  throw new Error('a command table needs nothing of the world')
}
const { signal } = new AbortController()
const tree = program(
  { env: {}, out: unused, roomForOut: unused, input: unused, err: unused, isTerminal: false, columns: null, onHangup: unused, signal },
  unused,
)

const lines: readonly { line: readonly string[]; words: readonly string[] }[] = [
  { line: [''], words: ['run', 'poll', 'category', 'completion'] },
  { line: ['category', ''], words: ['list', 'rename', 'merge', 'alias', 'retire', 'approve'] },
  { line: ['list', ''], words: ['entries', 'categories', 'sources'] },
  { line: ['list', '--limit', '5', 'e'], words: ['entries'] },
  { line: ['run', '--role', ''], words: ['poll', 'publish', 'serve'] },
  { line: ['poll', '--'], words: ['--config', '--json', '--log-level', '--force', '--help'] },
  { line: ['completion', ''], words: ['bash', 'zsh', 'fish'] },
]
for (const { line, words } of lines)
  test(`after "newsstand ${line.join(' ')}" stand ${words.join(', ')}`, () => {
    const found = completion(tree, line)
    expect(found.kind === 'words' && found.words.map(({ word }) => word)).toEqual(expect.arrayContaining([...words]))
  })

const known: readonly { line: readonly string[]; want: unknown }[] = [
  { line: ['poll', ''], want: { kind: 'known', of: 'sources', config: null } },
  { line: ['poll', '--config', 'x.yaml', 'one', ''], want: { kind: 'known', of: 'sources', config: 'x.yaml' } },
  { line: ['try', ''], want: { kind: 'known', of: 'sources', config: null } },
  { line: ['list', 'entries', '--source', ''], want: { kind: 'known', of: 'sources', config: null } },
  { line: ['list', 'entries', '--category', ''], want: { kind: 'known', of: 'slugs', config: null } },
  { line: ['category', 'merge', 'ac-dc', ''], want: { kind: 'known', of: 'slugs', config: null } },
  { line: ['category', 'approve', 'a', 'b', ''], want: { kind: 'known', of: 'slugs', config: null } },
  { line: ['token', 'add', ''], want: { kind: 'known', of: 'slugs', config: null } },
  { line: ['poll', '--config', ''], want: { kind: 'files' } },
  { line: ['parse', 'one.xml', ''], want: { kind: 'files' } },
  { line: ['merge', ''], want: { kind: 'words', words: [] } },
  { line: ['status', ''], want: { kind: 'words', words: [] } },
  { line: ['nonsense', 'x', ''], want: expect.objectContaining({ kind: 'words' }) },
]
for (const { line, want } of known)
  test(`after "newsstand ${line.join(' ')}" stands what is known`, () => expect(completion(tree, line)).toEqual(want))

test('what nobody is to write is not offered', () => {
  const found = completion(tree, [''])
  expect(found.kind === 'words' && found.words.map(({ word }) => word)).not.toContain('complete')
})
