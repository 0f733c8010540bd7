// Elements that users of `feed` add by name, in xml-js's compact form: `_attributes`, `_text`, `_cdata`, other keys are child elements.
import { AppError } from '../base/errors.ts'
import { ns } from '../model/vocabulary.ts'
import type { Extension, FeedDocument } from './document.ts'
import { type Attributes, xmlAttributes, xmlCdata, xmlText } from './xml.ts'

/** Prefixes that need no declaration of the user's own. */
export const prefixes: Readonly<Record<string, string>> = {
  atom: ns.atom,
  content: ns.content,
  dc: ns.dc,
  dcterms: ns.dcterms,
  media: ns.media,
  itunes: ns.itunes,
  sy: ns.sy,
  fh: ns.history,
  at: ns.tombstones,
}

/**
 * Extensions as XML. Names that begin with `_` are JSON Feed's (§ Extensions) and are not written here.
 * @throws AppError `internal` when a name is no XML name or its prefix has no namespace.
 */
export function xmlExtensions(extensions: readonly Extension[]): string {
  return extensions
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap(({ name, objects }) => elements(name, objects, new Set()))
    .map((element) => `${element}\n`)
    .join('')
}

/** Extensions as JSON Feed allows them: only names that begin with `_`; others would be unknown keys. */
export function jsonExtensions(extensions: readonly Extension[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(extensions.filter(({ name }) => /^_[a-z]/i.test(name)).map(({ name, objects }) => [name, objects]))
}

/** The declarations for a root that these prefixes and the feed's extensions ask for; `false` is no prefix. */
export function namespaces(own: readonly (string | false)[], { extensions, hasItemExtensions }: Extended): Attributes {
  const isExtended = extensions.length > 0 || hasItemExtensions
  const declared = Object.entries(prefixes).filter(([prefix]) => isExtended || own.includes(prefix))
  return Object.fromEntries(declared.map(([prefix, uri]) => [`xmlns:${prefix}`, uri]))
}

type Extended = Pick<FeedDocument, 'extensions' | 'hasItemExtensions'>

function elements(name: string, value: unknown, declared: ReadonlySet<string>): readonly string[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((one) => elements(name, one, declared))
  if (!isRecord(value)) return [`<${qualified(name, declared)}>${xmlText(String(value))}</${name}>`]
  const attributes = attributesOf(value._attributes)
  const scope = new Set([...declared, ...Object.keys(attributes).flatMap((key) => (key.startsWith('xmlns:') ? [key.slice(6)] : []))])
  for (const key of Object.keys(attributes)) qualified(key, scope)
  const children = Object.entries(value).flatMap(([key, child]) => inner(key, child, scope))
  return [`<${qualified(name, scope)}${xmlAttributes(attributes)}>${children.join('')}</${name}>`]
}

function inner(key: string, child: unknown, declared: ReadonlySet<string>): readonly string[] {
  if (key === '_attributes') return []
  if (key === '_text') return [xmlText(String(child))]
  if (key === '_cdata') return [xmlCdata(String(child))]
  return elements(key, child, declared)
}

function attributesOf(value: unknown): Attributes {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined || one === null ? [] : [[name, String(one)]])),
  )
}

function qualified(name: string, declared: ReadonlySet<string>): string {
  const [, prefix] = /^(?:([A-Z_a-z][\w.-]*):)?[A-Z_a-z][\w.-]*$/.exec(name) ?? fail(name, 'is no XML name')
  const isKnown = prefix === undefined || prefix === 'xml' || prefix === 'xmlns' || declared.has(prefix) || Object.hasOwn(prefixes, prefix)
  return isKnown ? name : fail(name, 'has a prefix without a namespace')
}

function fail(name: string, what: string): never {
  const advice = 'Declare the prefix on the element itself: _attributes: { "xmlns:prefix": "…" }.'
  throw new AppError('internal', `the extension "${name}" ${what}`, advice, { name })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
