// The pages of the original's news service that people read: a list of links, and the page of each article.
import type { Article } from './articles.ts'
import { gbkHtml } from './gbk.ts'

interface Page {
  readonly type: string
  readonly body: string | Buffer
}

/** Every second article is told in GBK, said in its meta element alone. */
export function sharePage(article: Article): Page {
  const isGbk = Number(article.infoCode.slice(-1)) % 2 === 1
  const title = escaped(article.title)
  const time = article.showtime.replace(/^(\d+)-(\d+)-(\d+) (\d+:\d+):\d+$/, '$1年$2月$3日 $4')
  const html = `<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=${isGbk ? 'gb2312' : 'utf-8'}"><title>${title} _ 金融消息</title></head>
<body><div class="top"><a href="/">首页</a> <a href="/html_News/NewsList.html">更多新闻</a></div>
<div class="article"><h1>${title}</h1>
<div class="info"><span class="time">${time}</span> <span class="source">来源：${escaped(article.publisher)}</span></div>
<div id="content">${bodyOf(article)}</div></div>
<ul class="related"><li><a href="NewsShare.html?infoCode=NW202201232257818698">相关新闻一则</a></li></ul></body></html>`
  return isGbk ? { type: 'text/html', body: gbkHtml(html) } : { type: 'text/html; charset=utf-8', body: html }
}

/** Links as they are passed on: from other hosts, with more parameters, in other letters; the first article stands there twice. */
export function newsList(articles: readonly Article[]): Page {
  const item = (article: Article, at: number) => {
    const title = escaped(article.title)
    const link = escaped(linkTo(article, at))
    return `<li><a href="${link}" title="${title}">${title.length > 30 ? `${title.slice(0, 20)}…` : title}</a><span class="media">${escaped(article.publisher)}</span><span class="time">${article.showtime}</span></li>`
  }
  const [first] = articles
  return {
    type: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html><html><head><title>新闻列表 _ 金融消息</title></head><body>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/app">下载客户端</a></li></ul>
<ul class="news">${articles.map(item).join('\n')}${first === undefined ? '' : item(first, 1)}
<li class="ad"><a href="http://ads.example/open-an-account">开户有礼，万元好礼等你来拿</a></li></ul></body></html>`,
  }
}

function linkTo({ infoCode }: Article, at: number): string {
  const links = [
    `/html_News/NewsShare.html?infoCode=${infoCode}`,
    `http://m.finews.example/html_News/NewsShare.html?infoCode=${infoCode}&from=groupmessage&isappinstalled=0`,
    `NewsShare.html?InfoCode=${infoCode}#comments`,
    `//share.finews.example:8080/html_News/NewsShare.html?utm_source=app&INFOCODE=${infoCode}`,
  ]
  return links[at % links.length] ?? ''
}

function bodyOf({ text, publisher }: Article): string {
  return /文章来源/.test(text) ? text : `${text}<p class="em_media">（文章来源：${escaped(publisher)}）</p>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
