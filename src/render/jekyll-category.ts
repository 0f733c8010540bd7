// A category's page in a Jekyll site: front matter, and a list that Jekyll fills with the posts when it builds.
import { categoryPath } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import { yamlString } from './yaml-scalar.ts'

/**
 * HTML, not Markdown: names need no escaping against kramdown. Its address is that of the original site, whatever `permalink` says.
 * `formerly`: slugs that lead to it; posts are listed by the home slug they were minted with.
 */
export function jekyllCategory(category: Category, { formerly }: { readonly formerly: readonly string[] }): string {
  const { slug, title, description } = category
  const front = [
    '---',
    'layout: page',
    `title: ${yamlString(title)}`,
    ...(description === null ? [] : [`description: ${yamlString(description)}`]),
    `permalink: /${categoryPath(slug, 'html')}`,
    '---',
  ]
  return `${[...front, ...postsOf([slug, ...formerly]), ...list].join('\n')}\n`
}

function postsOf([slug = '', ...formerly]: readonly string[]): readonly string[] {
  if (formerly.length === 0) return [`{% assign listed = site.categories["${slug}"] %}`]
  // `concat` takes nothing but lists.
  const joined = formerly.flatMap((old) => [
    `{% assign older = site.categories["${old}"] | default: none %}`,
    '{% assign listed = listed | concat: older %}',
  ])
  return [
    '{% assign none = "" | split: "" %}',
    `{% assign listed = site.categories["${slug}"] | default: none %}`,
    ...joined,
    '{% assign listed = listed | sort: "date" | reverse %}',
  ]
}

const list = [
  '<ul class="posts">',
  '{% for post in listed %}',
  '<li><time datetime="{{ post.date | date_to_xmlschema }}">{{ post.date | date: "%Y-%m-%d" }}</time>',
  '<a href="{{ post.url | relative_url }}">{{ post.title | default: post.url | escape }}</a></li>',
  '{% endfor %}',
  '</ul>',
]
