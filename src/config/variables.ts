// `${NAME}` and `${NAME:-default}` in scalars of the parsed tree, never in the text of the file.

export type Environment = Readonly<Record<string, string | undefined>>

export interface Trouble {
  readonly message: string
  readonly advice: string
}

export interface Replaced {
  readonly text: string
  /** The scalar is one `${…}` and nothing else: what stands for it is read as YAML again. */
  readonly isWhole: boolean
  /** What the environment gave. */
  readonly lent: readonly string[]
  readonly troubles: readonly Trouble[]
}

/** An unset or empty variable gives its default; `$${` stands for `${`. */
export function replaceVariables(text: string, env: Environment): Replaced {
  const troubles: Trouble[] = []
  const lent: string[] = []
  const replaced = text.replace(/\$\$\{|\$\{([^}]*)(\}?)/g, (match: string, body: string | undefined, end: string | undefined) => {
    if (body === undefined) return '${'
    const value = end === '' ? unreadable(match) : standsFor(body, env)
    if ('message' in value) {
      troubles.push(value)
      return match
    }
    if (value.isLent) lent.push(value.text)
    return value.text
  })
  return { text: replaced, isWhole: /^\$\{[^}]*\}$/.test(text), lent, troubles }
}

interface Value {
  readonly text: string
  /** By the environment; else it stands in the file. */
  readonly isLent: boolean
}

function standsFor(body: string, env: Environment): Value | Trouble {
  const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(body) ?? []
  if (name === undefined || fallback?.includes('${')) return unreadable(`\${${body}}`)
  const value = Object.hasOwn(env, name) ? env[name] : undefined
  if (value !== undefined && (value !== '' || fallback === undefined)) return { text: value, isLent: true }
  if (fallback !== undefined) return { text: fallback, isLent: false }
  return { message: `the environment variable ${name} is not set`, advice: `set it, or write a default: \${${name}:-…}` }
}

function unreadable(written: string): Trouble {
  return { message: `${JSON.stringify(written)} is no variable`, advice: `write \${NAME} or \${NAME:-default}, and $\${ for a literal \${` }
}
