// A process of its own that polls one source again and again: `poller.ts FILE SOURCE POLLS`. Each poll shows one article more.
import { openSqlite } from '../../src/store/sqlite.ts'
import { claim, planning, pollOf, recordPoll } from '../contract/store-samples.ts'

const [file = '', id = '', polls = ''] = process.argv.slice(2)
const store = await openSqlite({ file, siteId: 'news.example', host: 'news.example', year: 2026, identityNames: ['code'] })
for (let poll = 1; poll <= Number(polls); poll++) {
  const drafts = Array.from({ length: poll }, (_, n) => ({ title: `T${n}`, link: `https://x.example/${n}` }))
  await store.claimDue(claim({ lease: `${id} ${poll}`, only: [id] }))
  const counts = await recordPoll(store, pollOf(id, { lease: `${id} ${poll}` }), planning(id, drafts))
  if (counts === null) throw new Error('the lease was lost')
}
await store.close()
