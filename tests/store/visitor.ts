// A process of its own that visits whatever it may claim and keeps a diary, when it is told to go: `visitor.ts FILE DIARY NAME VISITS`.
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { openSqlite } from '../../src/store/sqlite.ts'
import { claim, pollOf } from '../contract/store-samples.ts'

const [file = '', diary = '', name = '', visits = ''] = process.argv.slice(2)
const store = await openSqlite({ file, siteId: 'news.example', host: 'news.example', year: 2026, identityNames: ['code'] })
process.send?.('ready')
await once(process, 'message')
for (let round = 0, left = Number(visits); left > 0; round++) {
  const lease = `${name}-${round}`
  const claimed = await store.claimDue(claim({ lease, limit: Math.min(2, left) }))
  for (const { id } of claimed) appendFileSync(diary, `begins ${id} ${lease}\n`)
  await setImmediate()
  for (const { id } of claimed) appendFileSync(diary, `ends ${id} ${lease}\n`)
  const recorded = await store.recordPolls(claimed.map(({ id }) => pollOf(id, { lease, state: { nextPollAt: 0 } })))
  if (recorded.some(({ kind }) => kind !== 'recorded')) throw new Error('a lease was lost')
  left -= claimed.length
}
await store.close()
process.disconnect()
