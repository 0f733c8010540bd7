// Who wrote it: names as formats and habits write them.
import type { Person } from '../model/entry.ts'
import { attribute, type Element, textAt } from './element.ts'
import { webUrl } from './links.ts'
import { plainText } from './text.ts'

const maxName = 500
const address = String.raw`[^\s<>()@]+@[^\s<>()@]+`
const mailThenName = new RegExp(String.raw`^(${address})\s*\(([^()]*)\)$`)
const nameThenMail = new RegExp(String.raw`^([^<>()]*?)\s*[<(](?:mailto:)?(${address})[>)]$`)
const mailOnly = new RegExp(`^${address}$`)

/** RSS 2.0 `author` (`a@b.c (Name)`, `Name <a@b.c>`), dc:creator, itunes:author; null when it says nothing. */
export function personOfText(text: string): Person | null {
  const line = plainText(text).slice(0, maxName)
  const [, mail, shown] = mailThenName.exec(line) ?? []
  if (mail !== undefined) return { name: shown?.trim() || mail, url: null, email: mail }
  const [, before, behind] = nameThenMail.exec(line) ?? []
  if (behind !== undefined) return { name: unquoted(before ?? '') || behind, url: null, email: behind }
  if (line === '') return null
  return { name: line, url: null, email: mailOnly.test(line) ? line : null }
}

/** An Atom person construct (RFC 4287 §3.2), which some write into RSS without its namespace; bare text is read as a name. */
export function personOfElement(element: Element): Person | null {
  const email = textAt(element, 'atom:email', 'rss:email')?.replace(/^mailto:/i, '') ?? null
  const url = webUrl(textAt(element, 'atom:uri', 'atom:url', 'rss:uri', 'rss:url') ?? attribute(element, 'rdf:resource'), element.base)
  const name = plainText(textAt(element, 'atom:name', 'rss:name') ?? '').slice(0, maxName)
  if (name === '' && email === null && url === null)
    return personOfText(element.children.filter((child) => typeof child === 'string').join(' '))
  return { name: name || (email ?? url ?? ''), url, email }
}

/** More persons than wrote any article; a feed's are handed down to each of its entries. */
const maxPersons = 50

/** Each person once, at most 50: by name, and an address alone gives way to the same address with a name. */
export function distinct(people: readonly (Person | null)[]): readonly Person[] {
  const byName = new Map<string, Person>()
  for (const person of people) if (person !== null && byName.size < maxPersons && !byName.has(person.name)) byName.set(person.name, person)
  const all = [...byName.values()]
  return all.filter((person) => person.name !== person.email || !all.some((other) => other !== person && other.email === person.email))
}

function unquoted(name: string): string {
  return name.replace(/^"(.*)"$/, '$1').trim()
}
