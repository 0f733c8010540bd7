import { expect, test } from 'vitest'
import { openInflow } from '../../src/fetch/inflow.ts'

function watched() {
  const said: string[] = []
  const inflow = openInflow({ pause: () => said.push('pause'), resume: () => said.push('resume'), close: () => said.push('close') })
  return { said, inflow }
}

async function lengthsOf(body: AsyncIterable<Uint8Array>): Promise<readonly number[]> {
  const lengths: number[] = []
  for await (const chunk of body) lengths.push(chunk.length)
  return lengths
}

test('hands on what came before and after the reader', async () => {
  const { inflow } = watched()
  inflow.push(new Uint8Array(1))
  const read = lengthsOf(inflow.body)
  inflow.push(new Uint8Array(2))
  setImmediate(() => {
    inflow.push(new Uint8Array(3))
    inflow.end()
  })
  expect(await read).toEqual([1, 2, 3])
})

test('holds the source back when nobody reads, and lets it go on when all is read', async () => {
  const { said, inflow } = watched()
  for (let chunk = 0; chunk < 4; chunk += 1) inflow.push(new Uint8Array(65_536))
  expect(said).toEqual([])
  inflow.push(new Uint8Array(1))
  expect(said).toEqual(['pause'])
  const read = lengthsOf(inflow.body)
  setImmediate(() => inflow.end())
  expect(await read).toHaveLength(5)
  expect(said).toEqual(['pause', 'resume'])
})

test('fails after what came before the failure', async () => {
  const { inflow } = watched()
  inflow.push(new Uint8Array(1))
  inflow.end(new Error('cut off'))
  const lengths: number[] = []
  const read = async () => {
    for await (const chunk of inflow.body) lengths.push(chunk.length)
  }
  await expect(read()).rejects.toThrow('cut off')
  expect(lengths).toEqual([1])
})

test('a reader that stops early closes the source; one that has read all does not', async () => {
  const early = watched()
  early.inflow.push(new Uint8Array(1))
  for await (const _ of early.inflow.body) break
  expect(early.said).toEqual(['close'])
  const whole = watched()
  whole.inflow.push(new Uint8Array(1))
  whole.inflow.end()
  await lengthsOf(whole.inflow.body)
  expect(whole.said).toEqual([])
})
