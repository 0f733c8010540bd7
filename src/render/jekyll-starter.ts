// What an exported Jekyll folder needs to build by itself. Made once, in an empty folder; afterwards it is the operator's.
import type { SiteSettings } from '../model/settings.ts'
import { languageOf } from './languages.ts'
import { yamlString } from './yaml-scalar.ts'

export interface StarterFile {
  readonly path: string
  readonly text: string
}

export function jekyllStarter(site: SiteSettings): readonly StarterFile[] {
  const words = chrome[languageOf(site.language)]
  return [
    { path: '_config.yml', text: configOf(site) },
    { path: '_layouts/default.html', text: defaultLayout(words) },
    { path: '_layouts/page.html', text: pageLayout },
    { path: '_layouts/post.html', text: postLayout },
    { path: 'index.html', text: indexPage(words) },
  ]
}

/** Jekyll takes an article's day from `timezone`, and leaves out what is dated a minute ahead unless `future` is set. */
function configOf({ title, description, url, language, timezone }: SiteSettings): string {
  const { origin, pathname } = new URL(url)
  return `# Made by newsstand because this folder was empty. It is yours: newsstand never writes it again.
title: ${yamlString(title)}
description: ${yamlString(description)}
url: ${yamlString(origin)}
baseurl: ${yamlString(pathname.replace(/\/$/, ''))}
lang: ${yamlString(language)}
# These three keep the addresses of articles: the day is that of the time zone.
timezone: ${yamlString(timezone)}
permalink: /:categories/:year/:month/:day/:title.html
future: true
`
}

type Words = (typeof chrome)[keyof typeof chrome]

const chrome = {
  zh: { home: '首页', newest: '最新文章', categories: '分类' },
  en: { home: 'Front page', newest: 'Newest articles', categories: 'Categories' },
} as const

const defaultLayout = ({ home }: Words): string => `<!DOCTYPE html>
<html lang="{{ site.lang | escape }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% if page.title %}{{ page.title | escape }} · {% endif %}{{ site.title | escape }}</title>
<style>
:root { color-scheme: light dark }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 1.05rem/1.8 system-ui, sans-serif; overflow-wrap: anywhere }
img, video { max-width: 100%; height: auto }
ul { padding-left: 1.2rem }
time { opacity: 0.7; margin-right: 0.5rem }
</style>
</head>
<body>
<p><a href="{{ '/' | relative_url }}">{{ site.title | default: "${home}" | escape }}</a></p>
<main>
{{ content }}
</main>
</body>
</html>
`

const pageLayout = `---
layout: default
---
<h1>{{ page.title | escape }}</h1>
{% if page.description %}<p>{{ page.description | escape }}</p>{% endif %}
{{ content }}
`

const postLayout = `---
layout: default
---
<h1>{{ page.title | escape }}</h1>
<p><time datetime="{{ page.date | date_to_xmlschema }}">{{ page.date | date: "%Y-%m-%d %H:%M" }}</time></p>
{{ content }}
`

const indexPage = ({ newest, categories }: Words): string => `---
layout: default
---
<h1>${newest}</h1>
<ul class="posts">
{% for post in site.posts limit: 50 %}
<li><time datetime="{{ post.date | date_to_xmlschema }}">{{ post.date | date: "%Y-%m-%d" }}</time>
<a href="{{ post.url | relative_url }}">{{ post.title | default: post.url | escape }}</a></li>
{% endfor %}
</ul>
<h2>${categories}</h2>
<ul>
{% assign pages = site.html_pages | sort: "url" %}
{% for page in pages %}{% if page.dir == "/category/" %}
<li><a href="{{ page.url | relative_url }}">{{ page.title | escape }}</a></li>
{% endif %}{% endfor %}
</ul>
`
