// From a subscriber's form to its confirmation, as one process does it.
import { expect, onTestFinished, test } from 'vitest'
import { hubDesk } from '../../src/app/hub-desk.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import { lending } from '../../src/jobs/lending.ts'
import { hubRoutes } from '../../src/serve/hub.ts'
import { until } from '../support/service.ts'
import { configOf, openSite, settingsOf } from '../support/site.ts'
import { startSubscriber } from '../support/subscriber.ts'

test('who asks is answered at once, and asked back at once', async () => {
  const subscriber = await startSubscriber()
  const settings = settingsOf(configOf([{ id: 'a' }], `poll: { delay: 0s, allow: ["${subscriber.host}"] }\n`))
  const site = await openSite(settings)
  const fetcher = httpFetcher(settings.poll, { clock: site.deps.clock })
  onTestFinished(async () => {
    await Promise.all([fetcher.close(), subscriber.close()])
    await site.close()
  })
  let confirm = () => {}
  subscriber.confirm((response, { challenge }) => {
    confirm = () => void response.end(challenge)
  })
  const lent = lending({ ...site.deps, fetcher })
  const routes = hubRoutes(hubDesk(lent))
  const body = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': 'https://news.example/feed.json',
    'hub.callback': `${subscriber.url}/cb`,
  })
  expect((await routes.request('/hub', { method: 'POST', body })).status).toBe(202)
  await until(() => subscriber.asked.length).toBe(1)
  expect((await site.deps.store.hub.counts()).subscriptions).toBe(0)
  confirm()
  await until(async () => (await site.deps.store.hub.counts()).subscriptions).toBe(1)

  const off = { ...settings, serve: { ...settings.serve, hub: false } }
  await lent.replace({ ...lent.current, settings: off })
  expect((await routes.request('/hub', { method: 'POST', body })).status).toBe(404)
})
