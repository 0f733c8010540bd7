// Settings of an article step that exclude or need each other.
import { pageFields } from '../model/source.ts'
import type { Finding } from './finding.ts'
import { exactlyOne } from './mapping-checks.ts'
import type { Path } from './outline.ts'
import { isMapping, itemsAt, type Plain } from './plain.ts'

export function articleChecks(source: Plain, path: Path): readonly Finding[] {
  const { article } = source
  const isBoth = isMapping(article) && source.fullText === true
  const isTwice = 'recheck' in source && isMapping(article) && 'recheck' in article
  const isIdle = 'recheck' in source && article === undefined && source.fullText !== true
  const finding = (key: string, message: string, advice: string): Finding => ({ path: [...path, key], trouble: { message, advice } })
  return [
    ...(isBoth
      ? [finding('fullText', 'fullText is an article step of its own', 'take it out; an article without content finds the text by itself')]
      : []),
    ...(isTwice ? [finding('recheck', 'recheck stands in article, too', 'keep one of them')] : []),
    ...(isIdle
      ? [finding('recheck', 'there is no article step whose pages could be looked at again', 'write fullText: true, or article, beside it')]
      : []),
    ...(isMapping(article) ? pageFields.flatMap((name) => fieldChecks(article[name], [...path, 'article', name])) : []),
  ]
}

function fieldChecks(ways: unknown, path: Path): readonly Finding[] {
  const rules = Array.isArray(ways)
    ? itemsAt(ways, []).map((way) => ({ rule: way.item, at: [...path, ...way.path] }))
    : [{ rule: ways, at: path }]
  return rules.flatMap(({ rule, at }) => [...exactlyOne(rule, at, ['select', 'path', 'text']), ...strayAttribute(rule, at)])
}

function strayAttribute(rule: unknown, path: Path): readonly Finding[] {
  if (!isMapping(rule) || !('attribute' in rule) || 'select' in rule) return []
  return [{ path: [...path, 'attribute'], trouble: { message: 'attribute goes with select only', advice: 'take it out' } }]
}
