// Settings → lines of YAML as a person would write them.

type Written = string | readonly Written[] | { readonly [name: string]: Written | undefined }

/** `name: value` at an indent; nothing for what is not set. Deeper mappings and lists stand in braces. */
export function yamlLine(name: string, value: Written | undefined, indent: string): string {
  return value === undefined ? '' : `${indent}${name}: ${yamlValue(value)}\n`
}

/** What stands behind the name. */
export function yamlValue(value: Written): string {
  return typeof value === 'string' ? blockScalar(value) : flow(value)
}

function flow(value: Written): string {
  if (typeof value === 'string') return flowScalar(value)
  if (isList(value)) return `[${value.map(flow).join(', ')}]`
  const members = Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [`${name}: ${flow(member)}`]))
  return `{ ${members.join(', ')} }`
}

function isList(value: Exclude<Written, string>): value is readonly Written[] {
  return Array.isArray(value)
}

/** Plain where YAML reads it back as the same text, else in quotes. */
function blockScalar(text: string): string {
  return /^(?:\p{L}|\.\p{L}|\$[.[])[\p{L}\p{N} _./:?=&%+~$>@()*[\]'"-]*$/u.test(text) && isText(text) ? text : quoted(text)
}

/** The same inside braces, where commas and brackets mean something. */
function flowScalar(text: string): string {
  return /^(?:\p{L}|\.\p{L}|\$\.)[\p{L}\p{N} _./?=&%+~$>@()-]*$/u.test(text) && isText(text) ? text : quoted(text)
}

/** No number, no truth, no mapping. */
function isText(text: string): boolean {
  return !/: |:$| $|^(?:true|false|null|yes|no|on|off|y|n)$|^\.(?:inf|nan)$/i.test(text)
}

/** Config replaces `${…}`; a dollar before it keeps it. */
function quoted(text: string): string {
  const isRaw = text.includes('\\') && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
  return (isRaw ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text)).replaceAll(/\$(?=\{)/g, '$$$$')
}
