// What config says of a source, for the operator to read: without secrets, and without what it does not say. Pure.
import type { JsonValue } from '../../base/json.ts'
import { hiddenIn, hiding } from '../../base/secrets.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'

const mask = '***'

export function shownConfig(source: Source, { poll }: Pick<Settings, 'poll'>): JsonValue {
  const { url, headers, category, recipe, ...rest } = source
  const { list, ...reading } = recipe
  const shown = {
    ...rest,
    url: withoutSecrets(url),
    // Their values let us in somewhere.
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, mask])),
    category: category.map(({ written }) => written),
    // What is posted may let us in, too.
    recipe: list === undefined ? reading : { ...reading, list: { ...list, post: list.post === null ? null : mask } },
  }
  return JSON.parse(JSON.stringify(hiddenIn(shown, hiding(poll.secrets)), (_, value: unknown) => (isUnset(value) ? undefined : value)))
}

function isUnset(value: unknown): boolean {
  return value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
}
