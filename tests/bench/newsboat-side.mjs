// newsboat, in a home of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export async function open({ dir, urls }) {
  const [list, config, file] = ['urls', 'config', 'cache.db'].map((name) => join(dir, name))
  writeFileSync(config, '')
  writeFileSync(list, `${urls.join('\n')}\n`)
  const env = { PATH: process.env.PATH, HOME: dir, LANG: 'C.UTF-8', TERM: 'dumb' }
  return {
    file,
    poll: async () => {
      const child = spawn('newsboat', ['-q', '-u', list, '-C', config, '-c', file, '-x', 'reload'], { cwd: dir, env, stdio: 'ignore' })
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(`newsboat ended with ${code}`)
    },
    close: async () => {},
  }
}
