// Articles of the original's news service: the one whose post was kept, and sixty made to be awkward.
import { readFileSync } from 'node:fs'

type ListName = '102' | '45' | '37' | '38' | '39'

export interface Article {
  readonly infoCode: string
  readonly title: string
  readonly digest: string
  /** List 102 does not tell it. */
  readonly publisher: string
  /** `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai. */
  readonly showtime: string
  readonly lists: readonly ListName[]
  /** HTML whose paragraphs start with two ideographic spaces. */
  readonly text: string
  /** The field the text API answers it in. */
  readonly textField: 'text' | 'content'
}

export const seedArticle: Article = {
  infoCode: 'NW202201232257818698',
  title: '黑龙江商务聚焦主线谋发展',
  digest: '【黑龙江商务聚焦主线谋发展】1月13日，黑龙江省商务工作会议召开。会议总结了2021年全省商务工作，对2022年工作做了部署。',
  publisher: '国际商报',
  showtime: '2022-01-23 20:41:04',
  lists: ['102', '45', '37'],
  text: sampleText('NW202201232257818698'),
  textField: 'text',
}

const publishers = [
  ...['国际商报', '21世纪经济报道', 'IT之家', '安信国际证券(香港)', 'Career In 投行PEVC'],
  ...['AC/DC', '../../etc', 'CON', '2022', 'api', '重庆日报', '银行家', 'Ünïted Prëss', '🚀', '<b>粗体报</b>', '国际商报 '],
]

const titles = [
  ...[
    '央行开展千亿元逆回购操作',
    '他说："一切正常"',
    "It's a 'quoted' title",
    '路径 C:\\temp\\new 与 \\u0041 原样保留',
    '模板 {{ site.title }} 不应被执行',
  ],
  ...[
    '标签 {% include x %} 不应被执行',
    '人民币汇率 📈 走高 👩‍👩‍👧‍👦',
    '标题里的】括号【和】更多',
    '<b>加粗</b> 与 A < B && C > D',
    'AT&T 与 R&amp;D &#8212; 实体',
  ],
  ...[
    'CDATA 的结尾 ]]> 在标题里',
    '---',
    '# 井号开头: 冒号之后',
    '- 短横 | 竖线 > 大于',
    '@提及 *星号* _下划线_ `反引号`',
    '  两端有空白  ',
    '%%',
    '[方括号](javascript:alert(1))',
  ],
  ...['yes', '2022-01-23', 'null', '\u200b零宽与\u00a0不断行', '한국어 제목과 العربية', '很长的标题'.repeat(60)],
]

const listSets: readonly (readonly ListName[])[] = [
  ['102', '45', '37'],
  ['102', '45'],
  ['45'],
  ['102'],
  ['37', '38'],
  ['102', '38', '39'],
  ['45', '37', '38', '39'],
]

const bodies = [
  '正文第一段，数字 1,234.5 与百分号 10.9%。',
  '正文里有 {{ page.title }} 和 {% raw %}，还有 {% endraw %}。',
  '引号 " \' 与反斜杠 \\ 以及 ]]> 结尾。',
  '<img src="/img/a.png" alt="图">图在段落里，<a href="/html_News/NewsShare.html?infoCode=NW202201232257818698">相关</a>。',
  '<script>alert(1)</script><em>强调</em> 与 <strong>加粗</strong> 📰。',
]

/** The seed's article and sixty more, newest first; the same at every call. */
export function sampleArticles(): readonly Article[] {
  return [seedArticle, ...Array.from({ length: 60 }, (_, index) => makeArticle(index))].toSorted((a, b) =>
    a.showtime < b.showtime ? 1 : -1,
  )
}

/** One more article, for tests that let the upstream publish something new. */
export function makeArticle(index: number): Article {
  const title = pick(titles, index) + (index < titles.length ? '' : `（${index}）`)
  return {
    infoCode: `NW20220123225782${1000 + index}`,
    title,
    digest: index % 3 === 0 ? `【${title}】导语第 ${index} 条。` : `导语第 ${index} 条。`,
    publisher: pick(publishers, index * 5 + Math.floor(index / 16)),
    showtime: new Date(Date.UTC(2022, 0, 23, 8) + index * 7 * 60_000).toISOString().slice(0, 19).replace('T', ' '),
    lists: pick(listSets, index),
    text: paragraphs(`第 ${index} 篇。${pick(bodies, index)}`, `第 ${index} 篇的第二段，说明来龙去脉。`),
    textField: index % 10 === 9 ? 'content' : 'text',
  }
}

function paragraphs(...texts: readonly string[]): string {
  return texts.map((text) => `<p>\u3000\u3000${text}</p>`).join('\n ')
}

function sampleText(infoCode: string): string {
  const file = new URL(`../../data/sample/finews/text-${infoCode}.json`, import.meta.url)
  const { text }: { text: string } = JSON.parse(readFileSync(file, 'utf8'))
  return text
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}
