// The origin in a process of its own, so that what it costs counts for nobody. Told a manner, it says what was answered before.
import { once } from 'node:events'
import { openOrigin } from './origin.ts'

const [options] = await once(process, 'message')
const origin = await openOrigin(options)
process.on('message', (manner) => process.send(origin.set(manner)))
process.once('disconnect', () => process.exit())
process.send(origin.urls)
