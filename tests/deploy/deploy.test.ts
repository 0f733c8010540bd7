// What lies in config/deploy: as far as it can be checked without the programs that use it.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { codes } from '../../src/base/errors.ts'
import { loadConfig } from '../../src/config/load.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const textOf = (name: string) => readFileSync(`${root}config/deploy/${name}`, 'utf8')

test('the config of services and containers is right, and lives where they let it', () => {
  const file = `${root}config/deploy/newsstand.yaml`
  const settings = loadConfig(file, {})
  expect([settings.store.sqlite, settings.publish.dir]).toEqual(['/var/lib/newsstand/newsstand.sqlite', '/var/lib/newsstand/public'])
  expect(settings.serve).toMatchObject({ host: '127.0.0.1', port: 8080, token: null })
  const contained = loadConfig(file, { NEWSSTAND_HOST: '0.0.0.0', NEWSSTAND_TOKEN: 'abcdefghijkl', NEWSSTAND_URL: 'https://news.example/' })
  expect([contained.serve.host, contained.serve.token, contained.site.url]).toEqual(['0.0.0.0', 'abcdefghijkl', 'https://news.example/'])
})

/** Instructions of a Dockerfile: their words; continued lines are one. */
function instructions(): readonly (readonly string[])[] {
  const lines = textOf('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  return lines.filter((line) => line !== '').map((line) => line.split(/\s+/))
}

test('the image is built from what is here, runs as nobody special, and says how it is', () => {
  const all = instructions()
  const last = all.slice(all.findLastIndex(([word]) => word === 'FROM'))
  const only = (name: string) => last.filter(([word]) => word === name)
  expect(only('USER')).toEqual([['USER', 'node']])
  expect(only('HEALTHCHECK')[0]?.join(' ')).toContain('/healthz')
  for (const name of ['ENTRYPOINT', 'CMD']) expect(() => JSON.parse(only(name)[0]?.slice(1).join(' ') ?? '')).not.toThrow()
  const allowed = textOf('Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
  for (const path of allowed) expect(existsSync(root + path), path).toBe(true)
  const copied = last.filter(([word, from]) => word === 'COPY' && !from?.startsWith('--')).flatMap((words) => words.slice(1, -1))
  for (const path of copied) expect(allowed).toContain(path)
  const made = ['/opt/newsstand/node_modules', '/opt/newsstand/dist']
  const taken = last.filter(([word, from]) => word === 'COPY' && from?.startsWith('--')).flatMap((words) => words.slice(2, -1))
  for (const path of taken) expect([...made, ...allowed.map((one) => `/opt/newsstand/${one}`)]).toContain(path)
})

test('the image has a Node that the program runs on', () => {
  const wanted: string = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node
  const majors = instructions().flatMap(([word, image]) => (word === 'FROM' ? [/^node:(\d+)-/.exec(image ?? '')?.[1]] : []))
  expect(majors).toEqual(['20', '20'])
  expect(wanted).toContain('>=20.')
})

test('the compose file is of the shape that compose reads', () => {
  const { services, volumes } = parse(textOf('compose.yaml'))
  expect(Object.keys(services)).toEqual(['newsstand'])
  expect(existsSync(`${root}config/deploy/${services.newsstand.build.context}/${services.newsstand.build.dockerfile}`)).toBe(true)
  expect(Object.keys(volumes)).toEqual(['data'])
})

test('the unit does not start again what another start does not mend', () => {
  const [, never = ''] = /^RestartPreventExitStatus=(.*)$/m.exec(textOf('newsstand.service')) ?? []
  const lasting = (['usage', 'config-invalid', 'store-damaged'] as const).map((code) => String(codes[code].exit))
  expect(never.split(' ')).toEqual(lasting)
})
