// Two thousand pairs of showings, each labelled: one article, or two. Made by the same numbers each time; what they are about differs in every
// pair. Not asked is what design §5 decides against: another article under the same address, with no guid or with the same title.

/** What a feed says of an article. */
export interface Showing {
  /** Names it: its author. */
  readonly mark: string
  readonly source: FeedName
  /** The poll that brings it; days lie between. */
  readonly run: 0 | 1
  readonly guid: string | null
  readonly link: string | null
  readonly title: string
  readonly date: string | null
  readonly text: string
}

export type FeedName = 'rss' | 'planet' | 'atom' | 'json'

export interface LabelledPair {
  readonly kind: string
  readonly want: 'one' | 'two'
  readonly showings: readonly [Showing, Showing]
}

interface Story {
  /** Another number in every pair. */
  readonly n: number
  readonly site: string
  readonly title: string
  readonly text: string
  readonly date: string
}

type Said = Partial<Omit<Showing, 'mark'>>

interface Kind {
  readonly name: string
  readonly want: 'one' | 'two'
  readonly count: number
  readonly make: (story: Story, dice: Dice) => readonly [Said, Said]
}

/** Known to be missed: nothing that design §5 compares is left. One of each, so that the measure is not blind. */
export const missedByDesign: ReadonlySet<string> = new Set([
  'a teaser under an edited title',
  'guid and title change at once',
  'http at one source, https at another',
  'a slash at the end at another source',
  'an AMP address at another source',
])

const kinds: readonly Kind[] = [
  // one article
  { name: 'a corrected title', want: 'one', count: 60, make: ({ title }) => [{}, { run: 1, title: `${title} (corrected)` }] },
  {
    name: 'another address, the same guid',
    want: 'one',
    count: 80,
    make: ({ site, n }) => [{}, { run: 1, link: `https://${site}/archive/2026/${n}-renamed.html` }],
  },
  { name: 'an AMP address', want: 'one', count: 40, make: ({ site, n }) => [{}, { run: 1, link: `https://${site}/amp/story/${n}` }] },
  { name: 'a mobile address', want: 'one', count: 40, make: ({ site, n }) => [{ link: `https://m.${site}/story/${n}` }, { run: 1 }] },
  { name: 'a slash at the end', want: 'one', count: 40, make: ({ site, n }) => [{}, { run: 1, link: `https://${site}/story/${n}/` }] },
  {
    name: 'another guid at every poll',
    want: 'one',
    count: 70,
    make: ({ n }, dice) => [{ guid: `churn-${n}-1` }, { run: 1, guid: `churn-${n}-2`, text: dice.edited(1) }],
  },
  {
    name: 'the site moves to https, guids too',
    want: 'one',
    count: 50,
    make: ({ site, n }) => [
      { link: `http://${site}/story/${n}`, guid: `http://${site}/story/${n}` },
      { run: 1, guid: `https://${site}/story/${n}` },
    ],
  },
  {
    name: 'an address without a guid moves to https',
    want: 'one',
    count: 40,
    make: ({ site, n }) => [
      { link: `http://${site}/story/${n}`, guid: null },
      { run: 1, guid: null },
    ],
  },
  {
    name: 'tracking parameters at another source',
    want: 'one',
    count: 90,
    make: ({ site, n }, dice) => [{}, dice.elsewhere({ link: `https://${site}/story/${n}?${dice.tracking()}` })],
  },
  {
    name: 'host, port and fragment written otherwise at another source',
    want: 'one',
    count: 60,
    make: ({ site, n }, dice) => [{}, dice.elsewhere({ link: `HTTPS://${site.toUpperCase()}:443/story/${n}#top` })],
  },
  {
    name: 'the title in other letters at another source',
    want: 'one',
    count: 80,
    make: ({ title }, dice) => [{}, dice.elsewhere({ title: dice.otherLetters(title), text: dice.otherText() })],
  },
  {
    name: 'syndication under an edited title',
    want: 'one',
    count: 125,
    make: ({ title }, dice) => [{}, dice.elsewhere({ title: dice.editedTitle(title), text: dice.edited(4) })],
  },
  {
    name: 'syndication with a footer',
    want: 'one',
    count: 60,
    make: ({ title }, dice) => [{}, dice.elsewhere({ title: dice.editedTitle(title), text: `${dice.edited(0)}<p>${dice.footer()}</p>` })],
  },
  {
    name: 'a configured identity under other addresses and titles',
    want: 'one',
    count: 80,
    make: ({ site, n, title }, dice) => [
      { link: `https://${site}/show?code=C${n}` },
      dice.elsewhere({ link: `https://share.${site}/x?from=app&code=C${n}`, title: dice.editedTitle(title), text: dice.otherText() }),
    ],
  },
  { name: 'posted again after days, with a new date', want: 'one', count: 60, make: () => [{}, { run: 1, date: '2026-01-14T07:00:00Z' }] },
  {
    name: 'posted again after days without a guid',
    want: 'one',
    count: 50,
    make: (_, dice) => [{ guid: null }, { run: 1, guid: null, text: dice.edited(2), date: '2026-01-14T07:00:00Z' }],
  },
  {
    name: 'neither guid nor address',
    want: 'one',
    count: 40,
    make: () => [
      { guid: null, link: null },
      { run: 1, guid: null, link: null },
    ],
  },
  { name: 'twice in one document', want: 'one', count: 30, make: () => [{}, {}] },
  {
    name: 'a teaser under an edited title',
    want: 'one',
    count: 1,
    make: ({ title, text }, dice) => [{}, dice.elsewhere({ title: dice.editedTitle(title), text: `${text.slice(0, 60)} …` })],
  },
  {
    name: 'guid and title change at once',
    want: 'one',
    count: 1,
    make: ({ title, n }, dice) => [{ guid: `both-${n}-1` }, { run: 1, guid: `both-${n}-2`, title: dice.editedTitle(title) }],
  },
  {
    name: 'http at one source, https at another',
    want: 'one',
    count: 1,
    make: ({ site, n }, dice) => [{}, dice.elsewhere({ link: `http://${site}/story/${n}` })],
  },
  {
    name: 'a slash at the end at another source',
    want: 'one',
    count: 1,
    make: ({ site, n }, dice) => [{}, dice.elsewhere({ link: `https://${site}/story/${n}/` })],
  },
  {
    name: 'an AMP address at another source',
    want: 'one',
    count: 1,
    make: ({ site, n }, dice) => [{}, dice.elsewhere({ link: `https://${site}/amp/story/${n}` })],
  },

  // two articles
  {
    name: 'notices of one title and day in one document',
    want: 'two',
    count: 70,
    make: ({ site, n }, dice) => notices(dice, [{}, { guid: `second-${n}`, link: `https://${site}/notice/${n}` }]),
  },
  {
    name: 'notices of one title and day, poll by poll',
    want: 'two',
    count: 60,
    make: ({ site, n }, dice) => notices(dice, [{}, { run: 1, guid: `second-${n}`, link: `https://${site}/notice/${n}` }]),
  },
  {
    name: 'notices without guids',
    want: 'two',
    count: 60,
    make: ({ site, n }, dice) => notices(dice, [{ guid: null }, { run: 1, guid: null, link: `https://${site}/notice/${n}` }]),
  },
  {
    name: 'notices under one address at two sources',
    want: 'two',
    count: 40,
    make: ({ site, title, n }, dice) => [
      { link: `https://${site}/notices`, title: `${title} ${n}`, text: dice.otherText() },
      dice.elsewhere({ link: `https://${site}/notices`, title: `${title} ${n + 1}`, text: dice.otherText() }),
    ],
  },
  {
    name: 'a daily series',
    want: 'two',
    count: 70,
    make: ({ site, n }, dice) => [
      { title: dice.series() },
      {
        title: dice.series(),
        run: 1,
        guid: `day-${n}`,
        link: `https://${site}/daily/${n}`,
        date: '2026-01-14T05:00:00Z',
        text: dice.edited(6),
      },
    ],
  },
  {
    name: 'a daily series without guids',
    want: 'two',
    count: 40,
    make: ({ site, n }, dice) => [
      { title: dice.series(), guid: null },
      { title: dice.series(), guid: null, run: 1, link: `https://${site}/daily/${n}`, date: '2026-01-14T05:00:00Z', text: dice.edited(6) },
    ],
  },
  {
    name: 'a link blog',
    want: 'two',
    count: 74,
    make: ({ n }, dice) => [{}, dice.elsewhere({ title: dice.otherTitle(n), text: dice.otherText() })],
  },
  {
    name: 'a link blog that quotes',
    want: 'two',
    count: 60,
    make: ({ n, text }, dice) => [
      {},
      dice.elsewhere({ title: dice.otherTitle(n), text: `${dice.otherText()}<blockquote>${text.slice(0, text.length / 2)}</blockquote>` }),
    ],
  },
  {
    name: 'a feed of one link, with guids',
    want: 'two',
    count: 60,
    make: ({ site, n }, dice) => [
      { link: `https://${site}/` },
      { link: `https://${site}/`, run: 1, guid: `own-${n}`, title: dice.otherTitle(n), text: dice.otherText() },
    ],
  },
  {
    name: 'a feed of one link, without guids',
    want: 'two',
    count: 50,
    make: ({ site, n }, dice) => [
      { link: `https://${site}/`, guid: null },
      { link: `https://${site}/`, guid: null, title: dice.otherTitle(n), text: dice.otherText() },
    ],
  },
  {
    name: 'comments on an article',
    want: 'two',
    count: 60,
    make: ({ site, n, title }, dice) => [
      {},
      {
        ...dice.anywhere(),
        guid: `comment-${n}`,
        link: `https://${site}/story/${n}#comment-1`,
        title: `Comment on ${title}`,
        text: dice.otherText(),
      },
    ],
  },
  {
    name: 'a story that two papers print',
    want: 'two',
    count: 60,
    make: ({ n }, dice) => [{}, dice.elsewhere({ link: `https://other-paper-${n}.example/reprint` })],
  },
  {
    name: 'a parameter that tells articles apart',
    want: 'two',
    count: 60,
    make: ({ site, n }, dice) => [
      { link: `https://${site}/show?id=${n}` },
      { ...dice.anywhere(), guid: `second-${n}`, link: `https://${site}/show?id=${n}1`, text: dice.edited(5) },
    ],
  },
  {
    name: 'other configured identities under one address and title',
    want: 'two',
    count: 50,
    make: ({ n, site }, dice) => [
      { link: `https://${site}/show?code=C${n}1` },
      dice.elsewhere({ link: `https://${site}/show?code=C${n}2` }),
    ],
  },
  {
    name: 'an address given to another article',
    want: 'two',
    count: 50,
    make: ({ n }, dice) => [{}, { run: 1, guid: `next-${n}`, title: dice.otherTitle(n), text: dice.otherText() }],
  },
  {
    name: 'a translation',
    want: 'two',
    count: 36,
    make: ({ site, n }, dice) => [
      {},
      {
        ...dice.anywhere(),
        guid: `translated-${n}`,
        link: `https://${site}/en/story/${n}`,
        title: dice.otherTitle(n),
        text: dice.otherText(),
      },
    ],
  },
]

/** Of one title, day and form; only numbers differ. */
function notices(dice: Dice, [first, second]: readonly [Said, Said]): readonly [Said, Said] {
  const title = dice.noticeTitle()
  return [
    { ...first, title, text: dice.noticeText() },
    { ...second, title, text: dice.noticeText() },
  ]
}

/** @throws RangeError where they are not as many as they should be */
export function labelledPairs(): readonly LabelledPair[] {
  const random = seeded(20_260_101)
  let n = 100_000
  const pairs = kinds.flatMap((kind) => Array.from({ length: kind.count }, () => pairOf(kind, ++n, random)))
  if (pairs.length !== 2_000) throw new RangeError(`${pairs.length} pairs`)
  return pairs
}

function pairOf({ name, want, make }: Kind, n: number, random: () => number): LabelledPair {
  const isChinese = random() < 0.5
  const tongue = isChinese ? chinese : english
  const story: Story = {
    n,
    site: `site-${n}.example`,
    title: tongue.titleOf(random),
    text: tongue.textOf(random),
    date: '2026-01-09T08:00:00Z',
  }
  const first: Showing = {
    mark: `m${n}-1`,
    source: pick(feeds, random),
    run: 0,
    guid: `story-${n}`,
    link: `https://${story.site}/story/${n}`,
    title: story.title,
    date: story.date,
    text: story.text,
  }
  const [one, other] = make(story, diceOf({ tongue, story, source: first.source, random }))
  return {
    kind: name,
    want,
    showings: [
      { ...first, ...one },
      { ...first, mark: `m${n}-2`, ...other },
    ],
  }
}

const feeds: readonly FeedName[] = ['rss', 'planet', 'atom', 'json']

/** What chance decides in a pair. */
interface Dice {
  /** At another source, in the same poll or in a later one. */
  elsewhere(said: Said): Said
  /** At the same source later, or at another one. */
  anywhere(): Said
  /** The text with so many of a hundred words put otherwise. */
  edited(percent: number): string
  otherText(): string
  otherTitle(n: number): string
  editedTitle(title: string): string
  otherLetters(title: string): string
  tracking(): string
  footer(): string
  series(): string
  noticeTitle(): string
  noticeText(): string
}

interface Throwing {
  readonly tongue: Tongue
  readonly story: Story
  readonly source: FeedName
  readonly random: () => number
}

function diceOf({ tongue, story, source, random }: Throwing): Dice {
  const others = feeds.filter((feed) => feed !== source)
  const elsewhere = (said: Said): Said => ({ source: pick(others, random), run: random() < 0.5 ? 0 : 1, guid: `other-${story.n}`, ...said })
  return {
    elsewhere,
    anywhere: () => (random() < 0.5 ? { run: 1 } : elsewhere({})),
    edited: (percent) => tongue.edited(story.text, percent / 100, random),
    otherText: () => tongue.textOf(random),
    otherTitle: (n) => `${tongue.titleOf(random)} ${n}`,
    editedTitle: (title) => pick(tongue.frames, random).replace('…', title),
    otherLetters: (title) => pick([title.toUpperCase(), ` ${title.replace(' ', '  ')} `, wide(title)], random),
    tracking: () => pick(['utm_source=rss&utm_medium=feed', 'fbclid=IwAR0abc', 'gclid=x1', 'spm=a2c.1.2', 'mc_cid=9'], random),
    footer: () => tongue.footer,
    series: () => tongue.series,
    noticeTitle: () => tongue.notice,
    noticeText: () => tongue.noticeText(random),
  }
}

/** Latin letters as wide as Chinese ones: the same after NFKC. */
function wide(text: string): string {
  return text.replace(/[A-Za-z0-9]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
}

interface Tongue {
  titleOf(random: () => number): string
  /** About 150 words, as HTML. */
  textOf(random: () => number): string
  edited(text: string, share: number, random: () => number): string
  noticeText(random: () => number): string
  /** What other papers make of a title. */
  readonly frames: readonly string[]
  readonly footer: string
  readonly series: string
  readonly notice: string
}

function tongueOf(
  words: readonly string[],
  { space, ...rest }: Omit<Tongue, 'titleOf' | 'textOf' | 'edited'> & { readonly space: string },
): Tongue {
  const some = (count: number, random: () => number) => Array.from({ length: count }, () => pick(words, random))
  const paragraph = (random: () => number) => `<p>${some(50, random).join(space)}</p>`
  return {
    ...rest,
    titleOf: (random) => some(6, random).join(space),
    textOf: (random) => [paragraph(random), paragraph(random), paragraph(random)].join(''),
    edited: (text, share, random) => words.reduce((all, word) => (random() < share ? all.replace(word, pick(words, random)) : all), text),
  }
}

const english = tongueOf(
  `harbour council budget railway minister winter storm teachers hospital verdict factory bridge river market farmers election
   museum airline strike university engineers telescope vaccine border treaty festival orchestra champion transfer stadium
   refinery pipeline inflation savings mortgage tenants landlord satellite battery software privacy regulator merger auction
   quarry forest wildfire drought harvest fishery lighthouse ferry tunnel cathedral archive painter novelist theatre senate`
    .trim()
    .split(/\s+/),
  {
    space: ' ',
    frames: ['UPDATE 1: …', '… - The Evening Post', 'Exclusive: …', '… (video)', 'What we know: …'],
    footer: 'First published elsewhere; all rights reserved.',
    series: 'Morning briefing: what you need to know today',
    notice: 'Notice of voluntary conditional repurchase',
    noticeText: (random) =>
      `<p>The company announces that on ${day(random)} January 2026 it repurchased ${number(random)} ordinary shares at a price of ${number(random)} pence
        a share on the main market, and that it intends to cancel all of them. Following this the total number of voting rights is ${number(random)}.
        This announcement is made in accordance with the listing rules, and shareholders may use the figure above as the denominator.</p>`,
  },
)

const chinese = tongueOf(
  [
    ...[
      '港口',
      '预算',
      '铁路',
      '部长',
      '暴雪',
      '教师',
      '医院',
      '判决',
      '工厂',
      '大桥',
      '市场',
      '农民',
      '选举',
      '博物馆',
      '航空',
      '大学',
      '工程师',
    ],
    ...[
      '望远镜',
      '疫苗',
      '边境',
      '条约',
      '音乐节',
      '冠军',
      '转会',
      '炼油厂',
      '管道',
      '通胀',
      '储蓄',
      '房贷',
      '租户',
      '卫星',
      '电池',
      '软件',
      '隐私',
    ],
    ...[
      '监管',
      '并购',
      '拍卖',
      '森林',
      '山火',
      '干旱',
      '丰收',
      '渔业',
      '灯塔',
      '渡轮',
      '隧道',
      '档案',
      '画家',
      '小说',
      '剧院',
      '议会',
      '商务',
      '会议',
    ],
    ...[
      '部署',
      '发展',
      '外贸',
      '投资',
      '消费',
      '升级',
      '改革',
      '试点',
      '开放',
      '合作',
      '创新',
      '乡村',
      '旅游',
      '物流',
      '仓储',
      '芯片',
      '光伏',
      '风电',
    ],
  ],
  {
    space: '',
    frames: ['快讯：…', '…（组图）', '独家：…', '… - 晚报', '【关注】…'],
    footer: '本文转载自网络，版权归原作者所有。',
    series: '早间要闻：今天你需要知道的事',
    notice: '关于为控股子公司提供担保的公告',
    noticeText: (random) =>
      `<p>本公司及董事会全体成员保证公告内容的真实、准确和完整，没有虚假记载、误导性陈述或重大遗漏。公司于2026年1月${day(random)}日召开第${number(random)}次会议，
        审议通过了为控股子公司提供担保的议案，同意为其向银行申请的综合授信提供连带责任保证，担保金额不超过人民币${number(random)}万元，期限为${day(random)}个月。
        截至本公告披露日，公司累计对外担保总额为${number(random)}万元，无逾期担保。特此公告。</p>`,
  },
)

function day(random: () => number): number {
  return 1 + Math.floor(random() * 28)
}

function number(random: () => number): number {
  return 1_000 + Math.floor(random() * 9_000_000)
}

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

/** mulberry32: the same numbers on every machine. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
