// A process of its own that publishes everything: `publish-child.ts CONFIG WRITES`. At its WRITES-th file it is killed, as by loss of power.
import { loadConfig } from '../../src/config/load.ts'
import { publish } from '../../src/jobs/publish/publish.ts'
import { filesOutlet } from '../../src/publish/files.ts'
import type { Outlet } from '../../src/publish/outlet.ts'
import { openSite } from './site.ts'

const [config = '', writes = ''] = process.argv.slice(2)
const settings = loadConfig(config, {})
const site = await openSite(settings, { file: settings.store.sqlite })
const files = filesOutlet(settings.publish.dir)
let left = Number(writes)

function killing(write: Outlet['write']): Outlet['write'] {
  return (path, bytes) => {
    const written = write(path, bytes)
    if (--left === 0) process.kill(process.pid, 'SIGKILL')
    return written
  }
}

await publish({ ...site.deps, outlet: { ...files, write: killing(files.write), writeWithVariants: killing(files.writeWithVariants) } })
await site.close()
