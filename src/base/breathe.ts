import { setImmediate as turn } from 'node:timers/promises'

/** A tenth of the time within which readers are to be answered. */
const longestMs = 25
/** In each of its turns the event loop takes in one connection (libuv 1.46); a turn with nothing to do takes 0.01 ms. */
const turns = 16

const waiting: (() => void)[] = []
let since = performance.now()
let isLetting = false

/**
 * Lets what waits for the event loop run, once work has held it for so long. Long loops await this: nobody else can end their turn. Goes on
 * before what has not begun.
 */
export async function breathe(): Promise<void> {
  if (isTooLong()) await new Promise<void>((resolve) => wait(() => waiting.unshift(resolve)))
}

/** Before short work of which much may come at once: then it begins one after another, and all together gets no longer than anything else. */
export async function takeTurn(): Promise<void> {
  if (waiting.length > 0 || isTooLong()) await new Promise<void>((resolve) => wait(() => waiting.push(resolve)))
}

function isTooLong(): boolean {
  return performance.now() - since >= longestMs
}

function wait(enqueue: () => void): void {
  enqueue()
  if (!isLetting) void letOn()
}

/** Each goes on alone: the next one only when that is known to have used up no more than its part. */
async function letOn(): Promise<void> {
  isLetting = true
  while (waiting.length > 0) {
    for (let n = 0; n < turns; n++) await turn()
    since = performance.now()
    while (waiting.length > 0 && !isTooLong()) {
      waiting.shift()?.()
      await turn()
    }
  }
  isLetting = false
}
