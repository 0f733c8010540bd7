// Posts of a Jekyll site in memory, in the shape in which the original site wrote them.
import type { PostFiles } from '../../src/model/post-files.ts'

export interface WrittenPost {
  readonly code: string
  readonly title: string
  /** `yyyy-MM-dd HH:mm:ss` in Shanghai. */
  readonly date: string
  readonly slug: string
  readonly publisher: string
  readonly text?: string
}

export const shareLink = (code: string) => `http://share.example/html_News/NewsShare.html?infoCode=${code}`

export function originalPost({ code, title, date, slug, publisher, text }: WrittenPost): string {
  return `---
layout: post
title: ${JSON.stringify(title)}
date: ${date} +0800
categories: ${slug}
tags: ${publisher}新闻
---
${text ?? `<p>${title}，本报讯。记者从有关部门了解到，这项工作已经展开。</p>\n <p>下一步还将继续推进。</p><p class="em_media">（文章来源：${publisher}）</p>`}

<${shareLink(code)}>

[返回${publisher}新闻](//news.example/category/${slug}.html)｜[返回首页](//news.example/)`
}

export function postPath({ code, date }: Pick<WrittenPost, 'code' | 'date'>, folder = '_posts'): string {
  return `${folder}/${date.slice(0, 10)}-${code}.md`
}

/** The files of a site; bytes or text. */
export function postsIn(files: Readonly<Record<string, string | Uint8Array>>, config: Partial<PostFiles> = {}): PostFiles {
  return {
    files: Object.keys(files).sort(),
    permalink: null,
    timezone: null,
    title: null,
    read: async (path) => {
      const content = files[path] ?? ''
      return typeof content === 'string' ? Buffer.from(content) : content
    },
    ...config,
  }
}
