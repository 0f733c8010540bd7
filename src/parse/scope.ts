// Namespace scopes: which URI a prefix stands for at one place of the document.
import type { Name } from './element.ts'
import { conventionalPrefixes, type Space, spaceOf } from './namespaces.ts'

export interface Scope {
  /** Prefix → URI; '' is the default namespace. Inherits by prototype: copying would cost a document of many declarations its square. */
  readonly uris: Record<string, string>
  /** Names met in this scope, resolved once. */
  readonly names: Map<string, Name>
}

/** The root's own namespace is the format's, whatever it is called. */
export interface Core {
  readonly uri: string
  readonly space: Space
}

/** What holds before a document declares anything. */
export function outerScope(): Scope {
  const uris: Record<string, string> = Object.assign(Object.create(null), conventionalPrefixes)
  return { uris, names: new Map() }
}

/** The scope of an element that carries these attributes: its parent's, unless it declares something. */
export function innerScope(parent: Scope, attributes: readonly (readonly [string, string])[]): Scope {
  if (!attributes.some(([name]) => name.startsWith('xmlns'))) return parent
  const uris: Record<string, string> = Object.create(parent.uris)
  for (const [name, value] of attributes) {
    if (name === 'xmlns') uris[''] = value
    else if (name.startsWith('xmlns:')) uris[name.slice(6)] = value
  }
  return { uris, names: new Map() }
}

/** Namespaces in XML 1.0 §6. An undeclared prefix is its own URI. */
export function uriOf(tag: string, scope: Scope): string {
  const colon = tag.indexOf(':')
  return scope.uris[colon === -1 ? '' : tag.slice(0, colon)] ?? (colon === -1 ? '' : tag)
}

/** Names in the root's namespace are the format's own. */
export function resolveName(tag: string, scope: Scope, core: Core | null): Name {
  const known = scope.names.get(tag)
  if (known !== undefined) return known
  const uri = uriOf(tag, scope)
  const space = core !== null && uri === core.uri ? core.space : spaceOf(uri)
  const written = tag.slice(tag.indexOf(':') + 1)
  const local = written.toLowerCase()
  const name: Name = { key: `${space}:${local}`, space, local, written }
  scope.names.set(tag, name)
  return name
}

const noAttributes: ReadonlyMap<string, string> = new Map()

/** Attributes without a prefix belong to their element; the rest are known by vocabulary. Declarations are dropped. */
export function resolveAttributes(written: readonly (readonly [string, string])[], scope: Scope, core: Core): ReadonlyMap<string, string> {
  if (written.length === 0) return noAttributes
  const attributes = new Map<string, string>()
  for (const [name, value] of written) {
    if (name.startsWith('xmlns')) continue
    const key = name.includes(':') ? resolveName(name, scope, core).key : name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, value)
  }
  return attributes
}
