// Notices: the same form, filled in anew for every company and every day. Not two of them are one story.

type Fill = readonly [name: string, code: string, figures: readonly string[]]

const fills: readonly Fill[] = [
  ['贵州茅台', '600519', ['36', '1.23', '5月20日', '4512.6', '12.4', '2025-036', '0.87', '1350.2', '28', '16']],
  ['五粮液', '000858', ['41', '0.98', '5月21日', '2231.9', '8.7', '2025-041', '1.02', '986.4', '26', '15']],
  ['宁德时代', '300750', ['17', '3.61', '5月20日', '9874.3', '22.1', '2025-017', '2.45', '3320.7', '31', '19']],
  ['中国平安', '601318', ['52', '2.07', '6月3日', '6120.8', '5.3', '2025-052', '0.33', '2210.5', '24', '13']],
  ['隆基绿能', '601012', ['29', '1.75', '6月4日', '3345.1', '17.9', '2025-029', '1.58', '1875.9', '30', '18']],
  ['海康威视', '002415', ['33', '0.66', '6月5日', '1789.4', '9.6', '2025-033', '0.71', '1423.3', '27', '14']],
]

export interface Notice {
  readonly title: string
  readonly text: string
}

export interface Form {
  readonly name: string
  readonly fill: (name: string, code: string, figures: readonly string[]) => Notice
}

export const forms: readonly Form[] = [
  {
    name: 'a list of big trades',
    fill: (name, code, [a, b, date, c, d, , e, f]) => ({
      title: `${name}龙虎榜数据（${date}）`,
      text: `${name}（${code}）${date}涨停，全天换手率${d}%，成交额${b}亿元，振幅${e}%。龙虎榜数据显示，机构净买入${c}万元，营业部席位合计净卖出${f}万元。上交所公开信息显示，当日该股因日涨幅偏离值达${d}%上榜，前五大买卖营业部合计成交${b}亿元，其中买入${c}万元，卖出${f}万元，上榜席位共${a}个。`,
    }),
  },
  {
    name: 'margin trading of a share',
    fill: (name, code, [a, b, date, c, d, , e, f]) => ({
      title: `${name}融资融券信息（${date}）`,
      text: `${name}（${code}）${date}融资融券信息显示，该股融资余额${c}万元，融券余额${f}万元，融资买入额${b}亿元，融资偿还额${d}亿元，融资净买额${e}亿元。融券余量${a}万股，融券卖出量${d}万股，融券偿还量${e}万股。融资融券余额合计${c}万元，占流通市值的比例为${e}%。`,
    }),
  },
  {
    name: 'a general meeting',
    fill: (name, code, [a, , date, , , number]) => ({
      title: `${name}：关于召开2025年第一次临时股东大会的通知`,
      text: `证券代码：${code} 证券简称：${name} 公告编号：${number}。本公司董事会及全体董事保证本公告内容不存在任何虚假记载、误导性陈述或者重大遗漏，并对其内容的真实性、准确性和完整性承担法律责任。重要内容提示：股东大会召开日期：2025年${date}。本次股东大会采用的网络投票系统：上海证券交易所股东大会网络投票系统。召开会议的基本情况：股东大会类型和届次为2025年第一次临时股东大会，召集人为董事会，投票方式为现场投票和网络投票相结合的方式。现场会议召开的日期、时间和地点：2025年${date}14点30分，${name}股份有限公司${a}楼会议室。通过交易系统投票平台的投票时间为股东大会召开当日的交易时间段，即9:15-9:25，9:30-11:30，13:00-15:00；通过互联网投票平台的投票时间为股东大会召开当日的9:15-15:00。涉及融资融券、转融通业务、约定购回业务相关账户以及沪股通投资者的投票程序，按照有关规定执行。特此公告。${name}股份有限公司董事会`,
    }),
  },
  {
    name: 'a meeting under a bare title',
    fill: (name, code, [, , date, , , number]) => ({
      title: '关于召开2025年第一次临时股东大会的通知',
      text: `证券代码：${code} 证券简称：${name} 公告编号：${number}。本公司及董事会全体成员保证信息披露的内容真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏。${name}股份有限公司第九届董事会决定于2025年${date}下午14:30召开2025年第一次临时股东大会，现将本次会议的有关事项通知如下。会议召集人：公司董事会。会议召开方式：采取现场表决与网络投票相结合的方式。会议审议事项：关于修订公司章程的议案，关于补选独立董事的议案，关于变更会计师事务所的议案。登记方式：法人股东凭营业执照复印件、法定代表人身份证明办理登记；个人股东凭本人身份证、证券账户卡办理登记。${name}股份有限公司董事会${date}`,
    }),
  },
  {
    name: 'a holder who sells',
    fill: (name, code, [a, b, date, c, d]) => ({
      title: `${name}：股东减持股份进展公告`,
      text: `${name}股份有限公司（证券代码${code}）近日收到持股百分之五以上股东出具的告知函。截至${date}，该股东通过集中竞价交易方式累计减持公司股份${c}万股，占公司总股本的${b}%，减持价格区间为${d}元至${a}元。本次减持计划尚未实施完毕，减持计划的实施不会导致公司控制权发生变更，不会对公司治理结构及持续经营产生重大影响。公司将督促相关股东严格遵守法律法规及规范性文件的规定，及时履行信息披露义务。`,
    }),
  },
  {
    name: 'a monthly word on buying back',
    fill: (name, code, [a, b, date, c, d]) => ({
      title: `${name}：关于以集中竞价交易方式回购股份的进展公告`,
      text: `截至${date}，${name}（${code}）通过集中竞价交易方式已累计回购股份${c}万股，占公司总股本的比例为${b}%，购买的最高价为${a}元/股，最低价为${d}元/股，已支付的总金额为${c}万元（不含交易费用）。上述回购进展符合法律法规的规定及公司回购股份方案的要求。公司将严格按照上市公司股份回购规则及自律监管指引的要求，在回购期限内根据市场情况择机做出回购决策并予以实施，同时根据回购股份事项进展情况及时履行信息披露义务，敬请广大投资者注意投资风险。`,
    }),
  },
  {
    name: 'the weather of a city',
    fill: (_, __, [, , date, , d, , , , high, low]) => ({
      title: `北京${date}天气预报`,
      text: `北京市气象台${date}06时发布天气预报：今天白天晴间多云，北转南风二三级，最高气温${high}℃；今天夜间多云，南转北风二级左右，最低气温${low}℃。相对湿度${d}%至60%，能见度好，紫外线较强，外出请注意防晒补水，昼夜温差较大，早晚出行请及时增减衣物，户外活动适宜。`,
    }),
  },
  {
    name: 'the close of the market',
    fill: (_, __, [a, b, date, c, d, , e, f]) => ({
      title: `收评：沪指涨${e}% 两市成交${b}万亿元`,
      text: `${date}，A股三大指数今日集体收涨，截至收盘，沪指涨${e}%，报${c}点；深成指涨${b}%，报${f}点；创业板指涨${d}%。沪深两市成交额${b}万亿元，较上一交易日放量${f}亿元。两市超${a}00只个股上涨，逾百股涨停。北向资金全天净买入${d}亿元，其中沪股通净买入${e}亿元，深股通净买入${b}亿元。`,
    }),
  },
  {
    name: 'a reverse repo',
    fill: (_, __, [a, , date, , d, , , f]) => ({
      title: `央行开展${f}亿元7天期逆回购操作`,
      text: `人民银行${date}以固定利率、数量招标方式开展了${f}亿元7天期逆回购操作，操作利率1.40%。数据显示，当日有${d}亿元逆回购到期，据此计算实现单日净投放${a}亿元。`,
    }),
  },
  {
    name: 'a quarter in English',
    fill: (_, code, [a, b, date, c, d]) => ({
      title: `Company ${code} reports first-quarter results`,
      text: `Company ${code} today announced financial results for its fiscal quarter ended ${date}. The company posted quarterly revenue of $${c} million, up ${d} percent year over year, and quarterly earnings per diluted share of $${b}. The board of directors has declared a cash dividend of $0.${a} per share of common stock, payable to shareholders of record as of the close of business. The company will provide live streaming of its conference call beginning at 2:00 p.m. PT at its investor relations page. This press release contains forward-looking statements within the meaning of the Private Securities Litigation Reform Act, which involve risks and uncertainties that could cause actual results to differ materially.`,
    }),
  },
  {
    name: 'an investigation by a law firm',
    fill: (name, code, [, , date, , , number]) => ({
      title: `INVESTOR ALERT: law firm reminds shareholders of ${latin(name)} of deadline`,
      text: `NEW YORK - A national shareholder rights law firm is investigating potential claims against ${latin(name)} Inc. (NYSE: ${code}) on behalf of investors who purchased securities before ${date}, case ${number}. If you suffered losses exceeding $50,000 investing in ${latin(name)} stock or options and would like to discuss your legal rights, call the firm or visit its website. There is no cost or obligation to you. The firm has recovered hundreds of millions of dollars for investors since its founding. Attorney advertising. Prior results do not guarantee similar outcomes. The complaint alleges that ${latin(name)} and its executives violated federal securities laws by making false and misleading statements and failing to disclose information pertinent to investors.`,
    }),
  },
  {
    name: 'a director who leaves, without a figure',
    fill: (name) => ({
      title: '关于独立董事辞职的公告',
      text: `本公司及董事会全体成员保证信息披露的内容真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏。${name}股份有限公司董事会近日收到独立董事${directorOf(name)}先生提交的书面辞职报告，${directorOf(name)}先生因个人工作安排申请辞去独立董事及专门委员会相关职务，辞职后不再担任${name}任何职务。公司董事会对${directorOf(name)}先生在任职期间为公司发展所作出的贡献表示衷心感谢。${name}股份有限公司董事会`,
    }),
  },
  {
    name: 'a show at a theatre, without a figure',
    fill: (name) => ({
      title: `${latin(name)} at the Old Theatre`,
      text: `Tickets go on sale on Monday morning for ${latin(name)} Unplugged And Friends Of The Long Summer Evenings, who come to the Old Theatre this spring. Doors open one hour before the show begins, and the bar in the foyer serves drinks and light meals until the interval. Wheelchair spaces can be booked by telephone. Children are admitted with an adult. The management reserves the right to change the programme without notice, and tickets cannot be exchanged or refunded after purchase.`,
    }),
  },
  {
    name: 'an auction',
    fill: (name, _, [a, , date, c, d]) => ({
      title: `${name}旗下房产拍卖公告`,
      text: `本院将于2025年${date}10时至次日10时止在网络司法拍卖平台上进行公开拍卖活动，现公告如下：拍卖标的为${name}名下位于第${a}幢的不动产，起拍价${c}万元，保证金${d}万元，增价幅度1万元及其整数倍。竞买人条件：凡具备完全民事行为能力的公民、法人和其他组织均可参加竞买。咨询、展示看样的时间与方式：自公告之日起接受咨询，有意者请与本院联系统一安排看样。本标的物按现状拍卖，请竞买人在拍卖前必须仔细审查拍卖标的物。`,
    }),
  },
]

const directors = ['王建国', '李卫东', '张爱民', '刘志远', '陈思齐', '赵立新']

function directorOf(name: string): string {
  return directors[fills.findIndex(([one]) => one === name)] ?? name
}

const latinNames = ['Maotai', 'Wuliang', 'Ningde', 'Pingan', 'Longi', 'Hikvision']

function latin(name: string): string {
  return latinNames[fills.findIndex(([one]) => one === name)] ?? name
}

export function noticesOf({ fill }: Form): readonly Notice[] {
  return fills.map(([name, code, figures]) => fill(name, code, figures))
}
