// The process behind pool.ts: reads what it is sent, one document at a time, and sends back what it read.
import { on } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import type { ArticleStep, Recipe } from '../model/source.ts'
import { inlineReader } from './inline.ts'
import type { ArticlePage, Body, Reading, Unreadable } from './reader.ts'

/** `step`: how to read one article; null: the document is a list. */
export interface Question {
  readonly body: Body
  readonly recipe: Recipe
  readonly step: ArticleStep | null
}

/** A small document can make a huge answer; the program would have to hold it whole. An honest one is at most three times its document, and that 15 MB. */
const mostCharacters = 50_000_000

const reader = inlineReader()

async function answerTo({ body, recipe, step }: Question): Promise<Reading | ArticlePage | Unreadable> {
  const answer = step === null ? await reader.read(body, recipe) : await reader.readArticle(body, step, recipe)
  const characters = charactersOf(answer)
  return characters <= mostCharacters ? answer : tooLarge(characters, body)
}

/** Of all texts in a value. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + charactersOf(part), 0) : 0
}

function tooLarge(characters: number, { bytes }: Body): Unreadable {
  const message = `the document of ${bytes.length} bytes turns into ${characters} characters of entries; the limit is ${mostCharacters}`
  return { kind: 'unreadable', code: 'limits', message, announced: [] }
}

// Under a small cap V8 collects as soon as the heap is twice what lives in it: a tenth of all the work. Four times fits as well.
setFlagsFromString('--heap-growing-percent=300')

const questions = on(process, 'message', { close: ['disconnect'] })
process.send?.('ready')
for await (const [question] of questions) process.send?.(await answerTo(question))
