// Sources that a list of another reader names, as a file that config includes.
import { yamlLine } from './yaml-lines.ts'

export interface ImportedSource {
  readonly id: string
  readonly url: string
  readonly title: string | null
  /** Null: the source's own title. */
  readonly category: string | null
  /** What the request says of who asks; a secret. Null: nothing. */
  readonly authorization: string | null
}

export interface ImportedCategory {
  readonly name: string
  readonly group: string
}

export interface ImportedFile {
  /** Where the sources are from, in a few words. */
  readonly from: string
  readonly sources: readonly ImportedSource[]
  /** Those that stand in a group. */
  readonly categories: readonly ImportedCategory[]
}

/** YAML; what an address or a name holds means nothing to YAML, to templates or to `${…}`. */
export function importedYaml({ from, sources, categories }: ImportedFile): string {
  return [
    `# ${from.replace(/\s+/g, ' ')}\n# Made by "newsstand import opml"; from here on it is yours.\n`,
    categories.length === 0 ? '' : '\ncategories:\n',
    ...categories.map(({ name, group }) => yamlLine('- name', name, '  ') + yamlLine('group', group, '    ')),
    '\nsources:\n',
    ...sources.map(({ id, url, title, category, authorization }) =>
      [
        yamlLine('- id', id, '  '),
        yamlLine('url', url, '    '),
        yamlLine('title', title ?? undefined, '    '),
        yamlLine('category', category ?? undefined, '    '),
        yamlLine('headers', authorization === null ? undefined : { Authorization: authorization }, '    '),
      ].join(''),
    ),
  ].join('')
}
