// Labelled pairs: what two outlets make of one report, and what only looks so.
import type { Story } from '../../src/identify/related.ts'
import { wordsOf } from '../../src/identify/related-words.ts'
import { forms, type Notice, noticesOf } from './related-notices.ts'
import { chinese, english, type Report, translated } from './related-stories.ts'

export interface LabelledPair {
  readonly name: string
  readonly isNotice: boolean
  readonly isSame: boolean
  readonly one: Story
  readonly other: Story
}

export interface Told extends Notice {
  readonly outlet?: string
  readonly at?: number
}

export function storyOf({ title, text, outlet = '', at = 0 }: Told): Story {
  return { title: wordsOf(title), text: wordsOf(text), at, outlet, addresses: [] }
}

type Edit = (report: Report, isChinese: boolean) => Notice

const joined = (paragraphs: readonly string[]) => paragraphs.join('\n')

/** What editors do to an agency's copy. */
const edits: Readonly<Record<string, Edit>> = {
  'as it came': ({ title, paragraphs }) => ({ title, text: joined(paragraphs) }),
  'with a credit, and another headline': ({ paragraphs }, isChinese) => ({
    title: isChinese ? '刚刚，重磅消息来了！' : 'What you need to know today',
    text: joined([
      ...paragraphs,
      isChinese ? '（来源：财经网 责任编辑：李明 校对：王芳）' : 'Reporting by Ana Ruiz; editing by Tom Becker.',
    ]),
  }),
  'without its last paragraph': ({ title, paragraphs }) => ({ title, text: joined(paragraphs.slice(0, -1)) }),
  'under a lead of its own': ({ title, paragraphs }, isChinese) => ({
    title: isChinese ? `快讯｜${title.slice(0, 12)}` : `${title.split(' ').slice(0, 5).join(' ')}: report`,
    text: joined([
      isChinese
        ? '财联社讯，记者今天从多个渠道确认了这一消息，市场参与者普遍认为影响深远，以下为详细内容。'
        : 'In a development that many had been waiting for, officials and people close to the matter confirmed the news this week.',
      ...paragraphs.slice(1),
    ]),
  }),
  'with a word changed here and there': ({ title, paragraphs }, isChinese) => ({
    title,
    text: joined(paragraphs)
      .replace(isChinese ? '表示' : 'said', isChinese ? '称' : 'stated')
      .replace(isChinese ? '认为' : 'about', isChinese ? '指出' : 'around')
      .replace(isChinese ? '记者' : 'told reporters', isChinese ? '本报记者' : 'told a news conference'),
  }),
  'without its second paragraph': ({ title, paragraphs }) => ({
    title: `${title} `,
    text: joined(paragraphs.filter((_, at) => at !== 1)),
  }),
  'as its first half under the same headline': ({ title, paragraphs }) => ({ title, text: joined(paragraphs.slice(0, 2)) }),
  'in full-width figures and other quotes': ({ title, paragraphs }) => ({
    title,
    text: joined(paragraphs)
      .replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      .replace(/"/g, '”'),
  }),
}

function samePairs(): readonly LabelledPair[] {
  return [...chinese, ...english].flatMap((report) => {
    const told = Object.entries(edits).map(([name, edit]) => ({ name, notice: edit(report, chinese.includes(report)) }))
    return told.flatMap((one, at) =>
      told.slice(at + 1).map((other) => ({
        name: `${report.title}: ${one.name}, and ${other.name}`,
        isNotice: false,
        isSame: true,
        one: storyOf({ ...one.notice, outlet: 'one' }),
        other: storyOf({ ...other.notice, outlet: 'other' }),
      })),
    )
  })
}

function noticePairs(): readonly LabelledPair[] {
  return forms.flatMap((form) =>
    pairsOf(noticesOf(form)).map(([one, other]) => apart(`${form.name}: ${one.title}, ${other.title}`, one, other, true)),
  )
}

function apart(name: string, one: Notice, other: Notice, isNotice = false): LabelledPair {
  return { name, isNotice, isSame: false, one: storyOf({ ...one, outlet: 'one' }), other: storyOf({ ...other, outlet: 'other' }) }
}

function pairsOf<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const))
}

function whole({ title, paragraphs }: Report): Notice {
  return { title, text: joined(paragraphs) }
}

const disclaimer =
  '免责声明：本文仅代表作者个人观点，与本网无关。其原创性以及文中陈述文字和内容未经本站证实，对本文以及其中全部或者部分内容、文字的真实性、完整性、及时性本站不作任何保证或承诺，请读者仅作参考，并请自行核实相关内容。投资有风险，入市需谨慎。'
const footer =
  'Subscribe to our newsletter for the best of our journalism in your inbox every morning. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission. Follow us for breaking news, analysis and live coverage from our correspondents around the world.'

/** What shares words, names or a frame, and is another story. */
function otherPairs(): readonly LabelledPair[] {
  return [
    ...pairsOf(chinese).map(([one, other]) => apart(`another report: ${one.title}, ${other.title}`, whole(one), whole(other))),
    ...pairsOf(english).map(([one, other]) => apart(`another report: ${one.title}, ${other.title}`, whole(one), whole(other))),
    ...pairsOf(chinese).map(([one, other]) =>
      apart(
        `short, above the same disclaimer: ${one.title}, ${other.title}`,
        { title: one.title, text: `${one.paragraphs[0]}${disclaimer}` },
        { title: other.title, text: `${other.paragraphs[0]}${disclaimer}` },
        true,
      ),
    ),
    ...pairsOf(english).map(([one, other]) =>
      apart(
        `short, above the same footer: ${one.title}, ${other.title}`,
        { title: one.title, text: `${one.paragraphs[0]} ${footer} ${footer}` },
        { title: other.title, text: `${other.paragraphs[0]} ${footer} ${footer}` },
        true,
      ),
    ),
    ...pairsOf(chinese).map(([one, other]) =>
      apart(
        `short, under the same title, above the same disclaimer: ${one.title}, ${other.title}`,
        { title: '今日要闻速递', text: `${one.paragraphs[0]}${disclaimer}` },
        { title: '今日要闻速递', text: `${other.paragraphs[0]}${disclaimer}` },
        true,
      ),
    ),
    ...translated.map(([one, other]) => apart(`a translation: ${one.title}`, whole(one), whole(other))),
    ...pairsOf(chinese).map(([one, other]) =>
      apart(`the same title: ${one.title}`, whole(one), { title: one.title, text: joined(other.paragraphs) }),
    ),
    ...[chinese, english].flatMap((reports) =>
      reports.map((report) =>
        apart('a digest of many, and one of them', whole(report), {
          title: '早报 Digest',
          text: joined(reports.flatMap(({ paragraphs }) => paragraphs)),
        }),
      ),
    ),
    ...[...chinese, ...english].map((report) =>
      apart(`a link blog: ${report.title}`, whole(report), {
        title: report.title,
        text: chinese.includes(report)
          ? `推荐阅读。这篇写得扎实，数据翔实，值得收藏：${report.title}。我的看法是短期内影响不大，但长期值得关注，欢迎在评论区讨论。`
          : `Worth your time: ${report.title}. I have followed this for years and think the reporting gets the important part right, although the numbers deserve more context than they are given here.`,
      }),
    ),
    ...tickers(),
  ]
}

/** Entries of a ticker: each says something else under the same heading. */
function tickers(): readonly LabelledPair[] {
  const lines = [
    '14:05 沪指翻红，券商板块直线拉升，多只个股触及涨停，成交明显放大，市场情绪回暖。',
    '14:20 创业板指涨幅扩大至百分之二，光伏设备、电池方向领涨，白酒股小幅回落，资金轮动加快。',
    '14:45 尾盘银行股再度走强，两市成交额突破一万亿元，北向资金净流入超过五十亿元，分析师看好后市。',
    '15:02 三大指数集体收涨，逾四千只个股上涨，下一交易日关注海外央行议息结果与人民币汇率变化。',
  ]
  return pairsOf(lines).map(([one, other]) =>
    apart('lines of a ticker', { title: '直播｜今日A股行情', text: one }, { title: '直播｜今日A股行情', text: other }),
  )
}

export const labelledPairs: readonly LabelledPair[] = [...samePairs(), ...noticePairs(), ...otherPairs()]
