// The process behind pool.ts: reads what it is sent, one document at a time, and sends back what it read.
import { on } from 'node:events'
import { serialize } from 'node:v8'
import type { ArticleStep, Recipe } from '../model/source.ts'
import { inlineReader } from './inline.ts'
import type { Body, Unreadable } from './reader.ts'

/** `step`: how to read one article; null: the document is a list. */
export interface Question {
  readonly body: Body
  readonly recipe: Recipe
  readonly step: ArticleStep | null
}

/** A heap of 256 MB can make answers that are larger still. An honest one is at most four times its document, and that 15 MB. */
const mostAnswerBytes = 64_000_000

const reader = inlineReader()

async function answerTo({ body, recipe, step }: Question): Promise<Buffer> {
  const answer = serialize(step === null ? await reader.read(body, recipe) : await reader.readArticle(body, step, recipe))
  return answer.length <= mostAnswerBytes ? answer : serialize(tooLarge(answer.length, body))
}

function tooLarge(answerBytes: number, { bytes }: Body): Unreadable {
  const message = `the document of ${bytes.length} bytes turns into ${answerBytes} bytes of entries; the limit is ${mostAnswerBytes}`
  return { kind: 'unreadable', code: 'limits', message, announced: [] }
}

const questions = on(process, 'message', { close: ['disconnect'] })
process.send?.('ready')
for await (const [question] of questions) process.send?.(await answerTo(question))
