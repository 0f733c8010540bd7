// Whatever a command table has, beside a running service: each works or refuses as it should, and the service goes on.
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { feedOf } from '../cli/site.ts'
import { randomFrom } from '../support/fault-press.ts'
import { openPressedSite, type PressedSite } from '../support/pressed-site.ts'
import type { Running } from '../support/program.ts'

let site: PressedSite
let service: Running
const copy = () => join(site.dir, 'copy.jsonl.gz')

beforeEach(async () => {
  site = await openPressedSite({ feeds: 12, desks: 4, random: randomFrom(8) })
  const twice = ['a', 'b'].map((name) => `  - { id: ${name}, url: "file:${name}.json", category: Twice }\n`).join('')
  await site.put(
    'config/newsstand.yaml',
    `${site.config}${twice}  - { id: hidden, url: "file:hidden.json", category: Hidden }\ncategories:\n  - { name: Hidden, private: true }\n`,
  )
  for (const name of ['a', 'b', 'hidden'])
    await site.put(
      `config/${name}.json`,
      feedOf([1, 2, 3, 4].map((n) => ({ id: `${n}`, url: `https://${name}.example/${n}`, title: `${name} says ${n}` }))),
    )
  await site.put('posts/_posts/2020-01-02-C5000001.md', '---\nlayout: post\ntitle: "An old post"\ncategories: old\n---\nWhat it said.\n')
  await site.put(
    'reader.opml',
    '<?xml version="1.0"?><opml version="2.0"><head/><body><outline type="rss" text="X" xmlUrl="https://x.example/feed"/></body></opml>',
  )
  expect((await site.run('poll')).code).toBe(0)
  expect((await site.run('backup', join(site.dir, 'before.sqlite'))).code).toBe(0)
  expect((await site.run('export', 'jsonl', copy())).code).toBe(0)
  service = site.start('run', '--log-level', 'info')
  await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
})
afterEach(() => site.close())

interface Beside {
  readonly args: readonly string[]
  readonly code?: number
  /** A service of its own: it is ended. */
  readonly isLasting?: boolean
}

const done = (words: string): Beside => ({ args: words.split(' ') })
const refused = (words: string, code: number): Beside => ({ ...done(words), code })

/** Every command; those of `newsstand --help` that are missing fail the test. */
const commands: readonly Beside[] = [
  refused('run', 4),
  done('poll'),
  done('poll s1 s2 --force'),
  done('publish'),
  done('publish --all'),
  { ...done('serve'), isLasting: true },
  done('check'),
  done('check --online'),
  done('try s1'),
  done('parse config/a.json'),
  done('list entries'),
  done('list categories'),
  done('list sources'),
  done('explain https://a.example/1'),
  { args: ['retract', 'https://a.example/1', '--why', 'It was wrong'] },
  done('retract https://a.example/1 --undo'),
  done('merge https://a.example/2 https://b.example/2'),
  done('split https://a.example/2 --source b'),
  done('plan'),
  done('reread s1'),
  done('reread --all'),
  done('prune'),
  done('status'),
  done('doctor'),
  done('doctor --fix'),
  done('backup after.sqlite'),
  refused('restore before.sqlite --force', 4),
  done('category list'),
  done('category rename twice Zwei --slug zwei'),
  done('category alias zwei Deux'),
  done('category merge zwei desk-0'),
  done('category retire twice'),
  done('category approve --all'),
  done('token add hidden'),
  done('token list'),
  refused('token revoke nothing', 2),
  done('import opml reader.opml'),
  done('import jekyll posts'),
  refused('import jsonl copy.jsonl.gz', 4),
  done('export opml out.opml'),
  done('export jekyll out'),
  done('export jsonl out.jsonl.gz'),
  done('completion bash'),
]

test('each command works beside a service, or is refused with its code; no visit fails, and what is new is published after it', {
  timeout: 900_000,
}, async () => {
  const known = (await site.run('--help')).stdout.matchAll(/^ {2}([a-z]+)\b/gm)
  const tried = new Set(commands.map(({ args: [name] }) => name))
  expect([...known].map(([, name]) => name).filter((name) => name !== 'help' && !tried.has(name))).toEqual([])
  const ends: unknown[] = []
  for (const { args, isLasting } of commands) {
    const running = site.start(...args)
    if (isLasting) {
      await running.said(/http:\/\/127/)
      running.kill('SIGTERM')
    }
    const { code, stderr } = await running.ended
    ends.push({ args, code, stderr })
  }
  expect(ends).toEqual(commands.map(({ args, code = 0 }) => ({ args, code, stderr: expect.anything() })))
  await untilPublished()
  await expectGoodEnd()
})

/** Another visit to each, and what it brought has its page. */
async function untilPublished(): Promise<void> {
  const { asked } = site.press
  await expect.poll(() => site.press.asked, { timeout: 120_000 }).toBeGreaterThan(asked + 24)
  await expect.poll(site.unpublished, { timeout: 120_000, interval: 500 }).toEqual([])
}

async function expectGoodEnd(): Promise<void> {
  const { failing } = JSON.parse((await site.run('status', '--json')).stdout)
  service.kill('SIGTERM')
  const { code, stderr } = await service.ended
  const troubles = stderr.split('\n').filter((line) => /"level":(40|50|"warn|"error)/.test(line) || /"outcome":"failed"/.test(line))
  expect({ failing, code, troubles }).toEqual({ failing: 0, code: 0, troubles: [] })
}

describe('a second service', () => {
  test('is refused, be it again and again; killed, the first leaves nothing that keeps the next from starting', async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await site.run('run')
      expect({ code, stdout, stderr }).toEqual({
        code: 4,
        stdout: '',
        stderr: expect.stringMatching(/^in-use: Another newsstand is running as the service/),
      })
    }
    for (let time = 0; time < 3; time++) {
      service.kill('SIGKILL')
      expect((await service.ended).code).toBe(null)
      service = site.start('run', '--log-level', 'info')
      await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
    }
    await untilPublished()
    await expectGoodEnd()
  })

  test('of several started in the same instant one runs, the others are refused', async () => {
    service.kill('SIGKILL')
    await service.ended
    const all = Array.from({ length: 4 }, () => site.start('run', '--log-level', 'info'))
    const fates = all.map((one) =>
      one.said(/(http:\/\/127\.0\.0\.1:\d+\/)/).then(
        (said) => said,
        () => null,
      ),
    )
    const refusals = await Promise.all(all.map(async (one, at) => ((await fates[at]) === null ? (await one.ended).code : null)))
    expect([...refusals].sort()).toEqual([4, 4, 4, null].sort())
    const at = refusals.indexOf(null)
    service = all[at] ?? expect.fail('none runs')

    await untilPublished()
    await expectGoodEnd()
  })
})
