// `node tests/bench/make-posts.mjs FOLDER COUNT`: a Jekyll site in the original's shape, for `import jekyll`: posts of 1.7 KB, 3,000 a day, of
// 2,000 outlets of which few write much. The same posts each time.
import { mkdirSync, writeFileSync } from 'node:fs'
import { pseudoRandom } from './pseudo-random.mjs'

const [, , folder = 'posts', count = '1000'] = process.argv
const outlets = 2_000
const random = pseudoRandom(7)
const oneOf = (list) => list[Math.floor(random() * list.length)]
const character = () => String.fromCharCode(0x4e00 + Math.floor(random() * 3_000))
const words = Array.from({ length: 8_000 }, () => character() + character())

mkdirSync(`${folder}/_posts`, { recursive: true })
writeFileSync(`${folder}/_config.yml`, 'title: News\npermalink: /:categories/:year/:month/:day/:title.html\ntimezone: Asia/Shanghai\n')
for (let n = 0; n < Number(count); n += 1) {
  const written = new Date(Date.UTC(2025, 11, 20) + n * 28_800).toISOString()
  const [day, time] = [written.slice(0, 10), written.slice(11, 19)]
  const code = `NW${day.replaceAll('-', '')}${100_000_000 + n}`
  writeFileSync(
    `${folder}/_posts/${day}-${code}.md`,
    post({ code, date: `${day} ${time} +0800`, outlet: Math.floor(random() ** 2 * outlets) }),
  )
}

function post({ code, date, outlet }) {
  const name = `${words[outlet]}日报${outlet}`
  return `---
layout: post
title: ${JSON.stringify(sentence(18))}
date: ${date}
categories: outlet${outlet}
tags: ${name}新闻
---
${Array.from({ length: 4 }, () => `<p>${sentence(100)}</p>`).join('\n ')}<p class="em_media">（文章来源：${name}）</p>

<http://share.example/html_News/NewsShare.html?infoCode=${code}>

[返回${name}新闻](//news.example/category/outlet${outlet}.html)｜[返回首页](//news.example/)`
}

function sentence(length) {
  let text = ''
  while (text.length < length) text += oneOf(words) + (random() < 0.06 ? '，' : '')
  return `${text}。`
}
