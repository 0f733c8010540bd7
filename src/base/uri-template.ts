// RFC 6570: the one file around url-template.
import { parseTemplate } from 'url-template'

/** Expands a URI template; `{id}` percent-encodes its value, `{+id}` keeps reserved characters. */
export function expandUri(template: string, values: Readonly<Record<string, string>>): string {
  return parseTemplate(template).expand({ ...values })
}

/** The names a template asks for; @throws Error when it is no template. */
export function namesInUri(template: string): readonly string[] {
  parseTemplate(template)
  return [...template.matchAll(/\{[+#./;?&]?([^}]+)\}/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.replace(/[*:].*$/, '')),
  )
}

/** Fills `{name}` with plain values; null when one of them is missing or empty. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string | null {
  let missing = false
  const filled = template.replace(/\{([\w.-]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? '') : ''
    if (value.trim() === '') missing = true
    return value
  })
  return missing ? null : filled
}
