import type { Command } from 'commander'
import { expect, test } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { explainCommands, helpTexts, nameOf } from '../../src/cli/help.ts'
import { main, program } from '../../src/cli/index.ts'

function contextOf(out: (text: string) => void, columns: number | null = 80): Context {
  const unused = () => {
    throw new Error('help needs nothing of the world')
  }
  const { signal } = new AbortController()
  return { env: {}, out, roomForOut: async () => {}, input: unused, err: unused, isTerminal: false, columns, onHangup: unused, signal }
}

const table = () =>
  program(
    contextOf(() => {}),
    async () => {},
  )
const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)]
const shown = all(table()).filter((command) => !(command as { _hidden?: boolean })._hidden)

for (const name of shown.map(nameOf))
  test(`help of "newsstand ${name}" tells what it does, with examples`, async () => {
    let text = ''
    const args = [...name.split(' ').filter((word) => word !== ''), '--help']
    expect(
      await main(
        args,
        contextOf((part) => (text += part)),
      ),
    ).toBe(0)
    for (const section of ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXAMPLES']) expect(text).toContain(`${section}\n    `)
    // Whatever is said of a command stands in the table.
    expect(text).not.toContain('Examples:')
    expect(helpTexts[name]?.examples.length).toBeGreaterThanOrEqual(2)
    const tooLong = text.split('\n').filter((line) => line.length > 80 && !/^ {4}\S/.test(line))
    expect(tooLong).toEqual([])
  })

/** Words of a line as a shell has them, up to a pipe or a redirection. */
function wordsOf(line: string): readonly string[] {
  const [, command = ''] = /(?:^|[\s(])newsstand(?= )(.*)$/.exec(line) ?? []
  const [ours = ''] = command.split(/\s[|>]\s|\)/)
  return [...ours.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

const examples = Object.entries(helpTexts).flatMap(([name, { examples: lines }]) => lines.map(([line]) => ({ name, line })))
const known = new Set(shown.map(nameOf))
for (const { name, line } of examples.filter((example) => known.has(example.name)))
  test(`the example is understood: ${line}`, async () => {
    const tree = table()
    let called: string | null = null
    for (const command of all(tree))
      if (command.commands.length === 0)
        command.action(() => {
          called = nameOf(command)
        })
    await tree.parseAsync([...wordsOf(line)], { from: 'user' })
    expect(called).not.toBeNull()
    if (name !== '') expect(`${called} `.startsWith(`${name} `)).toBe(true)
  })

test('what help refers to is there', () => {
  const names = Object.keys(helpTexts)
  for (const [name, { seeAlso = [] }] of Object.entries(helpTexts)) for (const other of seeAlso) expect(names, name).toContain(other)
})

test('every option has a sentence', () => {
  const bare = shown.flatMap((command) => command.options.filter(({ description }) => description === '').map(({ flags }) => flags))
  expect(bare).toEqual([])
})

test('without help the texts are not applied', () => {
  const tree = table()
  expect(tree.helpInformation()).toMatch(/^Usage: /)
  explainCommands(tree, 80)
  expect(tree.helpInformation()).toMatch(/^NAME\n/)
})
