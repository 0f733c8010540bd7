// Our side: the built program, as the command `poll` drives it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { openApp } from '../../dist/app.js'
import { silentLogger } from '../../dist/base/log.js'
import { loadConfig } from '../../dist/config/load.js'

// As main.ts does.
setFlagsFromString('--heap-growing-percent=80')

/** Thrown where the polls have ended and publishing would begin. */
const enough = new Error('enough')
/** Each poll comes so much later than the one before: all sources are due. */
const stepMs = 20 * 60_000

export async function open({ dir, urls }) {
  const config = join(dir, 'newsstand.yaml')
  writeFileSync(config, configOf(urls))
  let polls = 0
  const now = () => Date.now() + polls * stepMs
  const app = await openApp(loadConfig(config, {}), { log: silentLogger, clock: { now } })
  return {
    file: join(dir, 'store.sqlite'),
    poll: async () => {
      polls += 1
      const onProgress = ({ step }) => {
        if (step === 'publishing') throw enough
      }
      await app.poll({ only: null, isForced: false, onProgress }).catch((error) => {
        if (error !== enough) throw error
      })
    },
    publish: () => app.publish({ isAll: false }),
    close: () => app.close(),
  }
}

function configOf(urls) {
  const hosts = new Set(urls.map((url) => JSON.stringify(new URL(url).host)))
  const sources = urls.map((url, index) => `  - { id: feed-${index}, url: "${url}", category: ["{publisher}", "Category ${index % 20}"] }`)
  return `
site: { title: Bench, url: "https://bench.example/", timezone: UTC }
store: { sqlite: store.sqlite }
publish: { dir: public }
poll: { every: 15m, delay: 0s, perHost: 64, allow: [${[...hosts].join(', ')}] }
sources:
${sources.join('\n')}
`
}
