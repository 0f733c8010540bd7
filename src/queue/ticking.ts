// The one file around node-cron: it drives the service.
import cron from 'node-cron'
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'

export interface Ticking {
  stop(): Promise<void>
}

/** The service looks for due sources every second: the shortest `every` is 10 s, and a host may be asked again after one. */
const everySecond = '* * * * * *'
const jumpMs = 1_000
const aheadMs = 20

/** Ticks at once and then every second. A tick that is still at work when the next one is due is not started twice; one that fails is logged. */
export function startTicking(tick: () => Promise<void>, log: Logger): Ticking {
  cron.setLogger(cronLogger(log))
  let isAtWork = false
  const safely = async () => {
    if (isAtWork) return
    isAtWork = true
    try {
      await tick()
    } catch (error) {
      log.error({ error: messageOf(error) }, 'a tick failed; the next one tries again')
    } finally {
      isAtWork = false
    }
  }
  const begin = () => cron.schedule(everySecond, safely)
  let task = begin()
  const watch = watchClock(() => {
    void task.destroy()
    task = begin()
  })
  void safely()
  return {
    stop: async () => {
      watch.stop()
      await task.destroy()
    },
  }
}

/**
 * node-cron waits for an instant of the clock: where that is put back by a day, it would wait for a day; where it is put forward by a year, it
 * would count every second of that. So the clock is looked at just before node-cron looks.
 */
function watchClock(onJump: () => void): { stop(): void } {
  const standing = () => Date.now() - performance.now()
  const untilLook = () => 1_000 - ((Date.now() + aheadMs) % 1_000)
  let stood = standing()
  const look = () => {
    const stands = standing()
    if (Math.abs(stands - stood) >= jumpMs) onJump()
    stood = stands
    timer = setTimeout(look, untilLook())
  }
  let timer = setTimeout(look, untilLook())
  return { stop: () => clearTimeout(timer) }
}

/** node-cron writes to stdout unless told otherwise; stdout belongs to the commands. */
function cronLogger(log: Logger): Parameters<typeof cron.setLogger>[0] {
  return {
    info: (message) => log.debug({}, message),
    warn: (message) => log.debug({}, message),
    error: (message) => log.warn({}, String(message)),
    debug: (message) => log.debug({}, String(message)),
  }
}
