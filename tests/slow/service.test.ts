// The service among origins that do their worst: it visits each once, keeps its manners, and goes when it is told to.
import { afterAll, expect, test } from 'vitest'
import { heavy } from '../support/origin/heavy.ts'
import { redirect } from '../support/origin/redirect.ts'
import { openFaultySite } from '../support/origin/site.ts'
import { softError } from '../support/origin/soft-error.ts'
import { ssrf } from '../support/origin/ssrf.ts'
import { status } from '../support/origin/status.ts'
import { silent, transport, unending } from '../support/origin/transport.ts'
import { xml } from '../support/origin/xml.ts'
import { endAll } from '../support/program.ts'

const answered = [transport, redirect, ssrf, status, softError, xml, heavy].flat()
const stalled = [...silent, ...unending]
/** All at once; each alone takes less. */
const ceilingMb = 1000

afterAll(endAll)

test('it lives through all of them at once, and ends in the middle of visits that never end', async () => {
  // Those that stall are still being visited when it is stopped.
  const site = await openFaultySite([...answered, ...stalled], {
    limits: '{ headers: 1h, idle: 1h, visit: 1h }',
    secure: ['tls-self-signed'],
  })
  try {
    const service = site.start('run', '--log-level', 'info')
    await Promise.all(answered.map(({ id }) => service.said(new RegExp(`"sourceId":"${id}"`))))
    await Promise.all(stalled.map(({ id }) => site.origin.asked(id)))
    const toldAt = performance.now()
    service.kill('SIGTERM')
    const { code, stderr } = await service.ended
    expect(code).toBe(0)
    expect(performance.now() - toldAt).toBeLessThan(10_000)
    expect(stderr).not.toMatch(/(?:\n|\\n)\s+at .{0,200}:\d+:\d+/)
    expect(stderr.split('\n').filter((line) => line.startsWith('{') && !isJson(line))).toEqual([])
    expect(site.origin.canaryHeard).toEqual([])
    for (const { id, requests = 1 } of answered) expect(site.origin.requests.get(id)?.length, id).toBeLessThanOrEqual(requests)
    expect(await site.peakMb()).toBeLessThan(ceilingMb)
  } finally {
    await site.close()
  }
})

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
