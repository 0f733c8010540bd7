// Starts and ends the sampler.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Sampled } from './sampler.ts'

const script = fileURLToPath(new URL('sampler.ts', import.meta.url))

export interface Sampling {
  /** What it has seen until now; it rests then. */
  end(): Promise<Sampled>
  kill(): void
}

export function sample(folders: readonly string[]): Sampling {
  const child: ChildProcess = fork(script, [...folders], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const failed = once(child, 'close').then(() => Promise.reject(new Error(`the sampler ended by itself: ${said}`)))
  failed.catch(() => {})
  return {
    end: async () => {
      const answered = once(child, 'message')
      child.send('end')
      const [sampled] = await Promise.race([answered, failed])
      return sampled
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
