// Settings that exclude or need each other. They look at plain values, so that a wrong type elsewhere does not hide them.
import { resolve } from 'node:path'
import { articleChecks } from './article-checks.ts'
import { digestFindings } from './digest-checks.ts'
import type { ConfigFile } from './file.ts'
import type { Finding } from './finding.ts'
import { foldFindings } from './fold-checks.ts'
import { listChecks } from './list-checks.ts'
import { exactlyOne, mappingFindings } from './mapping-checks.ts'
import type { Path } from './outline.ts'
import { isMapping, itemsAt, type Plain, valueAt } from './plain.ts'
import type { Problem } from './problem.ts'

export function contradictions(file: ConfigFile): readonly Problem[] {
  const found = [
    ...itemsAt(file.value, ['sources']).flatMap(({ item, path }) => (isMapping(item) ? inSource(item, path) : [])),
    ...itemsAt(file.value, ['identity']).flatMap(({ item, path }) => (isMapping(item) ? inIdentity(item, path) : [])),
    ...itemsAt(file.value, ['notify']).flatMap(({ item, path }) => inRecipient(item, path)),
    ...inRecipient(valueAt(file.value, ['alerts']), ['alerts']),
    ...itemsAt(file.value, ['feeds']).flatMap(({ item, path }) => rulesIn(item, path, ['keep', 'drop'])),
    ...digestFindings(file.value),
    ...foldFindings(file.value),
    ...itemsAt(file.value, ['takedown']).flatMap(({ item, path }) => exactlyOne(item, path, ['url', 'pattern'])),
    ...inPublish(valueAt(file.value, ['publish'])),
  ]
  return found.filter(({ path }) => !file.isReported(path)).map(({ path, trouble }) => file.problem(path, trouble))
}

function inIdentity(identity: Plain, path: Path): readonly Finding[] {
  if ('query' in identity || itemsAt(identity, ['fields']).length > 0) return []
  return [{ path, trouble: { message: 'nothing says where the value stands', advice: 'write query, fields, or both' } }]
}

function inRecipient(recipient: unknown, path: Path): readonly Finding[] {
  if (!isMapping(recipient) || 'url' in recipient) return []
  if (!('command' in recipient)) return [{ path, trouble: { message: 'nobody is told', advice: 'write url, command, or both' } }]
  if (!('headers' in recipient)) return []
  return [{ path: [...path, 'headers'], trouble: { message: 'headers go with url only', advice: 'take them out, or write a url' } }]
}

/** Both hold a page of each category, under the same name. */
function inPublish(publish: unknown): readonly Finding[] {
  const [pages, posts] = [valueAt(publish, ['dir']), valueAt(publish, ['jekyll', 'dir'])]
  if (typeof pages !== 'string' || typeof posts !== 'string' || resolve(pages) !== resolve(posts)) return []
  const message = `"${posts}" is the folder of publish.dir, too`
  return [{ path: ['publish', 'jekyll', 'dir'], trouble: { message, advice: 'give the Jekyll site a folder of its own' } }]
}

function inSource(source: Plain, path: Path): readonly Finding[] {
  return [
    ...timing(source, path),
    ...listChecks(source, path),
    ...mappingFindings(source, path),
    ...articleChecks(source, path),
    ...rulesIn(source, path, ['keep', 'drop', 'replace', 'relabel']),
  ]
}

function rulesIn(value: unknown, path: Path, kinds: readonly string[]): readonly Finding[] {
  return itemsAt(value, ['rules']).flatMap((rule) => exactlyOne(rule.item, [...path, ...rule.path], kinds))
}

function timing(source: Plain, path: Path): readonly Finding[] {
  if (!('every' in source && 'schedule' in source)) return []
  return [{ path: [...path, 'schedule'], trouble: { message: 'every and schedule exclude each other', advice: 'keep one of them' } }]
}
