// After reading: is what was read text, or what a wrong charset has left of it?
import { isGarbled } from '../base/garbled.ts'
import { truncate } from '../base/text.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { DocumentFacts, Reading, Unreadable } from './reader.ts'

/** Of a text, markup included: enough to judge by, and little beside what cleaning it has cost. */
const sampleLength = 300
const exampleLength = 40

/** Garbled drafts of a document, from which on it may be garbage altogether. */
const fewest = 2

/**
 * A reading with a warning that counts its garbled drafts: what is known of them keeps its text (identify/kept-words.ts). A document of
 * which every text beyond ASCII is garbled, and hardly legible, is garbage altogether: `charset`.
 */
export function gated(reading: Reading | Unreadable): Reading | Unreadable {
  if (reading.kind === 'unreadable') return reading
  const samples = reading.drafts.flatMap(foreignSamples)
  const garbled = samples.filter(isGarbled)
  const [example] = garbled
  if (example === undefined) return reading
  const words = `garbled, such as ${JSON.stringify(truncate(example, exampleLength))}`
  if (garbled.length >= fewest && garbled.length === samples.length && garbled.every(isIllegible)) {
    return { kind: 'unreadable', code: 'charset', message: `its text is ${words}; ${remedy(reading.about)}`, announced: [] }
  }
  const warning = `${garbled.length} of ${2 * reading.drafts.length} titles and texts are ${words}: good texts known of them are kept; ${remedy(reading.about)}`
  return { ...reading, warnings: [...reading.warnings, warning] }
}

/** Beginnings of title and text, where they are not pure ASCII. */
function foreignSamples({ title, content, summary }: EntryDraft): readonly string[] {
  return [title, (content ?? summary ?? '').slice(0, sampleLength)].filter((text) => /[^\0-\x7f]/.test(text))
}

/** Most of its letters are not what they were. A text whose apostrophes alone are wrong can be read. */
function isIllegible(text: string): boolean {
  const plain = text.replace(/<[^<>]*>|[\s\p{P}\d]/gu, '')
  return plain.replace(/[a-z]/gi, '').length >= plain.length / 2
}

function remedy({ charset: { charset, by } }: DocumentFacts): string {
  if (by === 'config') return `config says charset: ${charset}; write the charset that the document is in, or none`
  return `it was read as ${charset}; if it is in another, write that as charset, such as "charset: gb18030"`
}
