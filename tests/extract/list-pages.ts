// List pages as sites make them, of our own writing, and the entries that a person would want of each.

export interface ListPage {
  readonly name: string
  readonly html: string
  /** Of the best list: path of the link (of other hosts the whole address), title, and the day of publication in Shanghai where the page tells it. */
  readonly want: readonly (readonly [path: string, title: string, day: string | null])[]
  /** Titles that must be in no proposal. */
  readonly never?: readonly string[]
  /** First titles of the further lists, in order. */
  readonly also?: readonly string[]
  /** Selector of the best list; only where it matters. */
  readonly items?: string
  readonly next?: string
}

interface Story {
  readonly path: string
  readonly title: string
  readonly day: string
}

const headlines = [
  '央行今日开展千亿元逆回购操作',
  '多地出台稳楼市新政 首付比例下调',
  '新能源汽车产销量再创历史新高',
  '沪深两市成交额连续三日破万亿',
  '国家统计局：工业生产稳中有升',
  '人民币汇率中间价上调一百个基点',
  '第三季度财报季：银行业绩分化',
  '北方多地迎来大范围降雪天气',
]
const english = [
  'A gentle introduction to write-ahead logs',
  'Why our builds became twice as fast',
  'Notes on a summer of bicycle repairs',
  'How to read a flame graph without tears',
  'The long way round to a smaller binary',
  'What I learned from keeping a paper diary',
]

function stories(titles: readonly string[], pathOf: (number: number, day: string) => string): readonly Story[] {
  return titles.map((title, at) => {
    const day = `2025-11-${String(20 - at).padStart(2, '0')}`
    return { path: pathOf(at + 1, day), title, day }
  })
}

function wanted(list: readonly Story[], { dated = true } = {}): ListPage['want'] {
  return list.map(({ path, title, day }) => [path, title, dated ? day : null])
}

function each(list: readonly Story[], html: (story: Story, at: number) => string): string {
  return list.map(html).join('\n')
}

const chrome = {
  head: `<header class="site-header"><a href="/"><img src="/logo.png" alt="logo"></a>
<nav class="main-nav"><ul><li><a href="/">首页</a></li><li><a href="/finance/">财经频道</a></li><li><a href="/world/">国际新闻</a></li><li><a href="/tech/">科技创新</a></li></ul></nav></header>`,
  foot: `<footer><p>版权所有 © 2025</p><ul class="links"><li><a href="/about/2019/us">关于我们以及我们的团队</a></li><li><a href="/about/2019/contact">联系我们的编辑部与客服</a></li><li><a href="/about/2019/jobs">加入我们一起做新闻</a></li></ul></footer>`,
}

function page(body: string, head = ''): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>列表</title>${head}</head><body>${chrome.head}${body}${chrome.foot}</body></html>`
}

const portal = stories(headlines, (n, day) => `/finance/${day.replaceAll('-', '')}/c${1000 + n}.html`)
const blog = stories(english, (n, day) => `/${day.replaceAll('-', '/')}/post-${n}/`)
const notices = stories(headlines.slice(0, 6), (n, day) => `/zwgk/tzgg/t${day.replaceAll('-', '')}_${500 + n}.shtml`)
const threads = stories(english, (n) => `/thread.php?tid=${9000 + n}`)
const shares = stories(headlines, (n) => `/html_News/NewsShare.html?infoCode=NW20251120${String(n).padStart(8, '0')}`)

export const listPages: readonly ListPage[] = [
  {
    name: 'a portal’s plain list with days behind the links',
    html: page(
      `<div class="main"><h2>滚动新闻</h2><ul class="news_list">${each(portal, ({ path, title, day }) => `<li><a href="${path}">${title}</a><span>${day} 08:30</span></li>`)}</ul>
<div class="pages"><a href="/finance/index_2.html">2</a><a class="nextpage" href="/finance/index_2.html">下一页</a></div></div>`,
    ),
    want: wanted(portal),
    items: 'ul.news_list > li',
    next: 'a.nextpage',
  },
  {
    name: 'a blog with headings, times and excerpts',
    html: page(
      `<main>${each(
        blog,
        ({ path, title, day }) =>
          `<article class="post-12${day.slice(-1)} post type-post hentry"><header><h2 class="entry-title"><a href="${path}" rel="bookmark">${title}</a></h2>
<div class="entry-meta">By <a class="author" href="/author/ann">Ann Walker</a> on <time datetime="${day}T09:00:00+08:00">${day}</time></div></header>
<div class="entry-summary"><p>This is where the story about “${title}” begins, with a sentence or two that make you want to read on.</p></div>
<a class="more" href="${path}#more">Continue reading</a></article>`,
      )}</main><aside class="sidebar"><ul>${each(blog.slice(0, 3), ({ title }, at) => `<li><a href="/2019/01/0${at + 1}/old-post/">Popular: ${title}</a></li>`)}</ul></aside>
<nav class="pagination"><a rel="next" href="/page/2/">Older posts</a></nav>`,
    ),
    want: wanted(blog),
    never: ['Continue reading', 'Ann Walker'],
    next: 'a[rel=next]',
  },
  {
    name: 'a forum’s table of threads',
    html: page(
      `<table class="threadlist" id="threadlist"><thead><tr><th>主题</th><th>作者</th><th>回复/查看</th><th>时间</th></tr></thead><tbody>${each(
        threads,
        ({ path, title, day }, at) =>
          `<tr class="${at === 0 ? 'sticky' : 'normal'}"><td class="subject"><a href="/forum.php?fid=2">[讨论]</a> <a class="xst" href="${path}">${title}</a></td><td><a href="/space.php?uid=${77 + at}">member${at}</a></td><td>${at * 3}/${at * 120 + 7}</td><td>${day} 12:0${at}</td></tr>`,
      )}</tbody></table>`,
    ),
    want: wanted(threads),
    never: ['[讨论]', 'member1'],
  },
  {
    name: 'a government site of nested tables and no classes',
    html: page(
      `<form action="/default.aspx"><table width="100%"><tr><td><table id="list">${each(
        notices,
        ({ path, title, day }) =>
          `<tr><td><img src="/dot.gif"></td><td><a href="${path}" target="_blank">${title}</a></td><td>[${day}]</td></tr>`,
      )}</table></td></tr></table></form>`,
    ),
    want: wanted(notices),
  },
  {
    name: 'class names made by tools',
    html: page(
      `<div class="css-1x2y3z"><section class="css-9a8b7c">${each(
        portal,
        ({ path, title, day }, at) =>
          `<div class="css-4k5j${at % 2}m sc-bdVaJa"><a class="css-0q1w2e" href="${path}"><h3 class="Card_title__3xY2z">${title}</h3></a><time class="css-7u8i9o" datetime="${day}T10:00:00+08:00">刚刚</time></div>`,
      )}</section></div>`,
    ),
    want: wanted(portal),
  },
  {
    name: 'cards whose pictures are links of their own',
    html: page(
      `<div id="content"><div class="card-grid">${each(
        blog,
        ({ path, title, day }) =>
          `<div class="card"><a class="thumb" href="${path}"><img src="/img.jpg" alt=""></a><div class="card-body"><a class="cat" href="/category/essays/">Essays</a><h3><a href="${path}">${title}</a></h3><span class="date">${day}</span></div></div>`,
      )}</div></div>`,
    ),
    want: wanted(blog),
    items: '.card',
  },
  {
    name: 'cards that are one link around all',
    html: page(
      `<section class="stream">${each(
        portal,
        ({ path, title, day }) =>
          `<a class="story" href="${path}"><figure><img src="/p.jpg"></figure><div class="txt"><h4>${title}</h4><p>${title}。记者从有关方面了解到，相关工作正在稳步推进之中，后续情况将持续报道，敬请关注本报。</p><i>${day}</i></div></a>`,
      )}</section>`,
    ),
    want: wanted(portal),
    items: 'a.story',
  },
  {
    name: 'a page with two lists',
    html: page(
      `<div id="news"><h2>要闻</h2><ul>${each(portal, ({ path, title, day }) => `<li><em>${day}</em><a href="${path}">${title}</a></li>`)}</ul></div>
<div id="notices"><h2>公告</h2><ul>${each(notices.slice(0, 5), ({ path, title, day }) => `<li><em>${day}</em><a href="${path}">关于${title}的公告</a></li>`)}</ul></div>`,
    ),
    want: wanted(portal),
    also: ['关于央行今日开展千亿元逆回购操作的公告'],
    items: '#news li',
  },
  {
    name: 'titles that are cut and stand whole in an attribute',
    html: page(
      `<ul class="list">${each(portal, ({ path, title, day }) => `<li><a href="${path}" title="${title}">${title.slice(0, 9)}...</a> <span class="time">${day}</span></li>`)}</ul>`,
    ),
    want: wanted(portal),
  },
  {
    name: 'share pages told apart by a parameter',
    html: page(
      `<div class="box"><dl>${each(shares, ({ path, title, day }) => `<dt><a href="${path}&amp;from=list">${title}</a></dt><dd>来源：国际商报 ${day} 08:00:00</dd>`)}</dl></div>`,
    ),
    want: shares.map(({ path, title }) => [`${path}&from=list`, title, null]),
  },
  {
    name: 'days grouped under headings, the date only in the address',
    html: page(
      `<div class="archive">${[portal.slice(0, 4), portal.slice(4)].map((some) => `<div class="day"><h3>某日</h3><ul>${each(some, ({ path, title }) => `<li><a href="${path}">${title}</a></li>`)}</ul></div>`).join('')}</div>`,
    ),
    want: wanted(portal),
  },
  {
    name: 'a list beside a hot list and a tag cloud',
    html: page(
      `<div class="left"><div class="hot-list"><ol>${each(portal.slice(0, 5), ({ title }, at) => `<li><a href="/hot/2024010${at}/x${at}.html">热榜：${title}</a></li>`)}</ol></div>
<div class="tags">${['财经', '股票', '基金', '债券', '期货'].map((tag) => `<a href="/tag/${tag}">${tag}</a>`).join('')}</div></div>
<div class="center"><ul class="flash">${each(portal, ({ path, title, day }) => `<li class="item"><span class="clock">${day} 07:15</span><div class="t"><a href="${path}">${title}</a></div></li>`)}</ul></div>`,
    ),
    want: wanted(portal),
  },
  {
    name: 'headings whose only link says “read more”',
    html: page(
      `<div class="posts">${each(blog, ({ path, title, day }) => `<div class="entry"><h2>${title}</h2><p class="when">${day}</p><p>${title}: a few words on it that go on for a while, to give an idea of what it is all about.</p><a href="${path}">Read more</a></div>`)}</div>`,
    ),
    want: wanted(blog),
    never: ['Read more'],
  },
  {
    name: 'English dates, authors and utility classes',
    html: page(
      `<main class="max-w-4xl mx-auto"><div class="flex flex-col gap-4">${each(
        blog,
        ({ path, title, day }) =>
          `<div class="p-4 rounded-lg shadow"><a class="text-xl font-bold" href="${path}">${title}</a><p class="text-gray-500">November ${Number(day.slice(-2))}, 2025</p></div>`,
      )}</div></main>`,
    ),
    want: wanted(blog),
  },
  {
    name: 'old HTML: unclosed items, upper case, relative to a base',
    html: `<HTML><HEAD><TITLE>Old</TITLE><BASE HREF="/finance/"></HEAD><BODY><UL CLASS=old>${each(portal, ({ path, title, day }) => `<LI><A HREF="..${path}">${title}</A> (${day})`)}</UL></BODY></HTML>`,
    want: wanted(portal),
  },
  {
    name: 'a list without days, told by its addresses',
    html: page(`<div class="articles">${each(blog, ({ title }, at) => `<p><a href="/articles/${4200 + at}">${title}</a></p>`)}</div>`),
    want: blog.map(({ title }, at) => [`/articles/${4200 + at}`, title, null]),
  },
  {
    name: 'outlet and author beside each title',
    html: page(
      `<ul class="feed">${each(portal, ({ path, title, day }) => `<li><h3><a href="${path}">${title}</a></h3><div class="info"><span class="source">国际商报</span><span class="author">张三</span><span class="time">${day}</span></div></li>`)}</ul>`,
    ),
    want: wanted(portal),
  },
  {
    name: 'a list told to search engines, the links on the page without days',
    html: page(
      `<div id="app"><ul class="rows">${each(portal, ({ path, title }) => `<li><a href="${path}">${title}</a></li>`)}</ul></div>`,
      `<script type="application/ld+json">${JSON.stringify({
        '@context': 'https://schema.org',
        '@type': 'ItemList',
        itemListElement: portal.map(({ path, title, day }, at) => ({
          '@type': 'ListItem',
          position: at + 1,
          item: { '@type': 'NewsArticle', headline: title, url: path, datePublished: `${day}T08:00:00+08:00` },
        })),
      })}</script>`,
    ),
    want: wanted(portal),
    items: '$.itemListElement[*]',
  },
  {
    name: 'links to other sites, each with the site’s name behind it',
    html: page(
      `<table class="links">${each(
        blog,
        ({ title }, at) =>
          `<tr class="thing" id="${4000 + at}"><td class="rank">${at + 1}.</td><td class="title"><span class="titleline"><a href="http://site${at}.example/some/page">${title}</a><span class="site">(<a href="/from?site=site${at}.example">site${at}.example</a>)</span></span></td></tr><tr><td></td><td><a href="/item?id=${4000 + at}">${at * 7} comments</a></td></tr>`,
      )}</table>`,
    ),
    want: blog.map(({ title }, at) => [`http://site${at}.example/some/page`, title, null]),
    items: 'tr.thing',
  },
  {
    name: 'texts without any container, the day only in the address',
    html: page(
      `<div class="plain">${each(portal, ({ path, title }) => `<a href="${path.replace('/c', '_')}">${title}</a> | 阅读<br>`)}</div>`,
    ),
    want: portal.map(({ path, title, day }) => [path.replace('/c', '_'), title, day]),
    items: '.plain > a',
  },
  {
    name: 'an article with a menu: nothing to watch',
    html: page(
      `<article><h1>${headlines[0]}</h1><p>正文第一段，讲述事情的来龙去脉，并附有<a href="/ref/2025/1">一个链接</a>。</p><p>正文第二段。</p></article>
<ul class="channels"><li><a href="/a/">财经要闻</a></li><li><a href="/b/">产业观察</a></li><li><a href="/c/">公司研究</a></li><li><a href="/d/">市场评论</a></li></ul>`,
    ),
    want: [],
  },
  { name: 'an empty page', html: '<!doctype html><title>x</title><p>There is nothing here.', want: [] },
]
