// A strict reader of XML 1.0: unlike those that readers of feeds forgive with, it stops at the first fault.

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (Element | string)[]
}

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: (Element | string)[]
  readonly prefixes: ReadonlySet<string>
}

const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const token = new RegExp(
  [
    '<!\\[CDATA\\[(?<cdata>[\\s\\S]*?)\\]\\]>',
    '<\\?(?<pi>[\\s\\S]*?)\\?>',
    `</(?<end>${name})\\s*>`,
    `<(?<start>${name})(?<attributes>(?:\\s+${name}="[^<"]*")*)\\s*(?<empty>/?)>`,
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
)
const attribute = new RegExp(`(${name})="([^"]*)"`, 'g')
const notAChar = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** The root element of a document without a DTD. @throws Error that says where it is not well-formed (namespaces included). */
export function parseXml(raw: string): Element {
  const bad = notAChar.exec(raw)
  if (bad !== null) throw new Error(`not a character of XML at ${bad.index}`)
  // §2.11: a reader sees line ends as LF.
  const xml = raw.replace(/\r\n?/g, '\n')
  const document: Open = { name: '', attributes: {}, children: [], prefixes: new Set(['xml', 'xmlns']) }
  const open = [document]
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    token.lastIndex = at
    const groups = token.exec(xml)?.groups
    if (groups === undefined) throw new Error(`no markup at ${at}: ${xml.slice(at, at + 60)}`)
    take(groups, open)
  }
  const [root, second] = document.children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  if (open.length !== 1 || root === undefined || typeof root === 'string' || second !== undefined) throw new Error('not one closed root')
  return root
}

function take({ end, start, attributes, empty, cdata, text }: Readonly<Record<string, string | undefined>>, open: Open[]): void {
  const current = open.at(-1)
  if (end !== undefined) {
    if (open.length === 1 || open.pop()?.name !== end) throw new Error(`</${end}> ends <${current?.name}>`)
  } else if (start !== undefined && current !== undefined) {
    const element = opened(start, attributes ?? '', current)
    current.children.push(element)
    if (empty === '') open.push(element)
  } else if (cdata !== undefined) current?.children.push(cdata)
  else if (text !== undefined) current?.children.push(resolved(text))
}

export function childrenOf(element: Element, named: string): readonly Element[] {
  return element.children.flatMap((child) => (typeof child !== 'string' && child.name === named ? [child] : []))
}

export function textOf(element: Element | undefined): string {
  return element?.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('') ?? ''
}

function opened(tag: string, raw: string, parent: Open): Open {
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of raw.matchAll(attribute)) {
    if (Object.hasOwn(attributes, key)) throw new Error(`attribute ${key} twice in <${tag}>`)
    // §3.3.3: white space as it is written becomes spaces, that of references stays.
    attributes[key] = resolved(value.replace(/[\t\n]/g, ' '))
  }
  const declared = Object.keys(attributes).flatMap((key) => (key.startsWith('xmlns:') ? [key.slice(6)] : []))
  const prefixes = new Set([...parent.prefixes, ...declared])
  for (const qualified of [tag, ...Object.keys(attributes)]) {
    const [prefix, local] = qualified.split(':')
    if (local !== undefined && !prefixes.has(prefix ?? '')) throw new Error(`no namespace for ${qualified}`)
  }
  return { name: tag, attributes, children: [], prefixes }
}

function resolved(text: string): string {
  if (text.includes(']]>')) throw new Error(`"]]>" in text: ${text}`)
  return text.replace(/&([^;\s]*;?)/g, (whole, reference: string) => {
    const known: Readonly<Record<string, string>> = { 'amp;': '&', 'lt;': '<', 'gt;': '>', 'quot;': '"', 'apos;': "'" }
    const point = /^#(?:(\d+)|x([0-9a-f]+));$/i.exec(reference)
    const character =
      point === null ? known[reference] : String.fromCodePoint(Number.parseInt(point[1] ?? point[2] ?? '', point[1] ? 10 : 16))
    if (character === undefined || notAChar.test(character)) throw new Error(`no such reference: ${whole}`)
    return character
  })
}
